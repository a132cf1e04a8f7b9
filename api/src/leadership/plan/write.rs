//! A plan is made and changed by whoever makes it.

use chrono::Datelike;
use contract::Code;
use contract::work_plan::{NewWorkPlan, WorkPlan, WorkPlanPatch, WorkPlanState};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{Row, insert, manages, row, save, shown};
use super::{clause, goals};
use crate::access::Grant;
use crate::clock;
use crate::db::schema::{teams, work_plans as p};
use crate::db::types::g;
use crate::db::words::word;
use crate::db::{Tx, hold};
use crate::http::perform::fresh;
use crate::organization::settings;
use crate::problem::{Answer, Refusal};

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewWorkPlan) -> Answer<WorkPlan> {
    let clause = clause(new.team_id);
    if !manages(grant, new.team_id) {
        return Err(grant.beyond().clause(clause));
    }
    let wrong = |code, at: &'static str| Refusal::new(code).clause(clause).at(at);
    if let Some(team) = new.team_id {
        let known: i64 = teams::table.find(g(team)).count().get_result(tx.conn)?;
        if known == 0 {
            return Err(wrong(Code::UnknownReference, "/team_id"));
        }
    }
    let now = grant.acting.now;
    let this = i64::from(settings::today(tx.conn, now)?.year());
    if !(this - 1..=this + 2).contains(&new.year) {
        return Err(wrong(Code::DateOrder, "/year"));
    }
    let mut twice = p::table
        .filter(p::year.eq(new.year))
        .into_boxed::<crate::db::MultiBackend>();
    twice = match new.team_id {
        Some(team) => twice.filter(p::team_id.eq(g(Some(team)))),
        None => twice.filter(p::team_id.is_null()),
    };
    if twice.count().get_result::<i64>(tx.conn)? > 0 {
        return Err(wrong(Code::WorkPlanExists, "/year"));
    }
    let made = Row {
        id: clock::new_id(),
        team_id: new.team_id,
        year: new.year,
        summary: new.summary.clone(),
        state: word(&WorkPlanState::Draft),
        revision: 0,
        published_at: None,
        revised_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    insert(tx, &made)?;
    goals::replace(tx, &made, &new.goals)?;
    made.record("work_plan.drafted")
        .change("year", (), made.year)
        .change("goals", (), new.goals.len())
        .write(tx, &grant.acting);
    shown(tx.conn, grant, made)
}

/// One of the caller's to make; others that write to it wait until this is through.
pub fn mine(tx: &mut Tx, grant: &Grant, id: Uuid, known: i64) -> Answer<Row> {
    let seen = row(tx.conn, grant, id)?;
    if !manages(grant, seen.team_id) {
        return Err(grant.beyond().clause(clause(seen.team_id)));
    }
    hold(tx.conn, "work_plans", &[id], "FOR UPDATE")?;
    let old = row(tx.conn, grant, id)?;
    fresh(known, old.version)?;
    Ok(old)
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &WorkPlanPatch,
    known: i64,
) -> Answer<WorkPlan> {
    let old = mine(tx, grant, id, known)?;
    let mut new = old.clone();
    if let Some(summary) = &patch.summary {
        new.summary.clone_from(summary);
    }
    let other = match &patch.goals {
        Some(goals) => goals::replace(tx, &old, goals)?,
        None => false,
    };
    let mut record = new
        .record("work_plan.changed")
        .change("summary", &old.summary, &new.summary);
    if other {
        let count = patch.goals.as_ref().map(Vec::len);
        record = record.change("goals", (), count);
    }
    if record.unchanged() {
        return shown(tx.conn, grant, old);
    }
    if old.state()? == WorkPlanState::Published {
        new.state = word(&WorkPlanState::Changed);
    }
    save(tx, &old, &mut new, grant.acting.now)?;
    record.write(tx, &grant.acting);
    shown(tx.conn, grant, new)
}
