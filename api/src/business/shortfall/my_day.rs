//! Shortfalls in "my day": one line for those without a plan, for whoever may write one, and each check that is due to me as coach.

use chrono::NaiveDate;
use contract::my_day::DayItem;
use contract::{Action, Text};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{COLUMNS, Row};
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::schema::shortfalls as s;
use crate::db::sql::Predicate;
use crate::db::types::g;
use crate::problem::Answer;

const CLAUSE: &str = "5.3.4";
/// More checks aren't shown.
const MOST: i64 = 10;
/// More without a plan aren't counted.
const MOST_OPEN: i64 = 100;

pub fn day_items(conn: &mut AnyConn, grant: &Grant, today: NaiveDate) -> Answer<Vec<DayItem>> {
    let mut items: Vec<DayItem> = without_plan(conn, grant)?.into_iter().collect();
    // A coach may be a colleague, who sees what the reach allows.
    let due: Vec<Row> = s::table
        .filter(s::coach_id.eq(g(grant.me())))
        .filter(Predicate::new().sql("shortfalls.state = 'planned'"))
        .filter(s::next_check_on.le(today))
        .filter(grant.reach_of(Action::ShortfallRead).on(COLUMNS))
        .order((s::next_check_on, s::id))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?;
    items.extend(due.into_iter().map(|row| check(grant, today, row)));
    Ok(items)
}

fn without_plan(conn: &mut AnyConn, grant: &Grant) -> Answer<Option<DayItem>> {
    let me = grant.me();
    // Nobody writes their own plan.
    let found: Vec<Uuid> = s::table
        .filter(s::state.eq("open"))
        .filter(grant.reach_of(Action::ShortfallPlan).on(COLUMNS))
        .filter(s::owner_id.is_null().or(s::owner_id.ne(g(Some(me)))))
        .limit(MOST_OPEN)
        .select(s::id)
        .load(conn)?;
    if found.is_empty() {
        return Ok(None);
    }
    let more = if found.len() as i64 == MOST_OPEN {
        "+"
    } else {
        ""
    };
    let title = Text::new(
        "未達標待擬改善計畫",
        "未达标待拟改善计划",
        "Shortfalls without a plan",
    );
    let detail = Text::new(
        "七天內寫下原因、措施與輔導人",
        "七天内写下原因、措施与辅导人",
        "Cause, measures and coach are due within seven days",
    );
    Ok(Some(DayItem {
        kind: "shortfalls_open".to_owned(),
        title: format!("{} · {}{more}", title.get(grant.locale), found.len()),
        detail: detail.get(grant.locale).to_owned(),
        due_at: None,
        path: "/shortfalls?state=open".to_owned(),
        subject_id: None,
        clause: Some(CLAUSE.to_owned()),
    }))
}

fn check(grant: &Grant, today: NaiveDate, row: Row) -> DayItem {
    let now = Text::new("今天檢查改善情形", "今天检查改善情况", "Check due today");
    let late = Text::new("檢查逾期天數", "检查逾期天数", "Check overdue, days");
    let days = row.next_check_on.map_or(0, |day| (today - day).num_days());
    let when = match days {
        1.. => format!("{} {days}", late.get(grant.locale)),
        _ => now.get(grant.locale).to_owned(),
    };
    let measures: String = row
        .measures
        .iter()
        .flat_map(|m| m.chars())
        .take(40)
        .collect();
    DayItem {
        kind: "shortfall_check_due".to_owned(),
        title: row.name,
        detail: format!("{when} · {measures}"),
        due_at: None,
        path: format!("/shortfalls/{}", row.id),
        subject_id: Some(row.id),
        clause: Some(CLAUSE.to_owned()),
    }
}
