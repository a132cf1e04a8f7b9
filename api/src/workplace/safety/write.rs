//! The register is kept by whoever is in charge of the workplace; whoever's turn it is inspects.

use chrono::{DateTime, NaiveDate, Utc};
use contract::Code;
use contract::access::Field;
use contract::safety::{
    NewSafetyInspection, NewSafetyItem, SafetyItem, SafetyItemPatch, SafetyState,
};
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use super::store::{Row, insert, row, save, shown};
use crate::access::Grant;
use crate::clock;
use crate::db::schema::safety_inspections as i;
use crate::db::types::{g, t};
use crate::db::words::word;
use crate::db::{AnyConn, Tx, hold};
use crate::http::perform::fresh;
use crate::organization::{settings, superior};
use crate::problem::{Answer, Refusal};
use crate::workplace::place;

/// The register is the department's: a key that is bound to a part of it keeps none of it.
fn in_charge(grant: &Grant) -> Answer<()> {
    match grant.reach().covers(None, None, Field::Workplace) {
        true => Ok(()),
        false => Err(grant.beyond().clause(CLAUSE)),
    }
}

fn wrong(code: Code, at: &'static str) -> Refusal {
    Refusal::new(code).clause(CLAUSE).at(at)
}

fn known_place(conn: &mut AnyConn, place: Option<Uuid>) -> Answer<()> {
    let Some(place) = place else { return Ok(()) };
    match place::refs(conn, vec![place])?.is_empty() {
        true => Err(wrong(Code::UnknownReference, "/place_id")),
        false => Ok(()),
    }
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewSafetyItem) -> Answer<SafetyItem> {
    in_charge(grant)?;
    known_place(tx.conn, new.place_id)?;
    let now = grant.acting.now;
    let today = settings::today(tx.conn, now)?;
    if new.inspected_on.is_some_and(|day| day > today) {
        return Err(wrong(Code::DateOrder, "/inspected_on"));
    }
    let mut made = Row {
        id: clock::new_id(),
        label: new.label.clone(),
        kind: word(&new.kind),
        place_id: new.place_id,
        spot: new.spot.clone(),
        state: word(&SafetyState::InUse),
        expires_on: new.expires_on,
        inspect_months: new.inspect_months,
        inspected_on: new.inspected_on,
        due_on: today,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let (_, zone, _) = settings::basics(tx.conn)?;
    made.reckon(&zone);
    insert(tx, &made)?;
    made.record("safety.registered")
        .change("label", (), &made.label)
        .change("kind", (), &made.kind)
        .change("expires_on", (), made.expires_on)
        .change("inspect_months", (), made.inspect_months)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, made)
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &SafetyItemPatch,
    known: i64,
) -> Answer<SafetyItem> {
    row(tx.conn, id)?;
    in_charge(grant)?;
    hold(tx.conn, "safety_items", &[id], "FOR UPDATE")?;
    let old = row(tx.conn, id)?;
    fresh(known, old.version)?;
    let mut new = old.clone();
    if let Some(label) = &patch.label {
        new.label.clone_from(label);
    }
    if let Some(kind) = &patch.kind {
        new.kind = word(kind);
    }
    if let Some(place) = patch.place_id {
        known_place(tx.conn, place)?;
        new.place_id = place;
    }
    if let Some(spot) = &patch.spot {
        new.spot.clone_from(spot);
    }
    if let Some(day) = patch.expires_on {
        new.expires_on = day;
    }
    if let Some(months) = patch.inspect_months {
        new.inspect_months = months;
    }
    let retired = old.state == word(&SafetyState::Retired);
    match patch.retired {
        Some(true) => new.state = word(&SafetyState::Retired),
        // Whether it is in order is seen at the next inspection, which is due.
        Some(false) if retired => new.state = word(&SafetyState::Faulty),
        _ => {}
    }
    let (_, zone, _) = settings::basics(tx.conn)?;
    new.reckon(&zone);
    let record = new
        .record("safety.changed")
        .change("label", &old.label, &new.label)
        .change("kind", &old.kind, &new.kind)
        .change("place_id", old.place_id, new.place_id)
        .change("spot", &old.spot, &new.spot)
        .change("expires_on", old.expires_on, new.expires_on)
        .change("inspect_months", old.inspect_months, new.inspect_months)
        .change("state", &old.state, &new.state);
    if record.unchanged() {
        return shown(tx.conn, grant, old);
    }
    save(tx, &old, &mut new, grant.acting.now)?;
    record.write(tx, &grant.acting);
    shown(tx.conn, grant, new)
}

/// In order until the next time, or faulty from now on, which whoever is in charge learns at once.
pub fn inspect(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewSafetyInspection,
) -> Answer<SafetyItem> {
    row(tx.conn, id)?;
    hold(tx.conn, "safety_items", &[id], "FOR UPDATE")?;
    let old = row(tx.conn, id)?;
    if old.state == word(&SafetyState::Retired) {
        let now = shown(tx.conn, grant, old);
        return Err(Refusal::new(Code::Conflict).clause(CLAUSE).as_it_is(now));
    }
    if !new.in_order && new.note.is_none() {
        return Err(wrong(Code::CommentRequired, "/note"));
    }
    let now = grant.acting.now;
    let today = settings::today(tx.conn, now)?;
    if new.expires_on.is_some_and(|day| day < today) {
        return Err(wrong(Code::DateOrder, "/expires_on"));
    }
    keep(tx, grant, id, new, now)?;
    let mut seen = old.clone();
    seen.expires_on = new.expires_on.or(old.expires_on);
    if new.in_order {
        seen.inspected_on = Some(today);
    }
    let state = match new.in_order {
        true => SafetyState::InUse,
        false => SafetyState::Faulty,
    };
    seen.state = word(&state);
    let (_, zone, _) = settings::basics(tx.conn)?;
    seen.reckon(&zone);
    save(tx, &old, &mut seen, now)?;
    let event = match new.in_order {
        true => "safety.inspected",
        false => "safety.faulty",
    };
    let told = match new.in_order {
        true => None,
        false => superior::of(tx.conn, None, &[], now)?,
    };
    seen.record(event)
        .change("state", &old.state, &seen.state)
        .change("inspected_on", old.inspected_on, seen.inspected_on)
        .change("expires_on", old.expires_on, seen.expires_on)
        .change("note", (), &new.note)
        .fact("note", &new.note)
        .notify(told)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, seen)
}

fn keep(
    tx: &mut Tx,
    grant: &Grant,
    item: Uuid,
    new: &NewSafetyInspection,
    now: DateTime<Utc>,
) -> Answer<()> {
    let expires: Option<NaiveDate> = new.expires_on;
    diesel::insert_into(i::table)
        .values((
            i::id.eq(g(clock::new_id())),
            i::item_id.eq(g(item)),
            i::inspected_at.eq(t(now)),
            i::inspected_by.eq(g(grant.me())),
            i::in_order.eq(new.in_order),
            i::note.eq(&new.note),
            i::expires_on.eq(expires),
        ))
        .execute(tx.conn)?;
    Ok(())
}
