//! Duties in "my day": what can be done now or today, the late ones first; and, for whoever is above, how much is late.

use chrono::{DateTime, Duration, Utc};
use contract::my_day::DayItem;
use contract::{Action, Role, Text};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use uuid::Uuid;

use super::occurrence::{COLUMNS, OPEN};
use crate::access::Grant;
use crate::clock::local;
use crate::db::AnyConn;
use crate::db::schema::{duty_occurrences as o, duty_versions as v};
use crate::db::sql::{Bind, Predicate, Rows};
use crate::db::types::{g, t};
use crate::organization::settings::Day;
use crate::people::attendance::day::zone;
use crate::problem::Answer;

const MOST: i64 = 20;

/// Id, title, place, clause, when it is due.
type Due = (Uuid, String, Option<String>, String, DateTime<Utc>);

pub fn day_items(conn: &mut AnyConn, grant: &Grant, day: &Day) -> Answer<Vec<DayItem>> {
    let (now, today) = (grant.acting.now, day.date);
    let tomorrow = zone::instant(day.tz, today + Duration::days(1), 0);
    let mine: Vec<Due> = o::table
        .inner_join(
            v::table.on(v::duty_id
                .eq(o::duty_id)
                .and(v::version.eq(o::duty_version))),
        )
        .filter(o::owner_id.eq(g(grant.me())))
        .filter(Predicate::new().sql(OPEN))
        .filter(o::due_at.lt(t(tomorrow)))
        .order((o::due_at, o::id))
        .limit(MOST)
        .select((o::id, v::title, v::place, o::clause, o::due_at))
        .load(conn)?;
    let mut items: Vec<DayItem> = mine
        .into_iter()
        .map(|(id, title, place, clause, due_at)| {
            let late = due_at < now;
            let when = local(due_at, &day.zone);
            let when = match when.date() == today {
                true => when.format("%H:%M").to_string(),
                false => when.format("%Y-%m-%d %H:%M").to_string(),
            };
            let detail: Vec<String> = place.into_iter().chain([when]).collect();
            DayItem {
                kind: if late { "duty_overdue" } else { "duty_due" }.to_owned(),
                title,
                detail: detail.join(" · "),
                due_at: Some(due_at),
                path: format!("/duties/occurrences/{id}"),
                subject_id: Some(id),
                clause: Some(clause),
            }
        })
        .collect();
    if grant.actor.role > Some(Role::Member) {
        items.extend(late_below(conn, grant)?);
    }
    Ok(items)
}

/// So many are counted; that it is more says enough, and takes no longer the more it is.
const COUNTED: i64 = 1000;

/// One line for all that is late below the caller.
fn late_below(conn: &mut AnyConn, grant: &Grant) -> Answer<Option<DayItem>> {
    let mut late: i64 = 0;
    for part in grant.reach_of(Action::DutyRead).of_others(COLUMNS) {
        let text = Predicate::new()
            .sql("SELECT COUNT(*) FROM (SELECT 1 FROM duty_occurrences WHERE ")
            .join(part)
            .sql(" AND ")
            .sql(OPEN)
            .sql(" AND duty_occurrences.due_at < ")
            .bind(Bind::ts(grant.acting.now))
            .sql(" AND duty_occurrences.owner_id <> ")
            .bind(Bind::guid(grant.me()))
            .sql(" LIMIT ")
            .bind(Bind::Int(COUNTED - late))
            .sql(") AS late");
        let found: i64 = Rows::<BigInt>::new(text).get_result(conn)?;
        late += found;
    }
    let told = match late {
        ..COUNTED => late.to_string(),
        _ => format!("{COUNTED}+"),
    };
    let title = Text::new(
        "同仁逾期的例行工作",
        "同事逾期的例行工作",
        "Duties of your people that are overdue",
    );
    Ok((late > 0).then(|| DayItem {
        kind: "duties_late".to_owned(),
        title: title.get(grant.locale).to_owned(),
        detail: told,
        due_at: None,
        path: "/duties?overdue=true".to_owned(),
        subject_id: None,
        clause: None,
    }))
}
