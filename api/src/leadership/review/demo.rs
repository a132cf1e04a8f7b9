//! The demo department's last quarter, as its deputies summed it up; one of them has yet to.

use chrono::{Duration, NaiveDate};
use contract::Role;
use contract::action_item::{ActionSubject, NewActionItem};
use contract::area_review::NewAreaReview;
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::{end, last};
use super::write;
use crate::access::Grant;
use crate::access::actor::Actor;
use crate::db::Tx;
use crate::db::schema::{areas, employees as e, role_assignments as r};
use crate::engine::action_item;
use crate::problem::Answer;

/// What went well, what didn't, what is improved; what comes of it, within how many days.
type Story = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, i64)],
);

const STORIES: [Story; 2] = [
    (
        "- 新客戶較上季增加一成\n- 新人三位如期完成輔導",
        "- 會議室清場延誤五次\n- 十二樓照明報修平均三天",
        "- 會議室改由主辦團隊簽收\n- 照明備品常備兩組",
        &[("會議室簽收表上線", 20), ("照明備品補齊", -4)],
    ),
    (
        "- 續期保費收取率九成六\n- 需求分析書完整率提升",
        "- 寬限期內未聯絡客戶二十三戶",
        "- 繳費日前三十天逐戶聯絡，週會追蹤",
        &[("寬限期客戶逐戶聯絡", 10)],
    ),
];

pub fn fill(tx: &mut Tx, grant: &Grant, today: NaiveDate) -> Answer<()> {
    let seats: Vec<(Uuid, Option<Uuid>)> = r::table
        .inner_join(areas::table.on(areas::id.nullable().eq(r::area_id)))
        .filter(r::role.eq("deputy"))
        .filter(r::ends_at.is_null())
        .order(areas::created_at)
        .select((r::employee_id, r::area_id))
        .load(tx.conn)?;
    let people: Vec<Uuid> = e::table
        .filter(e::status.eq("active"))
        .order(e::number)
        .select(e::id)
        .load(tx.conn)?;
    let starts_on = last(today);
    let ago = (today - end(starts_on)).num_days() - 6;
    for (n, ((deputy, area), story)) in seats.into_iter().zip(STORIES).enumerate() {
        let Some(area) = area else { continue };
        let (achievements, problems, improvements, actions) = story;
        let mut actor: Actor = (*grant.actor).clone();
        actor.employee_id = deputy;
        actor.role = Some(Role::Deputy);
        actor.area_id = Some(area);
        actor.team_id = None;
        let mut acting = grant.acting.clone();
        acting.employee_id = Some(deputy);
        acting.now = grant.acting.now - Duration::days(ago.max(0));
        let then = Grant::in_the_past(actor, acting);
        let new = NewAreaReview {
            area_id: area,
            starts_on,
            achievements: achievements.to_owned(),
            problems: problems.to_owned(),
            improvements: improvements.to_owned(),
        };
        let made = write::create(tx, &then, &new)?;
        write::publish(tx, &then, made.id, made.version)?;
        for (k, (text, within)) in actions.iter().enumerate() {
            let item = NewActionItem {
                subject_kind: ActionSubject::AreaReview,
                subject_id: made.id,
                text: (*text).to_owned(),
                responsible_id: people[(n * 9 + k * 4 + 6) % people.len()],
                due_on: today + Duration::days(*within),
            };
            action_item::demo(tx, &then, &item, None)?;
        }
    }
    Ok(())
}
