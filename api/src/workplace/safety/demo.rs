//! Safety equipment of the demo department: most of it in order, one due soon, one overdue, one faulty.

use chrono::{Duration, Months, NaiveDate};
use contract::safety::{SafetyKind, SafetyState};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{Row, insert};
use crate::access::Grant;
use crate::clock;
use crate::db::Tx;
use crate::db::schema::{places as p, safety_inspections as i};
use crate::db::types::{g, t};
use crate::db::words::word;
use crate::organization::settings;
use crate::people::attendance::day::zone;
use crate::problem::Answer;

/// What stands on it, what it is, where, months between inspections, days since the last, days until it expires.
type Story = (
    &'static str,
    SafetyKind,
    &'static str,
    i64,
    i64,
    Option<i64>,
);

const STORIES: [Story; 12] = [
    (
        "滅-12F-01",
        SafetyKind::Extinguisher,
        "東側安全門旁",
        6,
        60,
        Some(420),
    ),
    (
        "滅-12F-02",
        SafetyKind::Extinguisher,
        "西側走道",
        6,
        62,
        Some(420),
    ),
    (
        "滅-12F-03",
        SafetyKind::Extinguisher,
        "影印室門口",
        6,
        58,
        Some(9),
    ),
    (
        "滅-11F-01",
        SafetyKind::Extinguisher,
        "培訓教室後方",
        6,
        190,
        Some(300),
    ),
    ("栓-12F-01", SafetyKind::Hydrant, "電梯間", 12, 200, None),
    (
        "燈-12F-01",
        SafetyKind::EmergencyLight,
        "東側安全門上方",
        3,
        40,
        None,
    ),
    (
        "燈-12F-02",
        SafetyKind::EmergencyLight,
        "西側安全門上方",
        3,
        41,
        None,
    ),
    (
        "燈-11F-01",
        SafetyKind::EmergencyLight,
        "培訓教室入口",
        3,
        20,
        None,
    ),
    ("示-12F-01", SafetyKind::ExitSign, "東側走道", 6, 90, None),
    (
        "偵-12F-07",
        SafetyKind::SmokeDetector,
        "茶水間",
        12,
        120,
        None,
    ),
    (
        "偵-12F-08",
        SafetyKind::SmokeDetector,
        "影印室",
        12,
        120,
        None,
    ),
    (
        "急-12F-01",
        SafetyKind::FirstAid,
        "行政櫃台",
        3,
        30,
        Some(150),
    ),
];

pub fn fill(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let places: Vec<Uuid> = p::table.order(p::name).select(p::id).load(tx.conn)?;
    let now = grant.acting.now;
    let today = settings::today(tx.conn, now)?;
    let (_, name, _) = settings::basics(tx.conn)?;
    for (n, (label, kind, spot, months, ago, left)) in STORIES.into_iter().enumerate() {
        let inspected = today - Duration::days(ago);
        let faulty = n == 7;
        let state = if faulty {
            SafetyState::Faulty
        } else {
            SafetyState::InUse
        };
        let mut row = Row {
            id: clock::new_id(),
            label: label.to_owned(),
            kind: word(&kind),
            place_id: places.get(n % places.len().max(1)).copied(),
            spot: spot.to_owned(),
            state: word(&state),
            expires_on: left.map(|left| today + Duration::days(left)),
            inspect_months: months,
            inspected_on: Some(inspected),
            due_on: today,
            version: 1,
            created_at: now - Duration::days(400),
            updated_at: now,
        };
        row.reckon(&name);
        insert(tx, &row)?;
        let step = Months::new(u32::try_from(months).unwrap_or(6));
        let before = inspected.checked_sub_months(step);
        for day in before.into_iter().chain([inspected]) {
            inspection(tx, grant, row.id, day, None)?;
        }
        if faulty {
            inspection(
                tx,
                grant,
                row.id,
                today - Duration::days(2),
                Some("電池無法充電"),
            )?;
        }
    }
    Ok(())
}

fn inspection(
    tx: &mut Tx,
    grant: &Grant,
    item: Uuid,
    day: NaiveDate,
    wrong: Option<&str>,
) -> Answer<()> {
    let tz = settings::zone(tx.conn)?;
    diesel::insert_into(i::table)
        .values((
            i::id.eq(g(clock::new_id())),
            i::item_id.eq(g(item)),
            i::inspected_at.eq(t(zone::instant(tz, day, 600))),
            i::inspected_by.eq(g(grant.me())),
            i::in_order.eq(wrong.is_none()),
            i::note.eq(wrong),
        ))
        .execute(tx.conn)?;
    Ok(())
}
