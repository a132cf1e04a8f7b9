//! Places are set up and changed by whoever is in charge of the workplace.

use contract::Code;
use contract::access::Field;
use contract::place::{NewPlace, Place, PlacePatch};
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use super::store::{Row, insert, row, save, shown};
use crate::access::Grant;
use crate::clock;
use crate::db::schema::{bookings as b, places as p};
use crate::db::types::{g, t};
use crate::db::words::word;
use crate::db::{AnyConn, Tx, hold};
use crate::http::perform::fresh;
use crate::problem::{Answer, Refusal, internal};

/// Places are the department's: a key that is bound to a part of it sets none up.
fn in_charge(grant: &Grant) -> Answer<()> {
    match grant.reach().covers(None, None, Field::Workplace) {
        true => Ok(()),
        false => Err(grant.beyond().clause(CLAUSE)),
    }
}

fn named(conn: &mut AnyConn, name: &str, but: Option<Uuid>) -> Answer<()> {
    let other: Option<Uuid> = p::table
        .filter(p::name.eq(name))
        .select(p::id)
        .first(conn)
        .optional()?;
    match other.filter(|id| Some(*id) != but) {
        Some(_) => Err(Refusal::new(Code::NameTaken).clause(CLAUSE).at("/name")),
        None => Ok(()),
    }
}

fn text(lines: &[String]) -> Answer<String> {
    serde_json::to_string(lines).map_err(internal)
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewPlace) -> Answer<Place> {
    in_charge(grant)?;
    named(tx.conn, &new.name, None)?;
    let now = grant.acting.now;
    let made = Row {
        id: clock::new_id(),
        name: new.name.clone(),
        kind: word(&new.kind),
        location: new.location.clone(),
        capacity: new.capacity,
        bookable: new.bookable,
        preparation: text(&new.preparation)?,
        closing: text(&new.closing)?,
        active: true,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    insert(tx, &made)?;
    made.record("place.created")
        .change("name", (), &made.name)
        .change("kind", (), &made.kind)
        .change("bookable", (), made.bookable)
        .write(tx, &grant.acting);
    shown(grant, made)
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &PlacePatch,
    known: i64,
) -> Answer<Place> {
    row(tx.conn, id)?;
    in_charge(grant)?;
    hold(tx.conn, "places", &[id], "FOR UPDATE")?;
    let old = row(tx.conn, id)?;
    fresh(known, old.version)?;
    let mut new = old.clone();
    apply(&mut new, patch)?;
    named(tx.conn, &new.name, Some(id))?;
    let shut = !(new.active && new.bookable);
    if old.active && old.bookable && shut {
        free(tx.conn, grant, id)?;
    }
    let record = new
        .record("place.updated")
        .change("name", &old.name, &new.name)
        .change("kind", &old.kind, &new.kind)
        .change("location", &old.location, &new.location)
        .change("capacity", old.capacity, new.capacity)
        .change("bookable", old.bookable, new.bookable)
        .change("preparation", &old.preparation, &new.preparation)
        .change("closing", &old.closing, &new.closing)
        .change("active", old.active, new.active);
    if record.unchanged() {
        return shown(grant, old);
    }
    save(tx, &old, &mut new, grant.acting.now)?;
    record.write(tx, &grant.acting);
    shown(grant, new)
}

fn apply(row: &mut Row, patch: &PlacePatch) -> Answer<()> {
    if let Some(name) = &patch.name {
        row.name.clone_from(name);
    }
    if let Some(kind) = &patch.kind {
        row.kind = word(kind);
    }
    if let Some(location) = &patch.location {
        row.location.clone_from(location);
    }
    if let Some(capacity) = patch.capacity {
        row.capacity = capacity;
    }
    if let Some(lines) = &patch.preparation {
        row.preparation = text(lines)?;
    }
    if let Some(lines) = &patch.closing {
        row.closing = text(lines)?;
    }
    row.bookable = patch.bookable.unwrap_or(row.bookable);
    row.active = patch.active.unwrap_or(row.active);
    Ok(())
}

/// Whoever has booked it keeps it.
fn free(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<()> {
    let ahead: i64 = b::table
        .filter(b::place_id.eq(g(id)))
        .filter(b::state.eq("booked"))
        .filter(b::ends_at.gt(t(grant.acting.now)))
        .count()
        .get_result(conn)?;
    if ahead == 0 {
        return Ok(());
    }
    Err(Refusal::new(Code::StillInUse).clause(CLAUSE).at("/active"))
}
