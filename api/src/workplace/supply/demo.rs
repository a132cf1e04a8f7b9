//! Supplies of the demo department: most of them there, two running low, one used up; and who took what in the last weeks.

use chrono::Duration;
use contract::supply::{SupplyKind, SupplyMovementKind};
use diesel::prelude::*;
use uuid::Uuid;

use super::movement::{Line, keep};
use super::store::{Row, insert, save};
use crate::access::Grant;
use crate::clock;
use crate::db::Tx;
use crate::db::schema::{employees as e, places as p};
use crate::db::sql::fold;
use crate::db::words::word;
use crate::organization::settings;
use crate::problem::Answer;

/// What, kind, unit, where, at first, reorder level, what was taken since.
type Story = (
    &'static str,
    SupplyKind,
    &'static str,
    &'static str,
    i64,
    i64,
    &'static [i64],
);

const STORIES: [Story; 10] = [
    (
        "A4 影印紙",
        SupplyKind::Paper,
        "包",
        "影印室 B 櫃",
        60,
        15,
        &[5, 4, 6, 3],
    ),
    (
        "要保書信封",
        SupplyKind::Stationery,
        "個",
        "影印室 A 櫃",
        400,
        100,
        &[30, 50, 20],
    ),
    (
        "黑色原子筆",
        SupplyKind::Stationery,
        "支",
        "影印室 A 櫃",
        120,
        30,
        &[12, 6, 10],
    ),
    (
        "資料夾",
        SupplyKind::Stationery,
        "個",
        "影印室 A 櫃",
        80,
        40,
        &[20, 15, 12],
    ),
    (
        "影印機碳粉匣",
        SupplyKind::Toner,
        "個",
        "影印室 C 櫃",
        4,
        2,
        &[1, 2],
    ),
    (
        "客戶禮盒",
        SupplyKind::Other,
        "盒",
        "倉庫",
        50,
        10,
        &[8, 12],
    ),
    (
        "抽取式衛生紙",
        SupplyKind::Cleaning,
        "包",
        "茶水間",
        48,
        12,
        &[6, 6],
    ),
    (
        "洗手乳",
        SupplyKind::Cleaning,
        "瓶",
        "茶水間",
        6,
        2,
        &[1, 2, 3],
    ),
    ("咖啡豆", SupplyKind::Pantry, "包", "茶水間", 10, 4, &[2, 1]),
    (
        "垃圾袋",
        SupplyKind::Cleaning,
        "捲",
        "茶水間",
        20,
        5,
        &[2, 3],
    ),
];

pub fn fill(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let people: Vec<(Uuid, Option<Uuid>)> = e::table
        .filter(e::status.eq("active"))
        .filter(e::team_id.is_not_null())
        .order((e::number, e::id))
        .limit(40)
        .select((e::id, e::team_id))
        .load(tx.conn)?;
    if people.is_empty() {
        return Ok(());
    }
    let places: Vec<Uuid> = p::table.order(p::name).select(p::id).load(tx.conn)?;
    let now = grant.acting.now;
    let first = now - Duration::days(40);
    let today = settings::today(tx.conn, now)?;
    for (n, (name, kind, unit, spot, on_hand, level, taken)) in STORIES.into_iter().enumerate() {
        let mut row = Row {
            id: clock::new_id(),
            name: name.to_owned(),
            name_key: fold(name),
            kind: word(&kind),
            unit: unit.to_owned(),
            place_id: places.get(n % places.len().max(1)).copied(),
            spot: Some(spot.to_owned()),
            on_hand,
            reorder_level: level,
            counted_on: Some(today - Duration::days(40)),
            active: true,
            version: 1,
            created_at: first,
            updated_at: first,
        };
        insert(tx, &row)?;
        let mut line = Line {
            kind: SupplyMovementKind::Count,
            quantity: on_hand,
            employee: (grant.me(), None),
            recorded_by: grant.me(),
            note: None,
            at: first,
        };
        keep(tx, &row, &line)?;
        for (turn, quantity) in taken.iter().enumerate() {
            let taker = people[(n * 7 + turn * 3) % people.len()];
            let old = row.clone();
            row.on_hand -= quantity;
            line = Line {
                kind: SupplyMovementKind::Issue,
                quantity: -quantity,
                employee: taker,
                recorded_by: taker.0,
                note: None,
                at: first + Duration::days(6 * turn as i64 + 2) + Duration::hours(n as i64),
            };
            save(tx, &old, &mut row, line.at)?;
            keep(tx, &row, &line)?;
        }
    }
    Ok(())
}
