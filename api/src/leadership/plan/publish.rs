//! A revision is published: the plan holds so from then on, and what held before is kept.

use contract::Code;
use contract::work_plan::{NewWorkPlanRevision, WorkPlan, WorkPlanState, WorkRevisionGoal};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{Row, save, shown};
use super::write::mine;
use super::{clause, goals};
use crate::access::Grant;
use crate::clock;
use crate::db::Tx;
use crate::db::schema::work_plan_revisions as v;
use crate::db::types::{g, t};
use crate::db::words::word;
use crate::organization::people;
use crate::problem::{Answer, Refusal, internal};

pub fn publish(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewWorkPlanRevision,
    known: i64,
) -> Answer<WorkPlan> {
    let old = mine(tx, grant, id, known)?;
    let clause = clause(old.team_id);
    let state = old.state()?;
    if state == WorkPlanState::Published {
        let now = shown(tx.conn, grant, old);
        return Err(Refusal::new(Code::WorkPlanState)
            .clause(clause)
            .as_it_is(now));
    }
    if state == WorkPlanState::Changed && new.note.is_none() {
        let missing = Refusal::new(Code::CommentRequired).clause(clause);
        return Err(missing.at("/note"));
    }
    let rows = goals::rows(tx.conn, std::iter::once(id))?;
    if rows.is_empty() {
        return Err(Refusal::new(Code::WorkPlanEmpty)
            .clause(clause)
            .at("/goals"));
    }
    let now = grant.acting.now;
    let mut held = old.clone();
    held.state = word(&WorkPlanState::Published);
    held.revision = old.revision + 1;
    held.published_at = old.published_at.or(Some(now));
    held.revised_at = Some(now);
    save(tx, &old, &mut held, now)?;
    keep(tx, grant, &held, new, &rows)?;
    held.record("work_plan.published")
        .change("revision", old.revision, held.revision)
        .change("note", (), &new.note)
        .fact("note", &new.note)
        .notify(rows.iter().map(|row| row.owner_id))
        .write(tx, &grant.acting);
    shown(tx.conn, grant, held)
}

fn keep(
    tx: &mut Tx,
    grant: &Grant,
    plan: &Row,
    new: &NewWorkPlanRevision,
    rows: &[goals::Row],
) -> Answer<()> {
    let owners = people::by_ids(tx.conn, rows.iter().map(|row| row.owner_id).collect())?;
    let goal = |row: &goals::Row| WorkRevisionGoal {
        title: row.title.clone(),
        measure: row.measure.clone(),
        owner: owners
            .get(&row.owner_id)
            .map(|owner| owner.name.clone())
            .unwrap_or_default(),
        due_on: row.due_on,
        progress: row.progress,
    };
    let goals: Vec<WorkRevisionGoal> = rows.iter().map(goal).collect();
    diesel::insert_into(v::table)
        .values((
            v::id.eq(g(clock::new_id())),
            v::plan_id.eq(g(plan.id)),
            v::number.eq(plan.revision),
            v::note.eq(&new.note),
            v::summary.eq(&plan.summary),
            v::goals.eq(serde_json::to_string(&goals).map_err(internal)?),
            v::published_at.eq(t(grant.acting.now)),
            v::published_by.eq(g(grant.me())),
        ))
        .execute(tx.conn)?;
    Ok(())
}
