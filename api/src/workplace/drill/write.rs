//! A drill is planned and changed by whoever is in charge of the workplace.

use chrono::{Days, NaiveDate};
use contract::Code;
use contract::document::DocumentKind;
use contract::drill::{Drill, DrillPatch, DrillState, NewDrill};
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use super::store::{Row, in_charge, insert, row, save, shown};
use crate::access::Grant;
use crate::clock;
use crate::db::schema::employees as e;
use crate::db::types::g;
use crate::db::words::word;
use crate::db::{Tx, hold};
use crate::http::perform::fresh;
use crate::organization::settings;
use crate::problem::{Answer, Refusal};
use crate::regulation::document;
use crate::workplace::place;

/// So far ahead a drill may be planned.
const AHEAD: Days = Days::new(731);

pub fn wrong(code: Code, at: &'static str) -> Refusal {
    Refusal::new(code).clause(CLAUSE).at(at)
}

fn managed(grant: &Grant) -> Answer<()> {
    match in_charge(grant) {
        true => Ok(()),
        false => Err(grant.beyond().clause(CLAUSE)),
    }
}

fn fits(tx: &mut Tx, grant: &Grant, row: &Row) -> Answer<()> {
    let today = settings::today(tx.conn, grant.acting.now)?;
    let last = today.checked_add_days(AHEAD).unwrap_or(NaiveDate::MAX);
    if row.planned_on < today || row.planned_on > last {
        return Err(wrong(Code::DateOrder, "/planned_on"));
    }
    refers(tx, row)
}

fn refers(tx: &mut Tx, row: &Row) -> Answer<()> {
    if let Some(place) = row.place_id
        && place::refs(tx.conn, vec![place])?.is_empty()
    {
        return Err(wrong(Code::UnknownReference, "/place_id"));
    }
    hold(tx.conn, "employees", &[row.leader_id], "FOR SHARE")?;
    let there: Option<Uuid> = e::table
        .find(g(row.leader_id))
        .filter(e::status.eq("active"))
        .select(e::id)
        .first(tx.conn)
        .optional()?;
    there
        .map(|_| ())
        .ok_or_else(|| wrong(Code::UnknownReference, "/leader_id"))
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewDrill) -> Answer<Drill> {
    managed(grant)?;
    match document::holding(tx.conn, new.document_id)? {
        Some((DocumentKind::EmergencyPlan, _)) => {}
        _ => return Err(wrong(Code::UnknownReference, "/document_id")),
    }
    let now = grant.acting.now;
    let made = Row {
        id: clock::new_id(),
        document_id: new.document_id,
        planned_on: new.planned_on,
        place_id: new.place_id,
        scenario: new.scenario.clone(),
        leader_id: new.leader_id,
        state: word(&DrillState::Planned),
        held_on: None,
        summary: None,
        minutes: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    fits(tx, grant, &made)?;
    insert(tx, &made)?;
    made.record("drill.planned")
        .change("planned_on", (), made.planned_on)
        .change("scenario", (), &made.scenario)
        .change("leader_id", (), made.leader_id)
        .notify([made.leader_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, made)
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &DrillPatch,
    known: i64,
) -> Answer<Drill> {
    row(tx.conn, id)?;
    managed(grant)?;
    hold(tx.conn, "drills", &[id], "FOR UPDATE")?;
    let old = row(tx.conn, id)?;
    old.must_be(tx.conn, grant, DrillState::Planned)?;
    fresh(known, old.version)?;
    let mut new = old.clone();
    if let Some(day) = patch.planned_on {
        new.planned_on = day;
    }
    if let Some(place) = patch.place_id {
        new.place_id = place;
    }
    if let Some(scenario) = &patch.scenario {
        new.scenario.clone_from(scenario);
    }
    if let Some(leader) = patch.leader_id {
        new.leader_id = leader;
    }
    let record = new
        .record("drill.changed")
        .change("planned_on", old.planned_on, new.planned_on)
        .change("place_id", old.place_id, new.place_id)
        .change("scenario", &old.scenario, &new.scenario)
        .change("leader_id", old.leader_id, new.leader_id);
    if record.unchanged() {
        return shown(tx.conn, grant, old);
    }
    match new.planned_on == old.planned_on {
        true => refers(tx, &new)?,
        false => fits(tx, grant, &new)?,
    }
    save(tx, &old, &mut new, grant.acting.now)?;
    record
        .notify([old.leader_id, new.leader_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, new)
}
