//! Files in "my day": what I have out for too long, and what I keep that needn't be kept any more.

use chrono::NaiveDate;
use contract::Text;
use contract::my_day::DayItem;
use diesel::prelude::*;

use super::CLAUSE;
use super::store::{Row, expired, overdue};
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::schema::filing_entries as f;
use crate::db::types::g;
use crate::problem::Answer;

const MOST: i64 = 10;

const BRING: Text = Text::new("請歸還檔案", "请归还档案", "Please bring it back");
const OVER: Text = Text::new("檔案保存期滿", "档案保存期满", "Needn't be kept any more");

pub fn day_items(conn: &mut AnyConn, grant: &Grant, today: NaiveDate) -> Answer<Vec<DayItem>> {
    let out: Vec<Row> = f::table
        .filter(f::out_to.eq(g(Some(grant.me()))))
        .filter(overdue(today))
        .order((f::out_since, f::id))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?;
    let over: Vec<Row> = f::table
        .filter(f::keeper_id.eq(g(grant.me())))
        .filter(expired(today))
        .order((f::retain_until, f::id))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?;
    let mut items: Vec<DayItem> = Vec::new();
    items.extend(out.into_iter().map(|row| {
        let since = row.out_since;
        item(grant, "filing_overdue", BRING, row, since)
    }));
    items.extend(over.into_iter().map(|row| {
        let until = row.retain_until;
        item(grant, "filing_expired", OVER, row, until)
    }));
    Ok(items)
}

fn item(grant: &Grant, kind: &str, what: Text, row: Row, day: Option<NaiveDate>) -> DayItem {
    let day = day.map(|day| day.to_string()).unwrap_or_default();
    DayItem {
        kind: kind.to_owned(),
        title: format!("{} · {}", what.get(grant.locale), row.title),
        detail: format!("{} · {} · {day}", row.code, row.spot),
        due_at: None,
        path: format!("/filing/{}", row.id),
        subject_id: Some(row.id),
        clause: Some(CLAUSE.to_owned()),
    }
}
