//! The index is kept by whoever is in charge of the workplace; everybody takes a file out for themselves and brings it back.

use contract::Code;
use contract::access::Field;
use contract::filing::{
    FilingEntry, FilingEntryPatch, FilingState, NewFilingDestruction, NewFilingEntry, NewFilingLoan,
};
use uuid::Uuid;

use super::CLAUSE;
use super::store::{Row, insert, row, save, shown};
use crate::access::Grant;
use crate::clock;
use crate::db::sql::fold;
use crate::db::words::word;
use crate::db::{Tx, hold};
use crate::http::perform::fresh;
use crate::organization::{people, settings};
use crate::problem::{Answer, Refusal};
use crate::workplace::place;

/// The index is the department's: a key that is bound to a part of it keeps none of it.
fn in_charge(grant: &Grant) -> Answer<()> {
    match keeps(grant) {
        true => Ok(()),
        false => Err(grant.beyond().clause(CLAUSE)),
    }
}

fn keeps(grant: &Grant) -> bool {
    let reach = grant.reach_of(contract::Action::FilingManage);
    reach.covers(None, None, Field::Workplace)
}

fn wrong(code: Code, at: &'static str) -> Refusal {
    Refusal::new(code).clause(CLAUSE).at(at)
}

fn known_place(tx: &mut Tx, place: Option<Uuid>) -> Answer<()> {
    let Some(place) = place else { return Ok(()) };
    match place::refs(tx.conn, vec![place])?.is_empty() {
        true => Err(wrong(Code::UnknownReference, "/place_id")),
        false => Ok(()),
    }
}

fn at_work(tx: &mut Tx, who: Uuid, at: &'static str) -> Answer<()> {
    match people::team_of_active(tx.conn, who)? {
        Some(_) => Ok(()),
        None => Err(wrong(Code::UnknownReference, at)),
    }
}

fn search(code: &str, title: &str) -> String {
    fold(&format!("{code} {title}"))
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewFilingEntry) -> Answer<FilingEntry> {
    in_charge(grant)?;
    known_place(tx, new.place_id)?;
    at_work(tx, new.keeper_id, "/keeper_id")?;
    let now = grant.acting.now;
    let made = Row {
        id: clock::new_id(),
        code: new.code.clone(),
        title: new.title.clone(),
        search: search(&new.code, &new.title),
        category: word(&new.category),
        place_id: new.place_id,
        spot: new.spot.clone(),
        keeper_id: new.keeper_id,
        retain_until: new.retain_until,
        state: word(&FilingState::Kept),
        out_to: None,
        out_since: None,
        destroyed_because: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    insert(tx, &made)?;
    made.record("filing.filed")
        .change("code", (), &made.code)
        .change("title", (), &made.title)
        .change("spot", (), &made.spot)
        .change("keeper_id", (), made.keeper_id)
        .change("retain_until", (), made.retain_until)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, made)
}

/// One that is there; others that write to it wait until this is through.
fn held(tx: &mut Tx, grant: &Grant, id: Uuid, states: &[FilingState]) -> Answer<Row> {
    row(tx.conn, id)?;
    hold(tx.conn, "filing_entries", &[id], "FOR UPDATE")?;
    let old = row(tx.conn, id)?;
    match states.contains(&old.state()?) {
        true => Ok(old),
        false => Err(old.refused(tx.conn, grant, Code::FilingState)),
    }
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &FilingEntryPatch,
    known: i64,
) -> Answer<FilingEntry> {
    row(tx.conn, id)?;
    in_charge(grant)?;
    let old = held(tx, grant, id, &[FilingState::Kept, FilingState::Out])?;
    fresh(known, old.version)?;
    let mut new = old.clone();
    if let Some(code) = &patch.code {
        new.code.clone_from(code);
    }
    if let Some(title) = &patch.title {
        new.title.clone_from(title);
    }
    new.search = search(&new.code, &new.title);
    if let Some(category) = &patch.category {
        new.category = word(category);
    }
    if let Some(place) = patch.place_id {
        known_place(tx, place)?;
        new.place_id = place;
    }
    if let Some(spot) = &patch.spot {
        new.spot.clone_from(spot);
    }
    if let Some(keeper) = patch.keeper_id {
        at_work(tx, keeper, "/keeper_id")?;
        new.keeper_id = keeper;
    }
    if let Some(until) = patch.retain_until {
        new.retain_until = until;
    }
    let record = new
        .record("filing.changed")
        .change("code", &old.code, &new.code)
        .change("title", &old.title, &new.title)
        .change("category", &old.category, &new.category)
        .change("place_id", old.place_id, new.place_id)
        .change("spot", &old.spot, &new.spot)
        .change("keeper_id", old.keeper_id, new.keeper_id)
        .change("retain_until", old.retain_until, new.retain_until);
    if record.unchanged() {
        return shown(tx.conn, grant, old);
    }
    save(tx, &old, &mut new, grant.acting.now)?;
    record.write(tx, &grant.acting);
    shown(tx.conn, grant, new)
}

/// By the caller for themselves; for others by whoever keeps the index.
pub fn lend(tx: &mut Tx, grant: &Grant, id: Uuid, new: &NewFilingLoan) -> Answer<FilingEntry> {
    let old = held(tx, grant, id, &[FilingState::Kept])?;
    let who = new.employee_id.unwrap_or(grant.me());
    if who != grant.me() && !keeps(grant) {
        return Err(grant.beyond().clause(CLAUSE));
    }
    at_work(tx, who, "/employee_id")?;
    let now = grant.acting.now;
    let mut out = old.clone();
    out.state = word(&FilingState::Out);
    out.out_to = Some(who);
    out.out_since = Some(settings::today(tx.conn, now)?);
    save(tx, &old, &mut out, now)?;
    out.record("filing.taken")
        .owner(Some(who))
        .change("out_to", old.out_to, out.out_to)
        .notify([old.keeper_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, out)
}

/// By whoever has it, or by whoever keeps the index.
pub fn take_back(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<FilingEntry> {
    let old = held(tx, grant, id, &[FilingState::Out])?;
    if old.out_to != Some(grant.me()) && !keeps(grant) {
        return Err(grant.beyond().clause(CLAUSE));
    }
    let mut back = old.clone();
    back.state = word(&FilingState::Kept);
    back.out_to = None;
    back.out_since = None;
    save(tx, &old, &mut back, grant.acting.now)?;
    back.record("filing.returned")
        .owner(old.out_to)
        .change("out_to", old.out_to, back.out_to)
        .notify([old.keeper_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, back)
}

/// Only what is in its place, and needn't be kept any more.
pub fn destroy(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewFilingDestruction,
    known: i64,
) -> Answer<FilingEntry> {
    row(tx.conn, id)?;
    in_charge(grant)?;
    let old = held(tx, grant, id, &[FilingState::Kept])?;
    fresh(known, old.version)?;
    let today = settings::today(tx.conn, grant.acting.now)?;
    if old.retain_until.is_none_or(|day| day >= today) {
        return Err(old.refused(tx.conn, grant, Code::FilingRetained));
    }
    let mut gone = old.clone();
    gone.state = word(&FilingState::Destroyed);
    gone.destroyed_because = Some(new.reason.clone());
    save(tx, &old, &mut gone, grant.acting.now)?;
    gone.record("filing.destroyed")
        .change("state", &old.state, &gone.state)
        .change("reason", (), &new.reason)
        .notify([old.keeper_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, gone)
}
