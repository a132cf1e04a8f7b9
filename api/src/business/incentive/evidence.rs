//! 5.3.3: what was computed is decided in time.

use chrono::Days;
use contract::{Action, Text};
use diesel::prelude::*;

use super::store::{COLUMNS, OPEN};
use crate::db::AnyConn;
use crate::db::schema::{incentive_proposals as p, incentive_runs as u};
use crate::db::sql::{Bind, Predicate};
use crate::engine::behind::{Behind, On, titled};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

/// Days before the last one in which it is at risk.
const NEAR: u64 = 3;

const FIGURE: Text = Text::new(
    "逾期仍未決定的激勵提案；零為落實，三天內到期仍未決定為有風險",
    "逾期仍未决定的激励提案；零为落实，三天内到期仍未决定为有风险",
    "Proposals of incentives not decided by their day; none is met, at risk while one is due within three days",
);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let computed: bool =
        diesel::select(diesel::dsl::exists(u::table.select(u::rule_id))).get_result(conn)?;
    if !computed {
        return Ok(vec![Evidence::none("5.3.3", FIGURE)]);
    }
    let open = || {
        p::table
            .filter(Predicate::new().sql(OPEN))
            .filter(scope.on(COLUMNS))
    };
    let late: i64 = open()
        .filter(p::decide_by.lt(scope.today))
        .count()
        .get_result(conn)?;
    let soon = scope.today.checked_add_days(Days::new(NEAR));
    let near: i64 = open()
        .filter(p::decide_by.ge(scope.today))
        .filter(p::decide_by.le(soon.unwrap_or(scope.today)))
        .count()
        .get_result(conn)?;
    let found = Evidence::count("5.3.3", late as usize, near > 0, FIGURE);
    Ok(vec![found.records("/incentives?overdue=true")])
}

/// What is counted for the clause, and what counts against it.
pub fn behind(_: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    if clause != "5.3.3" {
        return Ok(Vec::new());
    }
    let name = titled(
        "incentive_rules.name_",
        ["zh_hant", "zh_hans", "en"],
        scope.locale,
    );
    let (table, on) = (
        "incentive_proposals",
        On::Day("incentive_proposals.decide_by"),
    );
    let late = Predicate::new()
        .sql(OPEN)
        .sql(" AND incentive_proposals.decide_by < ");
    let proposals = Behind::new("incentive", Action::IncentiveRead, table, &name, on)
        .of(COLUMNS)
        .joined("JOIN incentive_rules ON incentive_rules.id = incentive_proposals.rule_id");
    Ok(vec![
        proposals
            .against(late.bind(Bind::Date(scope.today)))
            .path("/incentives/{id}"),
    ])
}
