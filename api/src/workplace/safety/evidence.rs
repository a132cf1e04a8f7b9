//! 3.3.2: equipment is there, inspected in time, not expired, not faulty.

use chrono::{Duration, NaiveDate};
use contract::compliance::{ClauseState, FigureUnit};
use contract::{Action, Text};
use diesel::dsl::min;
use diesel::prelude::*;

use super::CLAUSE;
use super::store::THERE;
use crate::db::AnyConn;
use crate::db::schema::safety_items as s;
use crate::db::sql::{Bind, Predicate};
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

/// So soon attention is wanted.
const SOON: Duration = Duration::days(14);

const OVERDUE: Text = Text::new(
    "逾期未檢查、已過有效期或故障的消防安全設備件數；沒有為落實，十四天內到期為有風險",
    "逾期未检查、已过有效期或故障的消防安全设备件数；没有为落实，十四天内到期为有风险",
    "Safety equipment that is overdue for inspection, expired or faulty; none is met, at risk while some is due within fourteen days",
);

/// The equipment is the department's: for every part of it the figure is the same.
pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let none = Evidence::none(CLAUSE, OVERDUE).records("/safety?overdue=true");
    let there = || s::table.filter(Predicate::new().sql(THERE));
    let all: i64 = there().count().get_result(conn)?;
    if all == 0 {
        return Ok(vec![none]);
    }
    let bad = || there().filter(s::due_on.lt(scope.today).or(s::state.eq("faulty")));
    let count: i64 = bad().count().get_result(conn)?;
    let first: Option<NaiveDate> = there()
        .filter(s::due_on.lt(scope.today))
        .select(min(s::due_on))
        .first(conn)?;
    let soon: i64 = there()
        .filter(s::due_on.le(scope.today + SOON))
        .count()
        .get_result(conn)?;
    let found = Evidence {
        state: match (count, soon) {
            (1.., _) => ClauseState::Breached,
            (_, 1..) => ClauseState::AtRisk,
            _ => ClauseState::Met,
        },
        value: Some(count as f64),
        unit: FigureUnit::Count,
        ..none
    };
    Ok(vec![found.since(first)])
}

/// What is counted for the clause, and what counts against it.
pub fn behind(_: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    if clause != CLAUSE {
        return Ok(Vec::new());
    }
    let bad = Predicate::new().sql("(safety_items.state = 'faulty' OR safety_items.due_on < ");
    let (table, on) = ("safety_items", On::Day("safety_items.due_on"));
    let items = Behind::new(
        "safety_item",
        Action::SafetyRead,
        table,
        "safety_items.label",
        on,
    );
    Ok(vec![
        items
            .counted(Predicate::new().sql(THERE))
            .against(bad.bind(Bind::Date(scope.today)).sql(")"))
            .path("/safety/{id}"),
    ])
}
