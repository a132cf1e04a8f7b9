//! Bookings in "my day": today's rooms, those that wait to be closed, and incidents that wait for an outcome.

use chrono::{DateTime, Duration, Utc};
use contract::my_day::DayItem;
use contract::{Action, Text};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{COLUMNS, OPEN, Row, UNDECIDED};
use super::{CLOSED, ORDER, PREPARED};
use crate::access::Grant;
use crate::clock::local;
use crate::db::AnyConn;
use crate::db::schema::{bookings as b, places as p};
use crate::db::sql::Predicate;
use crate::db::types::{g, t};
use crate::organization::settings::Day;
use crate::people::attendance::day::zone;
use crate::problem::Answer;

const MOST: i64 = 20;

pub fn day_items(conn: &mut AnyConn, grant: &Grant, day: &Day) -> Answer<Vec<DayItem>> {
    let (now, today) = (grant.acting.now, day.date);
    let tomorrow = zone::instant(day.tz, today + Duration::days(1), 0);
    let mine: Vec<(Row, String)> = b::table
        .inner_join(p::table.on(p::id.eq(b::place_id)))
        .filter(b::owner_id.eq(g(grant.me())))
        .filter(Predicate::new().sql(OPEN))
        .filter(b::starts_at.lt(t(tomorrow)))
        .order((b::starts_at, b::id))
        .limit(MOST)
        .select((Row::as_select(), p::name))
        .load(conn)?;
    let span = |row: &Row, place: &str| {
        let (from, to) = (
            local(row.starts_at, &day.zone),
            local(row.ends_at, &day.zone),
        );
        let date = match from.date() == today {
            true => String::new(),
            false => format!("{} ", from.date()),
        };
        format!(
            "{place} · {date}{}–{}",
            from.format("%H:%M"),
            to.format("%H:%M")
        )
    };
    let mut items = Vec::new();
    for (row, place) in mine {
        let stand = row.stand()?;
        let over = row.ends_at <= now;
        let (kind, clause) = match (over, stand.unprepared(now)) {
            (true, _) => ("booking_to_close", CLOSED),
            (false, true) => ("booking_unprepared", PREPARED),
            _ => ("booking_today", PREPARED),
        };
        let due = if over { row.ends_at } else { row.starts_at };
        items.push(item(
            kind,
            row.title.clone(),
            span(&row, &place),
            due,
            row.id,
            clause,
        ));
    }
    if grant.permits(Action::IncidentDecide) {
        items.extend(undecided(conn, grant)?);
    }
    Ok(items)
}

fn undecided(conn: &mut AnyConn, grant: &Grant) -> Answer<Vec<DayItem>> {
    let found: Vec<(Uuid, String, DateTime<Utc>, String)> = b::table
        .inner_join(p::table.on(p::id.eq(b::place_id)))
        .filter(grant.reach_of(Action::IncidentDecide).on(COLUMNS))
        .filter(Predicate::new().sql(UNDECIDED))
        .filter(b::owner_id.ne(g(grant.me())))
        .order((b::starts_at, b::id))
        .limit(MOST)
        .select((b::id, b::title, b::starts_at, p::name))
        .load(conn)?;
    let what = Text::new("場地違規待處理", "场地违规待处理", "An incident in a room");
    let what = what.get(grant.locale);
    let one = |(id, title, at, place): (Uuid, String, DateTime<Utc>, String)| {
        item(
            "booking_incident",
            format!("{what} · {title}"),
            place,
            at,
            id,
            ORDER,
        )
    };
    Ok(found.into_iter().map(one).collect())
}

fn item(
    kind: &str,
    title: String,
    detail: String,
    due: DateTime<Utc>,
    id: Uuid,
    clause: &str,
) -> DayItem {
    DayItem {
        kind: kind.to_owned(),
        title,
        detail,
        due_at: Some(due),
        path: format!("/bookings/{id}"),
        subject_id: Some(id),
        clause: Some(clause.to_owned()),
    }
}
