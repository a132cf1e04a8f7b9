//! 3.1.2: files are where the index says, and no longer than they have to be.

use chrono::NaiveDate;
use contract::compliance::ClauseState;
use contract::{Action, Text};
use diesel::dsl::min;
use diesel::prelude::*;

use super::CLAUSE;
use super::store::{THERE, expired, overdue};
use crate::db::AnyConn;
use crate::db::schema::filing_entries as f;
use crate::db::sql::Predicate;
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

const AMISS: Text = Text::new(
    "借出超過三十天或保存期滿未處理的檔案數；沒有為落實，否則為有風險",
    "借出超过三十天或保存期满未处理的档案数；没有为落实，否则为有风险",
    "Files out for more than thirty days, or kept past their day; none is met, otherwise at risk",
);

fn amiss(today: NaiveDate) -> Predicate {
    let p = Predicate::new().sql("(").join(expired(today)).sql(" OR ");
    p.join(overdue(today)).sql(")")
}

/// The index is the department's: for every part of it the figure is the same.
pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let all: i64 = f::table
        .filter(Predicate::new().sql(THERE))
        .count()
        .get_result(conn)?;
    let path = "/filing?overdue=true";
    if all == 0 {
        return Ok(vec![Evidence::none(CLAUSE, AMISS).records(path)]);
    }
    let bad = f::table.filter(amiss(scope.today));
    let count: i64 = bad.count().get_result(conn)?;
    let late = f::table.filter(expired(scope.today));
    let first: Option<NaiveDate> = late.select(min(f::retain_until)).first(conn)?;
    let path = match first {
        Some(_) => "/filing?expired=true",
        None => path,
    };
    let mut found = Evidence::count(CLAUSE, count as usize, false, AMISS);
    if count > 0 {
        found.state = ClauseState::AtRisk;
    }
    let since = first.and_then(|day| day.succ_opt());
    Ok(vec![found.since(since).records(path)])
}

/// What is counted for the clause, and what counts against it.
pub fn behind(_: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    if clause != CLAUSE {
        return Ok(Vec::new());
    }
    let (table, title) = ("filing_entries", "filing_entries.title");
    let on = On::At("filing_entries.created_at");
    let files = Behind::new("filing_entry", Action::FilingRead, table, title, on);
    Ok(vec![
        files
            .counted(Predicate::new().sql(THERE))
            .against(amiss(scope.today))
            .path("/filing/{id}"),
    ])
}
