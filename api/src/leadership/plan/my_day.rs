//! Goals that are due, in "my day" of their owners; plans to make, in that of whoever makes them.

use chrono::{Datelike, Duration, NaiveDate};
use contract::my_day::DayItem;
use contract::{Action, Role, Text};
use diesel::prelude::*;
use uuid::Uuid;

use super::clause;
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::schema::{work_goals as w, work_plans as p};
use crate::db::types::g;
use crate::problem::Answer;

const MOST: i64 = 10;
const AHEAD: Duration = Duration::days(14);

const DUE: Text = Text::new(
    "計畫目標將到期",
    "计划目标将到期",
    "A goal of the plan is due",
);
const LATE: Text = Text::new(
    "計畫目標已逾期",
    "计划目标已逾期",
    "A goal of the plan is overdue",
);
const PLAN: Text = Text::new(
    "年度工作計畫待發布",
    "年度工作计划待发布",
    "A year's plan to publish",
);

pub fn day_items(conn: &mut AnyConn, grant: &Grant, today: NaiveDate) -> Answer<Vec<DayItem>> {
    type Due = (Uuid, Uuid, Option<Uuid>, String, NaiveDate, i64);
    let due: Vec<Due> = w::table
        .inner_join(p::table.on(p::id.eq(w::plan_id)))
        .filter(w::owner_id.eq(g(grant.me())))
        .filter(w::progress.lt(100))
        .filter(w::due_on.le(today + AHEAD))
        .filter(p::state.ne("draft"))
        .order((w::due_on, w::id))
        .limit(MOST)
        .select((w::id, p::id, p::team_id, w::title, w::due_on, w::progress))
        .load(conn)?;
    let one = |(id, plan, team, title, due_on, progress): Due| {
        let (kind, what) = match due_on < today {
            true => ("goal_overdue", LATE),
            false => ("goal_due", DUE),
        };
        DayItem {
            kind: kind.to_owned(),
            title,
            detail: format!("{} · {due_on} · {progress} %", what.get(grant.locale)),
            due_at: None,
            path: format!("/work-plans/{plan}"),
            subject_id: Some(id),
            clause: Some(clause(team).to_owned()),
        }
    };
    let mut items: Vec<DayItem> = due.into_iter().map(one).collect();
    items.extend(to_make(conn, grant, today)?);
    Ok(items)
}

/// From the last quarter on the next year's; before that the present one, where it is missing.
fn to_make(conn: &mut AnyConn, grant: &Grant, today: NaiveDate) -> Answer<Option<DayItem>> {
    let team = match (grant.actor.role, grant.actor.team_id) {
        (Some(Role::Manager), _) => None,
        (Some(Role::Lead), Some(team)) => Some(team),
        _ => return Ok(None),
    };
    if !grant.permits(Action::WorkPlanManage) {
        return Ok(None);
    }
    let year = i64::from(today.year()) + i64::from(today.month() >= 10);
    let mut there = p::table
        .filter(p::year.eq(year))
        .select((p::id, p::state))
        .into_boxed::<crate::db::MultiBackend>();
    there = match team {
        Some(team) => there.filter(p::team_id.eq(g(Some(team)))),
        None => there.filter(p::team_id.is_null()),
    };
    let there: Option<(Uuid, String)> = there.first(conn).optional()?;
    if there.as_ref().is_some_and(|(_, state)| state != "draft") {
        return Ok(None);
    }
    Ok(Some(DayItem {
        kind: "plan_to_make".to_owned(),
        title: format!("{year} · {}", PLAN.get(grant.locale)),
        detail: String::new(),
        due_at: None,
        path: match there {
            Some((id, _)) => format!("/work-plans/{id}"),
            None => format!("/work-plans/new?year={year}"),
        },
        subject_id: team,
        clause: Some(clause(team).to_owned()),
    }))
}
