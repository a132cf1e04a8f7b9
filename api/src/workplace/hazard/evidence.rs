//! 3.3.3: what is dangerous is put right in time.

use chrono::{DateTime, Utc};
use contract::compliance::{ClauseState, FigureUnit};
use contract::{Action, Text};
use diesel::dsl::min;
use diesel::prelude::*;

use super::CLAUSE;
use super::store::{COLUMNS, OPEN};
use crate::db::AnyConn;
use crate::db::schema::hazards as r;
use crate::db::sql::{Bind, Predicate};
use crate::db::types::t;
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

const LATE: Text = Text::new(
    "超過改善期限仍未改善的隱患件數；沒有為落實，有未指派的為有風險",
    "超过整改期限仍未整改的隐患件数；没有为落实，有未指派的为有风险",
    "Hazards past the day they were to be put right by; none is met, at risk while nobody sees to one that is open",
);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let none = Evidence::none(CLAUSE, LATE).records("/hazards?overdue=true");
    let any: Option<uuid::Uuid> = r::table
        .filter(scope.on(COLUMNS))
        .select(r::id)
        .first(conn)
        .optional()?;
    if any.is_none() {
        return Ok(vec![none]);
    }
    let open = || {
        r::table
            .filter(scope.on(COLUMNS))
            .filter(Predicate::new().sql(OPEN))
    };
    let late = || open().filter(r::due_at.lt(t(scope.now)));
    let count: i64 = late().count().get_result(conn)?;
    let first: Option<DateTime<Utc>> = late().select(min(r::due_at)).first(conn)?;
    let unseen: i64 = open()
        .filter(r::state.eq("found"))
        .count()
        .get_result(conn)?;
    let found = Evidence {
        state: match (count, unseen) {
            (1.., _) => ClauseState::Breached,
            (_, 1..) => ClauseState::AtRisk,
            _ => ClauseState::Met,
        },
        value: Some(count as f64),
        unit: FigureUnit::Count,
        ..none
    };
    Ok(vec![found.since(first.map(|at| scope.day(at)))])
}

/// What is counted for the clause, and what counts against it.
pub fn behind(_: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    if clause != CLAUSE {
        return Ok(Vec::new());
    }
    let late = Predicate::new().sql(OPEN).sql(" AND hazards.due_at < ");
    let on = On::At("hazards.due_at");
    let hazards = Behind::new("hazard", Action::HazardRead, "hazards", "hazards.title", on);
    Ok(vec![
        hazards
            .of(COLUMNS)
            .against(late.bind(Bind::ts(scope.now)))
            .path("/hazards/{id}"),
    ])
}
