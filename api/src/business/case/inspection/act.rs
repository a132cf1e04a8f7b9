//! An inspection is ordered, given to somebody else, and looked over.

use contract::Code;
use contract::inspection::{
    Inspection, InspectionStepKind, NewInspection, NewInspectionAssignment, NewInspectionResult,
};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{Row, cases, get, not_own, row, subject};
use super::{CLAUSE, checklist, draw, finding, logic, step};
use crate::access::{Grant, Reach};
use crate::business::case::store as case;
use crate::db::Tx;
use crate::db::schema::inspections as i;
use crate::db::types::{g, t};
use crate::db::words::word;
use crate::engine::record::Record;
use crate::http::perform::{current, fresh};
use crate::organization::{settings, superior};
use crate::problem::{Answer, Refusal, internal};

/// One case outside the sample; whoever orders it looks it over themselves if they stand above its owner.
pub fn order(tx: &mut Tx, grant: &Grant, new: &NewInspection) -> Answer<Inspection> {
    let refused = |code| Refusal::new(code).clause(CLAUSE);
    let found = case::row(tx.conn, grant.reach(), new.case_id);
    let found = found.map_err(|refusal| match refusal.code() {
        Code::NotFound => refused(Code::UnknownReference).at("/case_id"),
        _ => refusal,
    })?;
    // Cases of nobody's team lie with the manager or a deputy, whom nobody here inspects.
    let team = found
        .team_id
        .ok_or_else(|| refused(Code::Conflict).at("/case_id"))?;
    ahead(tx, grant, new.due_on, "/due_on")?;
    let above = superior::chain(tx.conn, Some(team), grant.acting.now)?;
    let fits = |one: &&Uuid| **one != found.owner_id;
    let me = grant.me();
    let inspector = above.iter().find(|one| **one == me).filter(fits);
    let inspector = inspector.or_else(|| above.iter().find(fits));
    let inspector = *inspector.ok_or_else(|| internal("nobody is above the team"))?;
    let made = draw::New {
        case: found.id,
        owner: found.owner_id,
        team,
        inspector,
        draw: None,
        reason: Some(&new.reason),
        items: &checklist::blank(tx.conn)?,
        due_on: new.due_on,
    };
    let id = draw::insert(tx, &grant.acting, &made)?;
    let kept = step::New {
        note: Some(&new.reason),
        to: Some(inspector),
        ..step::New::of(id, InspectionStepKind::Ordered)
    };
    step::keep(tx, &grant.acting, kept)?;
    let row = row(tx.conn, &Reach::system(), id)?;
    record(tx, "inspection.ordered", &row)?
        .change("reason", (), &new.reason)
        .change("due_on", (), new.due_on)
        .fact("due_on", new.due_on)
        .notify([inspector])
        .write(tx, &grant.acting);
    get(tx.conn, grant, grant.reach(), id)
}

/// To somebody above the team: its lead, the deputy of its area, the manager.
pub fn assign(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewInspectionAssignment,
    known: i64,
) -> Answer<Inspection> {
    let old = held(tx, grant, id)?;
    let now = cases(tx.conn, vec![old.case_id])?;
    let owner = now.get(&old.case_id).map(|case| case.2);
    let above = superior::chain(tx.conn, Some(old.team_id), grant.acting.now)?;
    let owns = [Some(old.owner_id), owner].contains(&Some(new.inspector_id));
    if owns || !above.contains(&new.inspector_id) {
        return Err(Refusal::new(Code::UnknownReference)
            .clause(CLAUSE)
            .at("/inspector_id"));
    }
    fresh(known, old.version)?;
    let mine = i::table.find(g(id)).filter(i::version.eq(old.version));
    let change = diesel::update(mine).set((
        i::inspector_id.eq(g(new.inspector_id)),
        i::version.eq(old.version + 1),
        i::updated_at.eq(t(grant.acting.now)),
    ));
    current(change.execute(tx.conn)?)?;
    let kept = step::New {
        to: Some(new.inspector_id),
        ..step::New::of(id, InspectionStepKind::Assigned)
    };
    step::keep(tx, &grant.acting, kept)?;
    record(tx, "inspection.assigned", &old)?
        .change("inspector_id", old.inspector_id, new.inspector_id)
        .fact("due_on", old.due_on)
        .notify([new.inspector_id])
        .write(tx, &grant.acting);
    get(tx.conn, grant, grant.reach(), id)
}

pub fn result(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewInspectionResult,
    known: i64,
) -> Answer<Inspection> {
    let old = held(tx, grant, id)?;
    let answers = logic::answered(&old.answers()?, new)
        .map_err(|(code, pointer)| Refusal::new(code).clause(CLAUSE).at(pointer))?;
    for (n, one) in new.findings.iter().enumerate() {
        let pointer = format!("/findings/{n}/rectify_by");
        ahead(tx, grant, one.rectify_by, &pointer)?;
    }
    fresh(known, old.version)?;
    let count = new.findings.len() as i64;
    let state = if count == 0 { "passed" } else { "findings" };
    let mine = i::table.find(g(id)).filter(i::version.eq(old.version));
    let change = diesel::update(mine).set((
        i::state.eq(state),
        i::answers.eq(serde_json::to_string(&answers).map_err(internal)?),
        i::summary.eq(&new.summary),
        i::open_findings.eq(count),
        i::inspected_at.eq(t(Some(grant.acting.now))),
        i::version.eq(old.version + 1),
        i::updated_at.eq(t(grant.acting.now)),
    ));
    current(change.execute(tx.conn)?)?;
    let kept = step::New {
        note: new.summary.as_deref(),
        ..step::New::of(id, InspectionStepKind::Inspected)
    };
    step::keep(tx, &grant.acting, kept)?;
    let owner = finding::insert(tx, grant, &old, &new.findings)?;
    record(tx, "inspection.recorded", &old)?
        .change("state", &old.state, state)
        .change("findings", 0, count)
        .fact("count", count)
        .notify([owner])
        .write(tx, &grant.acting);
    get(tx.conn, grant, grant.reach(), id)
}

/// Inside the reach, open, and not the caller's own.
fn held(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<Row> {
    let row = row(tx.conn, grant.reach(), id)?;
    not_own(tx.conn, grant, &row)?;
    if row.state == word(&contract::inspection::InspectionState::Open) {
        return Ok(row);
    }
    let now = get(tx.conn, grant, grant.reach(), id);
    Err(Refusal::new(Code::InspectionDone)
        .clause(CLAUSE)
        .as_it_is(now))
}

/// A day after today.
pub fn ahead(tx: &mut Tx, grant: &Grant, day: chrono::NaiveDate, pointer: &str) -> Answer<()> {
    let today = settings::today(tx.conn, grant.acting.now)?;
    match day > today {
        true => Ok(()),
        false => Err(Refusal::new(Code::DateOrder).clause(CLAUSE).at(pointer)),
    }
}

pub fn record(tx: &mut Tx, event: &'static str, row: &Row) -> Answer<Record> {
    let name = subject(tx.conn, row.case_id)?;
    Ok(Record::new(event, "inspection", row.id, name)
        .team(Some(row.team_id))
        .owner(Some(row.owner_id))
        .clause(CLAUSE))
}
