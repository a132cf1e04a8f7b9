//! Seen by somebody above, said by whoever it is about, decided by somebody above.

use chrono::Days;
use contract::Code;
use contract::conduct::{
    ConductOutcome, ConductRecord, ConductState, NewConductOutcome, NewConductRecord,
    NewConductStatement, NewConductWithdrawal,
};
use uuid::Uuid;

use super::CLAUSE;
use super::store::{COLUMNS, Row, insert, row, save, shown};
use crate::access::Grant;
use crate::clock;
use crate::db::words::word;
use crate::db::{Tx, hold};
use crate::http::perform::fresh;
use crate::organization::{people, settings, superior};
use crate::problem::{Answer, Refusal};
use crate::workplace::place;

/// So long ago it may have been.
const BACK: Days = Days::new(30);
/// Within so many days whoever it is about may say something, and it has an outcome.
const HEARD_IN: Days = Days::new(3);
const DECIDED_IN: Days = Days::new(7);

fn wrong(code: Code, at: &'static str) -> Refusal {
    Refusal::new(code).clause(CLAUSE).at(at)
}

pub fn report(tx: &mut Tx, grant: &Grant, new: &NewConductRecord) -> Answer<ConductRecord> {
    let who = new.employee_id;
    let team = people::team_of_active(tx.conn, who)?;
    let reached = |team: &Option<Uuid>| grant.reach().covers(*team, Some(who), COLUMNS.field);
    let unknown = || wrong(Code::UnknownReference, "/employee_id");
    let team_id = team.filter(reached).ok_or_else(unknown)?;
    people::below_me(tx.conn, grant, who, false)?;
    if let Some(place) = new.place_id {
        let known = place::refs(tx.conn, vec![place])?;
        if known.is_empty() {
            return Err(wrong(Code::UnknownReference, "/place_id"));
        }
    }
    let now = grant.acting.now;
    let today = settings::today(tx.conn, now)?;
    let first = today.checked_sub_days(BACK).unwrap_or(today);
    if new.observed_on > today || new.observed_on < first {
        return Err(wrong(Code::DateOrder, "/observed_on"));
    }
    let made = Row {
        id: clock::new_id(),
        kind: word(&new.kind),
        description: new.description.clone(),
        observed_on: new.observed_on,
        place_id: new.place_id,
        state: word(&ConductState::Observed),
        employee_id: who,
        team_id,
        observer_id: grant.me(),
        heard_by: today.checked_add_days(HEARD_IN).unwrap_or(today),
        due_on: today.checked_add_days(DECIDED_IN).unwrap_or(today),
        statement: None,
        heard_at: None,
        heard_from: None,
        outcome: None,
        reason: None,
        decided_by: None,
        decided_at: None,
        told_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    insert(tx, &made)?;
    made.record("conduct.observed")
        .change("kind", (), &made.kind)
        .change("observed_on", (), made.observed_on)
        .private_change("description", true)
        .fact("heard_by", made.heard_by)
        .notify([who])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, made)
}

/// One that the caller sees, without an outcome; others that write to it wait until this is through.
fn held(tx: &mut Tx, grant: &Grant, id: Uuid, states: &[ConductState], known: i64) -> Answer<Row> {
    row(tx.conn, grant, id)?;
    hold(tx.conn, "conduct_records", &[id], "FOR UPDATE")?;
    let old = row(tx.conn, grant, id)?;
    if !states.contains(&old.state()?) {
        return Err(old.refused(tx.conn, grant, Code::ConductState));
    }
    fresh(known, old.version)?;
    Ok(old)
}

const OPEN: &[ConductState] = &[ConductState::Observed, ConductState::Heard];

/// Nobody hears or decides what is about themselves.
fn others(grant: &Grant, row: &Row) -> Answer<()> {
    match row.employee_id == grant.me() {
        true => Err(Refusal::new(Code::OwnMatter).clause(CLAUSE)),
        false => Ok(()),
    }
}

/// By whoever it is about.
pub fn state(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewConductStatement,
    known: i64,
) -> Answer<ConductRecord> {
    let old = held(tx, grant, id, &[ConductState::Observed], known)?;
    if old.employee_id != grant.me() {
        return Err(grant.beyond().clause(CLAUSE));
    }
    heard(tx, grant, &old, new, None)
}

/// Noted by whoever they said it to.
pub fn hear(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewConductStatement,
    known: i64,
) -> Answer<ConductRecord> {
    let old = held(tx, grant, id, &[ConductState::Observed], known)?;
    others(grant, &old)?;
    heard(tx, grant, &old, new, Some(grant.me()))
}

fn heard(
    tx: &mut Tx,
    grant: &Grant,
    old: &Row,
    new: &NewConductStatement,
    from: Option<Uuid>,
) -> Answer<ConductRecord> {
    let now = grant.acting.now;
    let mut said = old.clone();
    said.state = word(&ConductState::Heard);
    said.statement = Some(new.statement.clone());
    said.heard_at = Some(now);
    said.heard_from = from;
    save(tx, old, &mut said, now)?;
    let above = superior::of(tx.conn, old.team_id, &[old.employee_id], now)?;
    said.record("conduct.heard")
        .change("state", &old.state, &said.state)
        .private_change("statement", true)
        .notify(above)
        .notify([old.observer_id])
        // They learn what was noted as said by them.
        .notify(from.map(|_| old.employee_id))
        .write(tx, &grant.acting);
    shown(tx.conn, grant, said)
}

/// Once they were heard, or have had their days for it.
pub fn decide(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewConductOutcome,
    known: i64,
) -> Answer<ConductRecord> {
    let old = held(tx, grant, id, OPEN, known)?;
    others(grant, &old)?;
    let now = grant.acting.now;
    let today = settings::today(tx.conn, now)?;
    if old.state()? == ConductState::Observed && today <= old.heard_by {
        return Err(old.refused(tx.conn, grant, Code::Unheard));
    }
    if new.outcome.grave() && old.observer_id == grant.me() {
        return Err(wrong(Code::OwnObservation, "/outcome"));
    }
    end(tx, grant, &old, Some(new.outcome), &new.reason)
}

pub fn withdraw(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewConductWithdrawal,
    known: i64,
) -> Answer<ConductRecord> {
    let old = held(tx, grant, id, OPEN, known)?;
    others(grant, &old)?;
    end(tx, grant, &old, None, &new.reason)
}

fn end(
    tx: &mut Tx,
    grant: &Grant,
    old: &Row,
    outcome: Option<ConductOutcome>,
    reason: &str,
) -> Answer<ConductRecord> {
    let now = grant.acting.now;
    let (state, event) = match outcome {
        Some(_) => (ConductState::Settled, "conduct.settled"),
        None => (ConductState::Withdrawn, "conduct.withdrawn"),
    };
    let mut ended = old.clone();
    ended.state = word(&state);
    ended.outcome = outcome.map(|outcome| word(&outcome));
    ended.reason = Some(reason.to_owned());
    ended.decided_by = Some(grant.me());
    ended.decided_at = Some(now);
    save(tx, old, &mut ended, now)?;
    ended
        .record(event)
        .change("state", &old.state, &ended.state)
        .change("outcome", &old.outcome, &ended.outcome)
        .private_change("reason", true)
        .notify([old.employee_id, old.observer_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, ended)
}
