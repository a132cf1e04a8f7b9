//! Inspections in "my day": what I am to look over, what I am to rectify, what waits to be checked again, the longest waiting first.

use chrono::NaiveDate;
use contract::Text;
use contract::my_day::DayItem;
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{OPEN, cases};
use super::{CLAUSE, finding};
use crate::access::Grant;
use crate::business::customer;
use crate::db::AnyConn;
use crate::db::schema::{inspection_findings as f, inspections as i};
use crate::db::sql::Predicate;
use crate::db::types::g;
use crate::problem::Answer;

const MOST: i64 = 10;

/// Kind, inspection, case, day, what more is to be said.
type Due = (&'static str, Uuid, Uuid, NaiveDate, String);

pub fn day_items(conn: &mut AnyConn, grant: &Grant, today: NaiveDate) -> Answer<Vec<DayItem>> {
    let open: Vec<(Uuid, Uuid, NaiveDate)> = i::table
        .filter(i::inspector_id.eq(g(grant.me())))
        .filter(Predicate::new().sql(OPEN))
        .order((i::due_on, i::id))
        .limit(MOST)
        .select((i::id, i::case_id, i::due_on))
        .load(conn)?;
    let mine: Vec<finding::Row> = f::table
        .filter(f::owner_id.eq(g(grant.me())))
        .filter(Predicate::new().sql("inspection_findings.state = 'open'"))
        .order((f::rectify_by, f::id))
        .limit(MOST)
        .select(finding::Row::as_select())
        .load(conn)?;
    let again: Vec<finding::Row> = f::table
        .inner_join(i::table)
        .filter(i::inspector_id.eq(g(grant.me())))
        .filter(i::state.eq("findings"))
        .filter(f::state.eq("rectified"))
        .order((f::rectify_by, f::id))
        .limit(MOST)
        .select(finding::Row::as_select())
        .load(conn)?;
    let of = |kind: &'static str| {
        move |row: finding::Row| -> Due {
            (
                kind,
                row.inspection_id,
                row.case_id,
                row.rectify_by,
                row.description,
            )
        }
    };
    let open = open
        .into_iter()
        .map(|(id, case, day)| -> Due { ("inspection_due", id, case, day, String::new()) });
    let due: Vec<Due> = open
        .chain(mine.into_iter().map(of("finding_to_rectify")))
        .chain(again.into_iter().map(of("finding_to_recheck")))
        .collect();
    let cases = cases(conn, due.iter().map(|one| one.2).collect())?;
    let customers = customer::by_ids(conn, cases.values().map(|case| case.1).collect())?;
    let item = |(kind, id, case, day, more): Due| {
        let customer = cases.get(&case).and_then(|case| customers.get(&case.1));
        let title = match kind {
            "inspection_due" => Text::new("業務檢查", "业务检查", "Inspection"),
            "finding_to_rectify" => Text::new("缺失待整改", "缺失待整改", "Finding to rectify"),
            _ => Text::new("整改待複查", "整改待复查", "Rectified, to be checked again"),
        };
        let name = customer.map(|one| one.name.clone()).unwrap_or_default();
        let begins: String = more.chars().take(40).collect();
        let when = when(grant, today, day);
        DayItem {
            kind: kind.to_owned(),
            title: format!("{} · {name}", title.get(grant.locale)),
            detail: match begins.is_empty() {
                true => when,
                false => format!("{when} · {begins}"),
            },
            due_at: None,
            path: format!("/inspections/{id}"),
            subject_id: Some(id),
            clause: Some(CLAUSE.to_owned()),
        }
    };
    Ok(due.into_iter().map(item).collect())
}

fn when(grant: &Grant, today: NaiveDate, day: NaiveDate) -> String {
    let late = Text::new("逾期天數", "逾期天数", "days overdue");
    let by = Text::new("期限", "期限", "due");
    match (today - day).num_days() {
        days @ 1.. => format!("{} {days}", late.get(grant.locale)),
        _ => format!("{} {day}", by.get(grant.locale)),
    }
}
