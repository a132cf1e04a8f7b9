//! The goals of plans: as they are, and as they are to be.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use contract::work_plan::{WorkGoal, WorkGoalInput, WorkPlanState};
use contract::{Action, Code};
use diesel::prelude::*;
use uuid::Uuid;

use super::clause;
use super::store::{COLUMNS, Row as Plan};
use crate::access::Grant;
use crate::clock;
use crate::db::schema::{employees as e, work_goals as w};
use crate::db::types::{g, gs};
use crate::db::{AnyConn, Tx, hold};
use crate::organization::{people, settings};
use crate::problem::{Answer, Refusal, internal};

#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = w)]
pub struct Row {
    pub id: Uuid,
    pub plan_id: Uuid,
    pub position: i64,
    pub title: String,
    pub measure: Option<String>,
    pub owner_id: Uuid,
    pub due_on: NaiveDate,
    pub progress: i64,
    pub note: Option<String>,
}

pub fn rows(conn: &mut AnyConn, plans: impl Iterator<Item = Uuid>) -> Answer<Vec<Row>> {
    Ok(w::table
        .filter(w::plan_id.eq_any(gs(plans)))
        .order((w::plan_id, w::position))
        .select(Row::as_select())
        .load(conn)?)
}

/// The goals of each of these plans.
pub fn of(
    conn: &mut AnyConn,
    grant: &Grant,
    plans: &[Plan],
) -> Answer<HashMap<Uuid, Vec<WorkGoal>>> {
    let rows = rows(conn, plans.iter().map(|plan| plan.id))?;
    let people = people::by_ids(conn, rows.iter().map(|row| row.owner_id).collect())?;
    let today = settings::today(conn, grant.acting.now)?;
    let mut all: HashMap<Uuid, Vec<WorkGoal>> = HashMap::new();
    for row in rows {
        let plan = plans.iter().find(|plan| plan.id == row.plan_id);
        let plan = plan.ok_or_else(|| internal("a goal of no plan"))?;
        let owner = people.get(&row.owner_id).cloned();
        let says = plan.state()? != WorkPlanState::Draft
            && grant.may(
                Action::WorkProgress,
                plan.team_id,
                Some(row.owner_id),
                COLUMNS.field,
            );
        let goal = WorkGoal {
            owner: owner.ok_or_else(|| internal("a goal of nobody"))?,
            overdue: row.progress < 100 && row.due_on < today,
            allowed_actions: says.then_some(Action::WorkProgress).into_iter().collect(),
            id: row.id,
            title: row.title,
            measure: row.measure,
            due_on: row.due_on,
            progress: row.progress,
            note: row.note,
        };
        all.entry(row.plan_id).or_default().push(goal);
    }
    Ok(all)
}

fn wrong(plan: &Plan, code: Code, n: usize, field: &str) -> Refusal {
    let refusal = Refusal::new(code).clause(clause(plan.team_id));
    refusal.at(format!("/goals/{n}/{field}"))
}

/// Each is somebody's at work (of a team's plan, of that team), due in the year, and named once.
fn check(conn: &mut AnyConn, plan: &Plan, goals: &[WorkGoalInput], old: &[Row]) -> Answer<()> {
    let owners: Vec<Uuid> = goals.iter().map(|goal| goal.owner_id).collect();
    let there: Vec<(Uuid, Option<Uuid>)> = e::table
        .filter(e::id.eq_any(gs(owners.iter().copied())))
        .filter(e::status.eq("active"))
        .select((e::id, e::team_id))
        .load(conn)?;
    let there: HashMap<Uuid, Option<Uuid>> = there.into_iter().collect();
    for (n, goal) in goals.iter().enumerate() {
        if i64::from(goal.due_on.year()) != plan.year {
            return Err(wrong(plan, Code::DateOrder, n, "due_on"));
        }
        let kept = goal.id.and_then(|id| old.iter().find(|row| row.id == id));
        if goal.id.is_some() && kept.is_none() {
            return Err(wrong(plan, Code::UnknownReference, n, "id"));
        }
        if goals[..n]
            .iter()
            .any(|other| other.id.is_some() && other.id == goal.id)
        {
            return Err(wrong(plan, Code::Invalid, n, "id"));
        }
        // Whoever has it already keeps it, wherever they are now.
        let same = kept.is_some_and(|row| row.owner_id == goal.owner_id);
        let fits = there
            .get(&goal.owner_id)
            .is_some_and(|team| plan.team_id.is_none() || *team == plan.team_id);
        if !same && !fits {
            return Err(wrong(plan, Code::UnknownReference, n, "owner_id"));
        }
    }
    Ok(())
}

/// The goals are these from now on; true where that changes anything.
pub fn replace(tx: &mut Tx, plan: &Plan, goals: &[WorkGoalInput]) -> Answer<bool> {
    let mut owners: Vec<Uuid> = goals.iter().map(|goal| goal.owner_id).collect();
    owners.sort_unstable();
    owners.dedup();
    if !owners.is_empty() {
        hold(tx.conn, "employees", &owners, "FOR SHARE")?;
    }
    let old = rows(tx.conn, std::iter::once(plan.id))?;
    check(tx.conn, plan, goals, &old)?;
    let one = |(n, goal): (usize, &WorkGoalInput)| {
        let kept = goal.id.and_then(|id| old.iter().find(|row| row.id == id));
        Row {
            id: goal.id.unwrap_or_else(clock::new_id),
            plan_id: plan.id,
            position: n as i64,
            title: goal.title.clone(),
            measure: goal.measure.clone(),
            owner_id: goal.owner_id,
            due_on: goal.due_on,
            progress: kept.map_or(0, |row| row.progress),
            note: kept.and_then(|row| row.note.clone()),
        }
    };
    let new: Vec<Row> = goals.iter().enumerate().map(one).collect();
    if new == old {
        return Ok(false);
    }
    diesel::delete(w::table.filter(w::plan_id.eq(g(plan.id)))).execute(tx.conn)?;
    for row in &new {
        diesel::insert_into(w::table)
            .values((
                w::id.eq(g(row.id)),
                w::plan_id.eq(g(row.plan_id)),
                w::position.eq(row.position),
                w::title.eq(&row.title),
                w::measure.eq(&row.measure),
                w::owner_id.eq(g(row.owner_id)),
                w::due_on.eq(row.due_on),
                w::progress.eq(row.progress),
                w::note.eq(&row.note),
            ))
            .execute(tx.conn)?;
    }
    Ok(true)
}
