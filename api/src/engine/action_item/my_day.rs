//! Action items in "my day" of whoever is responsible.

use chrono::{Duration, NaiveDate};
use contract::Text;
use contract::my_day::DayItem;
use diesel::prelude::*;

use super::store::{OPEN, Row};
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::schema::action_items as a;
use crate::db::sql::Predicate;
use crate::db::types::g;
use crate::problem::Answer;

const MOST: i64 = 20;
const AHEAD: Duration = Duration::days(14);

pub fn day_items(conn: &mut AnyConn, grant: &Grant, today: NaiveDate) -> Answer<Vec<DayItem>> {
    let mine: Vec<Row> = a::table
        .filter(a::responsible_id.eq(g(grant.me())))
        .filter(Predicate::new().sql(OPEN))
        .filter(a::due_on.le(today + AHEAD))
        .order((a::due_on, a::id))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?;
    let one = |row: Row| {
        let (kind, what) = match row.due_on < today {
            true => ("action_overdue", Text::new("已逾期", "已逾期", "Overdue")),
            false => ("action_due", Text::new("待完成", "待完成", "To be done")),
        };
        DayItem {
            kind: kind.to_owned(),
            title: row.text,
            detail: format!(
                "{} · {} · {}",
                what.get(grant.locale),
                row.due_on,
                row.subject_title
            ),
            due_at: None,
            path: format!("/action-items/{}", row.id),
            subject_id: Some(row.id),
            clause: Some(row.clause),
        }
    };
    Ok(mine.into_iter().map(one).collect())
}
