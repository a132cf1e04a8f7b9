//! 2.2.4: what members tell is answered in time.

use chrono::NaiveDate;
use contract::{Action, Text};
use diesel::dsl::min;
use diesel::prelude::*;

use super::CLAUSE;
use super::store::{COLUMNS, OPEN};
use crate::db::AnyConn;
use crate::db::schema::feedback as f;
use crate::db::sql::{Bind, Predicate};
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

const LATE: Text = Text::new(
    "逾期未回覆的意見件數；沒有為落實",
    "逾期未回复的意见件数；没有为落实",
    "Feedback past the day it was to be answered by; none is met",
);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let path = "/feedback?overdue=true";
    let any: Option<uuid::Uuid> = f::table
        .filter(scope.on(COLUMNS))
        .select(f::id)
        .first(conn)
        .optional()?;
    if any.is_none() {
        return Ok(vec![Evidence::none(CLAUSE, LATE).records(path)]);
    }
    let late = || {
        f::table
            .filter(scope.on(COLUMNS))
            .filter(Predicate::new().sql(OPEN))
            .filter(f::due_on.lt(scope.today))
    };
    let count: i64 = late().count().get_result(conn)?;
    let first: Option<NaiveDate> = late().select(min(f::due_on)).first(conn)?;
    let found = Evidence::count(CLAUSE, count as usize, false, LATE);
    Ok(vec![found.since(first).records(path)])
}

/// What is counted for the clause, and what counts against it.
pub fn behind(_: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    if clause != CLAUSE {
        return Ok(Vec::new());
    }
    let late = Predicate::new().sql(OPEN).sql(" AND feedback.due_on < ");
    let title = "SUBSTR(feedback.text, 1, 80)";
    let told = Behind::new(
        "feedback",
        Action::FeedbackRead,
        "feedback",
        title,
        On::Day("feedback.due_on"),
    );
    Ok(vec![
        told.of(COLUMNS)
            .against(late.bind(Bind::Date(scope.today)))
            .path("/feedback/{id}"),
    ])
}
