//! 3.1.4: what is damaged is repaired within its service level.

use chrono::{DateTime, Utc};
use contract::compliance::{ClauseState, FigureUnit};
use contract::{Action, Text};
use diesel::dsl::min;
use diesel::prelude::*;

use super::CLAUSE;
use super::store::{COLUMNS, OPEN};
use crate::db::AnyConn;
use crate::db::schema::repair_tickets as r;
use crate::db::sql::{Bind, Predicate};
use crate::db::types::t;
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

const LATE: Text = Text::new(
    "超過服務時限仍未修復的報修件數（緊急一天、一般五天、不急十四天）；沒有為落實，有未指派的為有風險",
    "超过服务时限仍未修复的报修件数（紧急一天、一般五天、不急十四天）；没有为落实，有未指派的为有风险",
    "Repairs past their service level (urgent a day, normal five days, low fourteen); none is met, at risk while nobody sees to one that is open",
);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let none = Evidence::none(CLAUSE, LATE).records("/repairs?overdue=true");
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
        .filter(r::state.eq("reported"))
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
    let late = Predicate::new()
        .sql(OPEN)
        .sql(" AND repair_tickets.due_at < ");
    let (table, on) = ("repair_tickets", On::At("repair_tickets.due_at"));
    let tickets = Behind::new(
        "repair_ticket",
        Action::RepairRead,
        table,
        "repair_tickets.title",
        on,
    );
    Ok(vec![
        tickets
            .of(COLUMNS)
            .against(late.bind(Bind::ts(scope.now)))
            .path("/repairs/{id}"),
    ])
}
