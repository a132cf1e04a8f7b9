//! 3.1.3: what was observed has an outcome in time.

use chrono::{Duration, NaiveDate};
use contract::{Action, Text};
use diesel::dsl::min;
use diesel::prelude::*;

use super::CLAUSE;
use super::store::{COLUMNS, OPEN};
use crate::db::AnyConn;
use crate::db::schema::conduct_records as k;
use crate::db::sql::{Bind, Predicate};
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

/// So soon attention is wanted.
const SOON: Duration = Duration::days(2);

const LATE: Text = Text::new(
    "超過七天期限仍未有處理結果的行為紀錄件數；沒有為落實，兩天內到期為有風險",
    "超过七天期限仍未有处理结果的行为记录件数；没有为落实，两天内到期为有风险",
    "Conduct records without an outcome within seven days; none is met, at risk while one is due within two days",
);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let path = "/conduct?overdue=true";
    let any: Option<uuid::Uuid> = k::table
        .filter(scope.on(COLUMNS))
        .select(k::id)
        .first(conn)
        .optional()?;
    if any.is_none() {
        return Ok(vec![Evidence::none(CLAUSE, LATE).records(path)]);
    }
    let open = |before: NaiveDate| {
        k::table
            .filter(scope.on(COLUMNS))
            .filter(Predicate::new().sql(OPEN))
            .filter(k::due_on.lt(before))
    };
    let count: i64 = open(scope.today).count().get_result(conn)?;
    let soon: i64 = open(scope.today + SOON).count().get_result(conn)?;
    let first: Option<NaiveDate> = open(scope.today).select(min(k::due_on)).first(conn)?;
    let found = Evidence::count(CLAUSE, count as usize, soon > count, LATE);
    Ok(vec![found.since(first).records(path)])
}

/// What is counted for the clause, and what counts against it.
pub fn behind(_: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    if clause != CLAUSE {
        return Ok(Vec::new());
    }
    let late = Predicate::new()
        .sql(OPEN)
        .sql(" AND conduct_records.due_on < ");
    let title = "SUBSTR(conduct_records.description, 1, 80)";
    let (table, on) = ("conduct_records", On::Day("conduct_records.due_on"));
    let records = Behind::new("conduct_record", Action::ConductRead, table, title, on);
    Ok(vec![
        records
            .of(COLUMNS)
            .against(late.bind(Bind::Date(scope.today)))
            .path("/conduct/{id}"),
    ])
}
