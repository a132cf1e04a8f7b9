//! A plan is written, worked by, and closed with what came of it. A team works by one plan at a time.

use contract::access::Field;
use contract::expansion::{
    ExpansionPlan, ExpansionPlanPatch, ExpansionPlanState, NewExpansionActivation,
    NewExpansionClosing, NewExpansionLine, NewExpansionPlan,
};
use contract::{Code, valid};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::check_days;
use super::store::{Row, insert, keep_count, lines, put_lines, row, save, shown};
use super::{CLAUSE, count};
use crate::access::Grant;
use crate::clock;
use crate::db::schema::{employees, expansion_plans as p};
use crate::db::types::{g, gs};
use crate::db::{AnyConn, MultiBackend, Tx, hold};
use crate::http::perform::fresh;
use crate::organization::people::team_in_reach;
use crate::organization::settings;
use crate::problem::{Answer, Refusal};

/// One that the caller may change: a team's inside the reach, the department's by whoever is in charge of its business.
fn managed(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Row> {
    let row = row(conn, grant.reach(), id)?;
    match grant.reach().covers(row.team_id, None, Field::Business) {
        true => Ok(row),
        false => Err(grant.beyond().clause(CLAUSE)),
    }
}

fn unknown(at: impl Into<String>) -> Refusal {
    Refusal::new(Code::UnknownReference).clause(CLAUSE).at(at)
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewExpansionPlan) -> Answer<ExpansionPlan> {
    check_days(new.starts_on, new.ends_on)?;
    team_in_reach(tx.conn, grant.reach(), new.team_id, CLAUSE)?;
    check_owners(tx.conn, new.team_id, &new.lines)?;
    let now = grant.acting.now;
    let made = Row {
        id: clock::new_id(),
        team_id: new.team_id,
        title: new.title.clone(),
        goal: new.goal.clone(),
        starts_on: new.starts_on,
        ends_on: new.ends_on,
        state: "draft".to_owned(),
        author_id: grant.me(),
        counted_at: None,
        result: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    insert(tx, &made)?;
    put_lines(tx, made.id, &new.lines)?;
    made.record("expansion_plan.drafted")
        .change("title", (), &made.title)
        .change("starts_on", (), made.starts_on)
        .change("ends_on", (), made.ends_on)
        .change("lines", (), &new.lines)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, made)
}

/// Whoever a line names is at work, in the team that the plan is for.
fn check_owners(conn: &mut AnyConn, team: Option<Uuid>, new: &[NewExpansionLine]) -> Answer<()> {
    let named: Vec<Uuid> = new.iter().filter_map(|line| line.owner_id).collect();
    let mut q = employees::table
        .filter(employees::id.eq_any(gs(named)))
        .filter(employees::status.eq("active"))
        .select(employees::id)
        .into_boxed::<MultiBackend>();
    if let Some(team) = team {
        q = q.filter(employees::team_id.eq(g(Some(team))));
    }
    let fit: Vec<Uuid> = q.load(conn)?;
    let wrong = |line: &NewExpansionLine| line.owner_id.is_some_and(|one| !fit.contains(&one));
    match new.iter().position(wrong) {
        Some(place) => Err(unknown(format!("/lines/{place}/owner_id"))),
        None => Ok(()),
    }
}

/// A team has one plan at a time that it works by. Two that are begun at once come one after the other.
fn alone(tx: &mut Tx, plan: &Row) -> Answer<()> {
    let mut q = p::table
        .filter(p::state.eq("active"))
        .filter(p::id.ne(g(plan.id)))
        .filter(p::starts_on.le(plan.ends_on))
        .filter(p::ends_on.ge(plan.starts_on))
        .into_boxed::<MultiBackend>();
    q = match plan.team_id {
        Some(team) => q.filter(p::team_id.eq(g(Some(team)))),
        None => q.filter(p::team_id.is_null()),
    };
    let other: Option<String> = q.select(p::title).first(tx.conn).optional()?;
    match other {
        Some(title) => Err(Refusal::new(Code::PlanOverlap).clause(CLAUSE).field(
            "/starts_on",
            "conflict",
            title,
        )),
        None => Ok(()),
    }
}

/// Whoever changes what a team works by waits for whoever else does.
fn hold_place(tx: &mut Tx, team: Option<Uuid>) -> Answer<()> {
    match team {
        Some(team) => hold(tx.conn, "teams", &[team], "FOR UPDATE"),
        None => {
            let department = settings::id(tx.conn)?;
            hold(tx.conn, "departments", &[department], "FOR UPDATE")
        }
    }
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &ExpansionPlanPatch,
    known: i64,
) -> Answer<ExpansionPlan> {
    let old = managed(tx.conn, grant, id)?;
    hold_place(tx, old.team_id)?;
    let old = managed(tx.conn, grant, old.id)?;
    if old.state()? == ExpansionPlanState::Closed {
        return Err(old.refused(tx.conn, grant));
    }
    fresh(known, old.version)?;
    let mut new = old.clone();
    if let Some(title) = &patch.title {
        new.title.clone_from(title);
    }
    if let Some(goal) = &patch.goal {
        new.goal.clone_from(goal);
    }
    for (day, at) in [(patch.starts_on, "/starts_on"), (patch.ends_on, "/ends_on")] {
        if day.is_some_and(|day| valid::date(&day).is_err()) {
            return Err(Refusal::new(Code::Invalid).field(at, "range", ""));
        }
    }
    new.starts_on = patch.starts_on.unwrap_or(old.starts_on);
    new.ends_on = patch.ends_on.unwrap_or(old.ends_on);
    check_days(new.starts_on, new.ends_on)?;
    let active = old.state()? == ExpansionPlanState::Active;
    if active {
        alone(tx, &new)?;
    }
    let mut record = new
        .record("expansion_plan.updated")
        .change("title", &old.title, &new.title)
        .change("goal", &old.goal, &new.goal)
        .change("starts_on", old.starts_on, new.starts_on)
        .change("ends_on", old.ends_on, new.ends_on);
    if let Some(wanted) = &patch.lines {
        check_owners(tx.conn, old.team_id, wanted)?;
        if active && wanted.is_empty() {
            return Err(empty());
        }
        let before = as_given(lines(tx.conn, vec![id])?)?;
        record = record.change("lines", &before, wanted);
        put_lines(tx, id, wanted)?;
    }
    if !record.unchanged() {
        if active {
            recount(tx, &new)?;
            new.counted_at = Some(grant.acting.now);
        }
        save(tx, &old, &mut new, grant.acting.now)?;
        let told = match active {
            true => owners(tx, id)?,
            false => Vec::new(),
        };
        record.notify(told).write(tx, &grant.acting);
    }
    shown(tx.conn, grant, new)
}

/// The lines as a caller would give them.
fn as_given(all: Vec<super::store::Line>) -> Answer<Vec<NewExpansionLine>> {
    let one = |line: super::store::Line| {
        Ok(NewExpansionLine {
            measure: crate::db::words::parse(&line.measure)?,
            method: line
                .method
                .as_deref()
                .map(crate::db::words::parse)
                .transpose()?,
            channel: line.channel,
            quantity: line.quantity,
            owner_id: line.owner_id,
        })
    };
    all.into_iter().map(one).collect()
}

fn empty() -> Refusal {
    let empty = Refusal::new(Code::Invalid).clause(CLAUSE);
    empty.field("/lines", "required", "")
}

/// Keeps what each line comes to now; answers how many lines there are.
fn recount(tx: &mut Tx, plan: &Row) -> Answer<usize> {
    let all = lines(tx.conn, vec![plan.id])?;
    let counted = count::counted(tx.conn, plan, all)?;
    keep_count(tx, &counted)?;
    Ok(counted.len())
}

/// Whom the lines name.
fn owners(tx: &mut Tx, plan: Uuid) -> Answer<Vec<Uuid>> {
    let all = lines(tx.conn, vec![plan])?;
    Ok(all.into_iter().filter_map(|line| line.owner_id).collect())
}

pub fn activate(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    _: &NewExpansionActivation,
    known: i64,
) -> Answer<ExpansionPlan> {
    let old = managed(tx.conn, grant, id)?;
    hold_place(tx, old.team_id)?;
    let old = managed(tx.conn, grant, old.id)?;
    if old.state()? != ExpansionPlanState::Draft {
        return Err(old.refused(tx.conn, grant));
    }
    fresh(known, old.version)?;
    alone(tx, &old)?;
    if recount(tx, &old)? == 0 {
        return Err(empty());
    }
    let mut new = old.clone();
    new.state = "active".to_owned();
    new.counted_at = Some(grant.acting.now);
    save(tx, &old, &mut new, grant.acting.now)?;
    let told = owners(tx, id)?;
    new.record("expansion_plan.activated")
        .change("state", &old.state, &new.state)
        .fact("starts_on", new.starts_on)
        .fact("ends_on", new.ends_on)
        .notify(told)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, new)
}

/// What was counted stays as it is then.
pub fn close(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewExpansionClosing,
    known: i64,
) -> Answer<ExpansionPlan> {
    let old = managed(tx.conn, grant, id)?;
    if old.state()? != ExpansionPlanState::Active {
        return Err(old.refused(tx.conn, grant));
    }
    fresh(known, old.version)?;
    recount(tx, &old)?;
    let mut closed = old.clone();
    closed.state = "closed".to_owned();
    closed.result = Some(new.result.clone());
    closed.counted_at = Some(grant.acting.now);
    save(tx, &old, &mut closed, grant.acting.now)?;
    let told = owners(tx, id)?;
    closed
        .record("expansion_plan.closed")
        .change("state", &old.state, &closed.state)
        .change("result", (), &new.result)
        .notify(told)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, closed)
}
