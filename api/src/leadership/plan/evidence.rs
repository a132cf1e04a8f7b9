//! 2.2.1: the department's plan was published before its year began. 2.2.3: every team has one for the year. Goals are reached in time.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use contract::Text;
use contract::compliance::ClauseState;
use diesel::prelude::*;
use uuid::Uuid;

use super::store::COLUMNS;
use crate::db::AnyConn;
use crate::db::schema::{teams, work_goals as w, work_plans as p};
use crate::db::sql::Predicate;
use crate::engine::evidence::{Evidence, Scope, TEAMS};
use crate::problem::Answer;

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
        .filter(Predicate::new().sql("EXISTS (SELECT 1 FROM employees te WHERE te.team_id = teams.id AND te.status = 'active')"))
        .select(teams::id)
        .load(conn)?;
    let without = ours.iter().filter(|team| !planned.contains(&Some(**team)));
    let found = Evidence::count("2.2.3", without.count(), false, OF_TEAMS);
    Ok(found.records(format!("/work-plans?year={year}")))
}
