//! How far a goal is, said by whoever it is, or above.

use contract::Code;
use contract::work_plan::{NewWorkProgress, WorkPlan, WorkPlanState};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{COLUMNS, row, save, shown};
use super::{clause, goals};
use crate::access::Grant;
use crate::db::schema::work_goals as w;
use crate::db::types::g;
use crate::db::{Tx, hold};
use crate::problem::{Answer, Refusal};

pub fn say(tx: &mut Tx, grant: &Grant, id: Uuid, new: &NewWorkProgress) -> Answer<WorkPlan> {
    row(tx.conn, grant, id)?;
    hold(tx.conn, "work_plans", &[id], "FOR UPDATE")?;
    let plan = row(tx.conn, grant, id)?;
    let clause = clause(plan.team_id);
    if plan.state()? == WorkPlanState::Draft {
        let now = shown(tx.conn, grant, plan);
        return Err(Refusal::new(Code::WorkPlanState)
            .clause(clause)
            .as_it_is(now));
    }
    let rows = goals::rows(tx.conn, std::iter::once(id))?;
    let goal = rows.iter().find(|goal| goal.id == new.goal_id);
    let unknown = || Refusal::new(Code::UnknownReference).clause(clause);
    let goal = goal.ok_or_else(|| unknown().at("/goal_id"))?;
    let reach = grant.reach();
    if !reach.covers(plan.team_id, Some(goal.owner_id), COLUMNS.field) {
        return Err(grant.beyond().clause(clause));
    }
    let record = plan
        .record("work_plan.progressed")
        .owner(Some(goal.owner_id))
        .change("progress", goal.progress, new.progress)
        .change("note", &goal.note, &new.note)
        .fact("goal", &goal.title);
    if record.unchanged() {
        return shown(tx.conn, grant, plan);
    }
    diesel::update(w::table.find(g(goal.id)))
        .set((w::progress.eq(new.progress), w::note.eq(&new.note)))
        .execute(tx.conn)?;
    let mut newer = plan.clone();
    save(tx, &plan, &mut newer, grant.acting.now)?;
    record.write(tx, &grant.acting);
    shown(tx.conn, grant, newer)
}
