//! The index of files of the demo department: most where they should be, one out for long, one past its day.

use chrono::Duration;
use contract::filing::{FilingCategory, FilingState};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{Row, insert};
use crate::access::Grant;
use crate::clock;
use crate::db::Tx;
use crate::db::schema::{employees as e, places as p};
use crate::db::sql::fold;
use crate::db::words::word;
use crate::organization::settings;
use crate::problem::Answer;

/// Code, what, category, where, days it has to be kept from now on, days that somebody has had it.
type Story = (
    &'static str,
    &'static str,
    FilingCategory,
    &'static str,
    Option<i64>,
    Option<i64>,
);

const STORIES: [Story; 8] = [
    (
        "業-2026-001",
        "客戶說明會簽到表",
        FilingCategory::Business,
        "檔案櫃 A 第一層",
        Some(1100),
        None,
    ),
    (
        "業-2026-002",
        "保單簽收回條",
        FilingCategory::Business,
        "檔案櫃 A 第二層",
        Some(1800),
        Some(6),
    ),
    (
        "業-2019-014",
        "舊版商品簡介與授權書",
        FilingCategory::Business,
        "檔案櫃 A 第四層",
        Some(-40),
        None,
    ),
    (
        "人-2026-001",
        "訓練簽到與測驗卷",
        FilingCategory::Personnel,
        "檔案櫃 B 第一層",
        Some(700),
        Some(44),
    ),
    (
        "人-2025-007",
        "考勤異議處理紀錄",
        FilingCategory::Personnel,
        "檔案櫃 B 第二層",
        Some(400),
        None,
    ),
    (
        "財-2026-003",
        "費用憑證 第三季",
        FilingCategory::Finance,
        "檔案櫃 C 第一層",
        Some(2500),
        None,
    ),
    (
        "約-2024-002",
        "辦公室租約正本",
        FilingCategory::Contract,
        "保險箱",
        None,
        None,
    ),
    (
        "行-2026-010",
        "消防檢修申報書",
        FilingCategory::Administration,
        "檔案櫃 C 第三層",
        Some(900),
        None,
    ),
];

pub fn fill(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let people: Vec<Uuid> = e::table
        .filter(e::status.eq("active"))
        .order((e::number, e::id))
        .limit(30)
        .select(e::id)
        .load(tx.conn)?;
    let there: Option<Uuid> = p::table
        .filter(p::kind.eq("storage"))
        .order(p::name)
        .select(p::id)
        .first(tx.conn)
        .optional()?;
    let now = grant.acting.now;
    let today = settings::today(tx.conn, now)?;
    for (n, (code, title, category, spot, left, out)) in STORIES.into_iter().enumerate() {
        let state = match out {
            Some(_) => FilingState::Out,
            None => FilingState::Kept,
        };
        let reader = people.get((n * 5 + 6) % people.len().max(1)).copied();
        let row = Row {
            id: clock::new_id(),
            code: code.to_owned(),
            title: title.to_owned(),
            search: fold(&format!("{code} {title}")),
            category: word(&category),
            place_id: there,
            spot: spot.to_owned(),
            keeper_id: grant.me(),
            retain_until: left.map(|days| today + Duration::days(days)),
            state: word(&state),
            out_to: out.and(reader),
            out_since: out.map(|days| today - Duration::days(days)),
            destroyed_because: None,
            version: 1,
            created_at: now - Duration::days(120),
            updated_at: now,
        };
        insert(tx, &row)?;
    }
    Ok(())
}
