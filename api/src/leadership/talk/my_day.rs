//! What I agreed in a talk and is due, in "my day"; and of my team, with whom I haven't talked for long.

use chrono::{Duration, NaiveDate};
use contract::my_day::DayItem;
use contract::{Role, Text};
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use super::evidence::{CARE_DAYS, without_care};
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::schema::{employees as e, talks as k};
use crate::db::types::g;
use crate::problem::Answer;

const MOST: i64 = 10;

const AGREED: Text = Text::new("談話後約定的事", "谈话后约定的事", "Agreed in a talk");
const LONG: Text = Text::new(
    "已逾九十天未關懷談話",
    "已逾九十天未关怀谈话",
    "No care talk for ninety days",
);

pub fn day_items(conn: &mut AnyConn, grant: &Grant, today: NaiveDate) -> Answer<Vec<DayItem>> {
    type Agreed = (
        Uuid,
        String,
        Option<String>,
        Option<NaiveDate>,
        Uuid,
        String,
    );
    let agreed: Vec<Agreed> = k::table
        .inner_join(e::table.on(e::id.eq(k::employee_id)))
        .filter(k::author_id.eq(g(grant.me())))
        .filter(k::next_on.is_not_null())
        .filter(k::next_on.le(today))
        .filter(k::next_on.gt(today - Duration::days(14)))
        .order((k::next_on, k::id))
        .limit(MOST)
        .select((k::id, k::kind, k::next_step, k::next_on, e::id, e::name))
        .load(conn)?;
    let mut items: Vec<DayItem> = agreed
        .into_iter()
        .map(|(id, _, step, day, person, name)| DayItem {
            kind: "talk_agreed".to_owned(),
            title: format!("{name} · {}", step.unwrap_or_default()),
            detail: format!(
                "{} · {}",
                AGREED.get(grant.locale),
                day.map(|day| day.to_string()).unwrap_or_default()
            ),
            due_at: None,
            path: format!("/talks?employee_id={person}"),
            subject_id: Some(id),
            clause: Some(CLAUSE.to_owned()),
        })
        .collect();
    // Whoever leads a team talks with its members.
    if let (Some(Role::Lead), Some(team)) = (grant.actor.role, grant.actor.team_id) {
        let since = today - Duration::days(CARE_DAYS);
        let quiet: Vec<(Uuid, String)> = e::table
            .filter(e::team_id.eq(g(Some(team))))
            .filter(e::id.ne(g(grant.me())))
            .filter(e::status.eq("active"))
            .filter(without_care(since))
            .order((e::number, e::id))
            .limit(MOST)
            .select((e::id, e::name))
            .load(conn)?;
        items.extend(quiet.into_iter().map(|(id, name)| DayItem {
            kind: "talk_due".to_owned(),
            title: name,
            detail: LONG.get(grant.locale).to_owned(),
            due_at: None,
            path: format!("/talks?employee_id={id}"),
            subject_id: Some(id),
            clause: Some(CLAUSE.to_owned()),
        }));
    }
    Ok(items)
}
