//! Safety equipment in "my day" of whoever keeps the register: what is due within a week, overdue, or faulty.

use chrono::{Duration, NaiveDate};
use contract::access::Field;
use contract::my_day::DayItem;
use contract::{Action, Text};
use diesel::prelude::*;

use super::CLAUSE;
use super::store::{Row, THERE};
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::schema::safety_items as s;
use crate::db::sql::Predicate;
use crate::problem::Answer;

const MOST: i64 = 10;
const AHEAD: Duration = Duration::days(7);

pub fn day_items(conn: &mut AnyConn, grant: &Grant, today: NaiveDate) -> Answer<Vec<DayItem>> {
    let keeps = grant.permits(Action::SafetyManage)
        && grant.may(Action::SafetyManage, None, None, Field::Workplace);
    if !keeps {
        return Ok(Vec::new());
    }
    let found: Vec<Row> = s::table
        .filter(Predicate::new().sql(THERE))
        .filter(s::due_on.le(today + AHEAD).or(s::state.eq("faulty")))
        .order((s::due_on, s::id))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?;
    let due = Text::new(
        "消防安全設備待檢查",
        "消防安全设备待检查",
        "Safety equipment is due",
    );
    let faulty = Text::new(
        "消防安全設備故障",
        "消防安全设备故障",
        "Safety equipment is faulty",
    );
    let one = |row: Row| {
        let bad = row.state == "faulty";
        let (kind, what) = match (bad, row.due_on < today) {
            (true, _) => ("safety_faulty", faulty),
            (false, true) => ("safety_overdue", due),
            _ => ("safety_due", due),
        };
        DayItem {
            kind: kind.to_owned(),
            title: format!("{} · {}", what.get(grant.locale), row.label),
            detail: format!("{} · {}", row.spot, row.due_on),
            due_at: None,
            path: format!("/safety/{}", row.id),
            subject_id: Some(row.id),
            clause: Some(CLAUSE.to_owned()),
        }
    };
    Ok(found.into_iter().map(one).collect())
}
