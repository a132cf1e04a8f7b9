//! Plans of the year as people read them.

use chrono::{Datelike, NaiveDate};
use contract::work_plan::{WorkPlan, WorkPlanState};

use crate::core::time;
use crate::core::words::wire;
use crate::tr;

pub fn state(one: &WorkPlan) -> (&'static str, &'static str) {
    match one.state {
        WorkPlanState::Draft => (tr!(work_plans.draft), "warn"),
        WorkPlanState::Published => (tr!(work_plans.published), "good"),
        WorkPlanState::Changed => (tr!(work_plans.changed), "warn"),
    }
}

pub fn states() -> Vec<(String, String)> {
    let text = |state: WorkPlanState| match state {
        WorkPlanState::Draft => tr!(work_plans.draft),
        WorkPlanState::Published => tr!(work_plans.published),
        WorkPlanState::Changed => tr!(work_plans.changed),
    };
    WorkPlanState::ALL
        .map(|one| (wire(&one), text(one).to_owned()))
        .to_vec()
}

pub fn whose(one: &WorkPlan) -> String {
    let team = one.team_name.clone();
    team.unwrap_or_else(|| tr!(work_plans.department).to_owned())
}

pub fn this_year() -> i32 {
    let today = time::today().parse::<NaiveDate>();
    today.map_or(2026, |day| day.year())
}

/// Those that a plan may be made for.
pub fn years() -> Vec<(String, String)> {
    let this = this_year();
    (this - 1..=this + 2)
        .map(|year| (year.to_string(), year.to_string()))
        .collect()
}
