//! Rooms of the demo department as they were and will be used: most prepared and closed, one that was left, one that was too loud.

use chrono::{Duration, NaiveDate};
use contract::booking::BookingState;
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{Row, insert};
use crate::access::Grant;
use crate::clock;
use crate::db::Tx;
use crate::db::schema::{booking_incidents as i, booking_loans as l, employees as e, places as p};
use crate::db::types::{g, t};
use crate::db::words::word;
use crate::organization::settings;
use crate::people::attendance::day::zone;
use crate::problem::Answer;

const TITLES: [&str; 8] = [
    "新人培訓",
    "週一晨會",
    "保單健檢說明會",
    "收展業務檢討",
    "客戶面談",
    "產品教育訓練",
    "領域月會",
    "模擬演練",
];
const BACK: i64 = 21;
const AHEAD: i64 = 10;

/// Place, its lists.
type Room = (Uuid, String, String);

pub fn fill(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let people: Vec<(Uuid, Option<Uuid>)> = e::table
        .filter(e::status.eq("active"))
        .filter(e::team_id.is_not_null())
        .order((e::number, e::id))
        .limit(40)
        .select((e::id, e::team_id))
        .load(tx.conn)?;
    let rooms: Vec<Room> = p::table
        .filter(p::bookable.eq(true))
        .order(p::name)
        .select((p::id, p::preparation, p::closing))
        .load(tx.conn)?;
    let today = settings::today(tx.conn, grant.acting.now)?;
    let mut n = 0;
    for plus in -BACK..=AHEAD {
        let day = today + Duration::days(plus);
        for (at, room) in rooms.iter().enumerate() {
            // Not every room every day.
            if (plus + BACK + at as i64 * 2) % 3 == 0 || people.is_empty() {
                continue;
            }
            let who = people[(n * 7 + 3) % people.len()];
            one(tx, grant, (n, day, at), room, who)?;
            n += 1;
        }
    }
    Ok(())
}

fn one(
    tx: &mut Tx,
    grant: &Grant,
    (n, day, at): (usize, NaiveDate, usize),
    (place_id, preparation, closing): &Room,
    (owner_id, team_id): (Uuid, Option<Uuid>),
) -> Answer<()> {
    let now = grant.acting.now;
    let tz = settings::zone(tx.conn)?;
    let begins = 9 * 60 + 90 * (at as i64 % 4);
    let starts_at = zone::instant(tz, day, begins);
    let ends_at = starts_at + Duration::minutes(if n % 3 == 0 { 150 } else { 60 });
    let (begun, over) = (starts_at <= now, ends_at <= now);
    let left = n % 29 == 11;
    let closed = over && !left;
    let prepared = begun && n % 17 != 5;
    let loud = closed && n % 19 == 7;
    let mut row = Row {
        id: clock::new_id(),
        place_id: *place_id,
        title: TITLES[n % TITLES.len()].to_owned(),
        starts_at,
        ends_at,
        attendees: Some(3 + (n as i64 * 5) % 20),
        state: word(&if closed {
            BookingState::Closed
        } else {
            BookingState::Booked
        }),
        owner_id,
        team_id,
        preparation: preparation.clone(),
        closing: closing.clone(),
        prepared_at: prepared.then(|| starts_at - Duration::minutes(25)),
        prepared_by: prepared.then_some(owner_id),
        closed_at: closed.then(|| ends_at + Duration::minutes(15)),
        closed_by: closed.then_some(owner_id),
        note: None,
        cancelled_because: None,
        lent_out: i64::from(left && over),
        open_incidents: i64::from(loud && n > 40),
        told: 2,
        tell_at: None,
        version: 1,
        created_at: starts_at.min(now) - Duration::days(3),
        updated_at: now,
    };
    if !over {
        (row.told, row.tell_at) = row.stand()?.telling();
    }
    insert(tx, &row)?;
    if n % 4 == 1 && begun || row.lent_out > 0 {
        let back = row.lent_out == 0;
        diesel::insert_into(l::table)
            .values((
                l::id.eq(g(clock::new_id())),
                l::booking_id.eq(g(row.id)),
                l::item.eq(if n % 2 == 0 {
                    "無線麥克風"
                } else {
                    "簡報筆"
                }),
                l::quantity.eq(1 + (n as i64 % 2)),
                l::lent_at.eq(t(starts_at)),
                l::lent_by.eq(g(owner_id)),
                l::returned_at.eq(t(back.then_some(ends_at))),
                l::returned_by.eq(g(back.then_some(owner_id))),
            ))
            .execute(tx.conn)?;
    }
    if loud {
        let decided = row.open_incidents == 0;
        diesel::insert_into(i::table)
            .values((
                i::id.eq(g(clock::new_id())),
                i::booking_id.eq(g(row.id)),
                i::what.eq("會中音量過大，鄰室反映"),
                i::reported_at.eq(t(ends_at)),
                i::reported_by.eq(g(grant.me())),
                i::outcome.eq(decided.then_some("已提醒，下次改用培訓教室")),
                i::decided_at.eq(t(decided.then(|| ends_at + Duration::hours(20)))),
                i::decided_by.eq(g(decided.then(|| grant.me()))),
            ))
            .execute(tx.conn)?;
    }
    Ok(())
}
