//! 5.1.1: every team works by a plan.

use contract::{Action, Text};
use diesel::prelude::*;

use super::my_day::without_plan;
use super::{CLAUSE, recount, store};
use crate::db::AnyConn;
use crate::db::schema::{expansion_plans as p, teams};
use crate::db::sql::Predicate;
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope, TEAMS};
use crate::problem::Answer;

const MISSING: Text = Text::new(
    "沒有進行中拓展計畫的團隊；零為落實，有計畫到期未結案的為有風險",
    "没有进行中拓展计划的团队；零为落实，有计划到期未结案的为有风险",
    "Teams without an active expansion plan; none is met, at risk while a plan that is over isn't closed",
);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let path = "/expansion-plans";
    let recorded: i64 = p::table
        .filter(scope.on(store::COLUMNS))
        .filter(p::state.ne("draft"))
        .count()
        .get_result(conn)?;
    if recorded == 0 {
        return Ok(vec![Evidence::none(CLAUSE, MISSING).records(path)]);
    }
    let missing: i64 = teams::table
        .filter(scope.on(TEAMS))
        .filter(without_plan(scope.today))
        .count()
        .get_result(conn)?;
    let over: i64 = p::table
        .filter(scope.on(store::COLUMNS))
        .filter(Predicate::new().sql(recount::ACTIVE))
        .filter(p::ends_on.lt(scope.today))
        .count()
        .get_result(conn)?;
    let found = Evidence::count(CLAUSE, missing as usize, over > 0, MISSING);
    Ok(vec![found.records(path)])
}

/// What is counted for the clause, and what counts against it.
pub fn behind(_: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    if clause != CLAUSE {
        return Ok(Vec::new());
    }
    let on = On::At("teams.created_at");
    let teams = Behind::new("team", Action::ExpansionPlanRead, "teams", "teams.name", on);
    let plans = Behind::new(
        "expansion_plan",
        Action::ExpansionPlanRead,
        "expansion_plans",
        "expansion_plans.title",
        On::Day("expansion_plans.ends_on"),
    );
    Ok(vec![
        teams
            .of(TEAMS)
            .against(without_plan(scope.today))
            .path("/teams/{id}"),
        plans
            .of(store::COLUMNS)
            .counted(Predicate::new().sql(recount::ACTIVE))
            .path("/expansion-plans/{id}"),
    ])
}
