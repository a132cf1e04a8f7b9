//! 2.2.1: the department's plan was published before its year began. 2.2.3: every team has one for the year. Goals are reached in time.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use contract::compliance::ClauseState;
use contract::{Action, Text};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::COLUMNS;
use crate::db::AnyConn;
use crate::db::schema::{teams, work_goals as w, work_plans as p};
use crate::db::sql::{Bind, Predicate};
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope, TEAMS};
use crate::problem::Answer;

/// A team with people in it.
const STAFFED: &str =
    "EXISTS (SELECT 1 FROM employees te WHERE te.team_id = teams.id AND te.status = 'active')";

const PLAN: Text = Text::new(
    "年度開始後才發布、或未發布的部門年度計畫數；沒有為落實，第四季尚未發布次年計畫為有風險",
    "年度开始后才发布、或未发布的部门年度计划数；没有为落实，第四季尚未发布次年计划为有风险",
    "Plans of this year that weren't published before it began; none is met, at risk in the last quarter while next year's isn't published",
);
const GOALS: Text = Text::new(
    "部門年度計畫中已逾期的目標數；沒有為落實",
    "部门年度计划中已逾期的目标数；没有为落实",
    "Goals of the department's plan that are overdue; none is met",
);
const OF_TEAMS: Text = Text::new(
    "沒有已發布年度計畫的團隊數；沒有為落實",
    "没有已发布年度计划的团队数；没有为落实",
    "Teams without a published plan of this year; none is met",
);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let any: i64 = p::table.count().get_result(conn)?;
    let none = |clause, text| Evidence::none(clause, text).records("/work-plans");
    if any == 0 {
        return Ok(vec![none("2.2.1", PLAN), none("2.2.3", OF_TEAMS)]);
    }
    Ok(vec![
        plan(conn, scope)?,
        goals(conn, scope)?,
        teams_without(conn, scope)?,
    ])
}

/// The department's plan: for every part of it the figure is the same.
fn plan(conn: &mut AnyConn, scope: &Scope) -> Answer<Evidence> {
    let year = i64::from(scope.today.year());
    let published = |conn: &mut AnyConn, year: i64| -> Answer<Option<DateTime<Utc>>> {
        let at: Option<Option<DateTime<Utc>>> = p::table
            .filter(p::team_id.is_null())
            .filter(p::year.eq(year))
            .select(p::published_at)
            .first(conn)
            .optional()?;
        Ok(at.flatten())
    };
    let first = NaiveDate::from_ymd_opt(scope.today.year(), 1, 1);
    let this = published(conn, year)?.map(|at| scope.day(at));
    let late = match (this, first) {
        (Some(day), Some(first)) => day >= first,
        _ => true,
    };
    let next = published(conn, year + 1)?;
    let wanted = scope.today.month() >= 10 && next.is_none();
    let mut found = Evidence::count("2.2.1", usize::from(late), wanted, PLAN);
    if late && found.state == ClauseState::Breached {
        found = found.since(first);
    }
    Ok(found.records(format!("/work-plans?year={year}")))
}

fn goals(conn: &mut AnyConn, scope: &Scope) -> Answer<Evidence> {
    let late: i64 = w::table
        .inner_join(p::table.on(p::id.eq(w::plan_id)))
        .filter(p::team_id.is_null())
        .filter(p::state.ne("draft"))
        .filter(w::progress.lt(100))
        .filter(w::due_on.lt(scope.today))
        .count()
        .get_result(conn)?;
    let found = Evidence::count("2.2.1", late as usize, false, GOALS);
    Ok(found.records("/work-plans"))
}

fn teams_without(conn: &mut AnyConn, scope: &Scope) -> Answer<Evidence> {
    let year = i64::from(scope.today.year());
    let planned: Vec<Option<Uuid>> = p::table
        .filter(scope.on(COLUMNS))
        .filter(p::year.eq(year))
        .filter(p::state.ne("draft"))
        .select(p::team_id)
        .load(conn)?;
    let ours: Vec<Uuid> = teams::table
        .filter(scope.on(TEAMS))
        .filter(Predicate::new().sql(STAFFED))
        .select(teams::id)
        .load(conn)?;
    let without = ours.iter().filter(|team| !planned.contains(&Some(**team)));
    let found = Evidence::count("2.2.3", without.count(), false, OF_TEAMS);
    Ok(found.records(format!("/work-plans?year={year}")))
}

/// What is counted for the clause, and what counts against it.
pub fn behind(_: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    let year = i64::from(scope.today.year());
    let first = NaiveDate::from_ymd_opt(scope.today.year(), 1, 1).unwrap_or(scope.today);
    let begun = scope.begins(first);
    Ok(match clause {
        "2.2.1" => {
            // Nothing of a draft.
            let title = "CAST(work_plans.year AS TEXT)";
            let on = On::At("work_plans.created_at");
            let plans = Behind::new("work_plan", Action::WorkPlanRead, "work_plans", title, on);
            let ours = "work_plans.team_id IS NULL AND work_plans.year = ";
            let late = "(work_plans.published_at IS NULL OR work_plans.published_at >= ";
            let goals = Behind::new(
                "work_goal",
                Action::WorkPlanRead,
                "work_goals",
                "work_goals.title",
                On::Day("work_goals.due_on"),
            )
            .joined("JOIN work_plans ON work_plans.id = work_goals.plan_id");
            let overdue = "work_goals.progress < 100 AND work_goals.due_on < ";
            vec![
                plans
                    .counted(Predicate::new().sql(ours).bind(Bind::Int(year)))
                    .against(Predicate::new().sql(late).bind(Bind::ts(begun)).sql(")"))
                    .path("/work-plans/{id}"),
                goals
                    .counted(
                        Predicate::new()
                            .sql("work_plans.team_id IS NULL AND work_plans.state <> 'draft'"),
                    )
                    .against(Predicate::new().sql(overdue).bind(Bind::Date(scope.today)))
                    .path("/work-plans"),
            ]
        }
        "2.2.3" => {
            let none = "NOT EXISTS (SELECT 1 FROM work_plans tp WHERE tp.team_id = teams.id AND tp.state <> 'draft' AND tp.year = ";
            let on = On::At("teams.created_at");
            let teams = Behind::new("team", Action::OrganizationRead, "teams", "teams.name", on);
            vec![
                teams
                    .of(TEAMS)
                    .counted(Predicate::new().sql(STAFFED))
                    .against(Predicate::new().sql(none).bind(Bind::Int(year)).sql(")"))
                    .path("/teams/{id}"),
            ]
        }
        _ => Vec::new(),
    })
}
