//! What is done with a booking: prepared, cancelled, lent for, disturbed, closed.

use contract::access::Field;
use contract::booking::{
    Booking, BookingState, NewBookingCancellation, NewBookingIncident, NewBookingLoan,
    NewBookingReturn, NewBookingSignature, NewIncidentOutcome,
};
use contract::{Action, Code};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::{Act, check_list};
use super::store::{Row, lines, row, save, shown};
use super::write::held;
use super::{CLOSED, ORDER};
use crate::access::Grant;
use crate::clock;
use crate::db::schema::{booking_incidents as i, booking_loans as l};
use crate::db::types::{g, t};
use crate::db::words::word;
use crate::db::{Tx, hold};
use crate::http::perform::fresh;
use crate::organization::superior;
use crate::problem::{Answer, Refusal};

/// So many things are lent, and so many incidents recorded, for one booking.
const MOST: i64 = 30;

pub fn prepare(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    signed: &NewBookingSignature,
    known: i64,
) -> Answer<Booking> {
    let old = held(tx, grant, id, Act::Prepare)?;
    fresh(known, old.version)?;
    check_list(&lines(&old.preparation)?, &signed.checked, false)?;
    let mut new = old.clone();
    new.prepared_at = Some(grant.acting.now);
    new.prepared_by = Some(grant.me());
    noted(&mut new, signed);
    save(tx, &old, &mut new, grant.acting.now)?;
    new.record("booking.prepared")
        .change("prepared_at", old.prepared_at, new.prepared_at)
        .change("note", &old.note, &new.note)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, new)
}

/// What was said before stays.
fn noted(row: &mut Row, signed: &NewBookingSignature) {
    if let Some(note) = &signed.note {
        let before = row.note.take();
        let all: Vec<String> = before.into_iter().chain([note.clone()]).collect();
        row.note = Some(all.join("\n"));
    }
}

pub fn close(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    signed: &NewBookingSignature,
    known: i64,
) -> Answer<Booking> {
    let old = held(tx, grant, id, Act::Close)?;
    if old.lent_out > 0 {
        let now = shown(tx.conn, grant, old);
        return Err(Refusal::new(Code::ItemsOut).clause(CLOSED).as_it_is(now));
    }
    fresh(known, old.version)?;
    check_list(&lines(&old.closing)?, &signed.checked, true)?;
    let now = grant.acting.now;
    let mut new = old.clone();
    new.state = word(&BookingState::Closed);
    new.closed_at = Some(now);
    new.closed_by = Some(grant.me());
    // Whoever is done early leaves the room to others.
    new.ends_at = old
        .ends_at
        .min(now.max(old.starts_at + chrono::Duration::minutes(1)));
    noted(&mut new, signed);
    save(tx, &old, &mut new, now)?;
    new.record("booking.closed")
        .clause(CLOSED)
        .change("state", &old.state, &new.state)
        .change("ends_at", old.ends_at, new.ends_at)
        .change("note", &old.note, &new.note)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, new)
}

pub fn cancel(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewBookingCancellation,
    known: i64,
) -> Answer<Booking> {
    let old = held(tx, grant, id, Act::Cancel)?;
    if old.lent_out > 0 {
        let now = shown(tx.conn, grant, old);
        return Err(Refusal::new(Code::ItemsOut).clause(CLOSED).as_it_is(now));
    }
    fresh(known, old.version)?;
    let mut cancelled = old.clone();
    cancelled.state = word(&BookingState::Cancelled);
    cancelled.cancelled_because = Some(new.reason.clone());
    save(tx, &old, &mut cancelled, grant.acting.now)?;
    let other = (old.owner_id != grant.me()).then_some(old.owner_id);
    cancelled
        .record("booking.cancelled")
        .change("state", &old.state, &cancelled.state)
        .change("reason", (), &new.reason)
        .fact("reason", &new.reason)
        .notify(other)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, cancelled)
}

pub fn lend(tx: &mut Tx, grant: &Grant, id: Uuid, new: &NewBookingLoan) -> Answer<Booking> {
    let old = held(tx, grant, id, Act::Lend)?;
    let now = grant.acting.now;
    let known: i64 = l::table
        .filter(l::booking_id.eq(g(id)))
        .count()
        .get_result(tx.conn)?;
    if known >= MOST {
        return Err(Refusal::new(Code::Conflict).clause(CLOSED));
    }
    diesel::insert_into(l::table)
        .values((
            l::id.eq(g(clock::new_id())),
            l::booking_id.eq(g(id)),
            l::item.eq(&new.item),
            l::quantity.eq(new.quantity),
            l::lent_at.eq(t(now)),
            l::lent_by.eq(g(grant.me())),
        ))
        .execute(tx.conn)?;
    let mut lent = old.clone();
    lent.lent_out += 1;
    save(tx, &old, &mut lent, now)?;
    lent.record("booking.lent")
        .clause(CLOSED)
        .change("item", (), &new.item)
        .change("quantity", (), new.quantity)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, lent)
}

/// Once: what is back already stays as it came back.
pub fn give_back(
    tx: &mut Tx,
    grant: &Grant,
    (id, loan): (Uuid, Uuid),
    new: &NewBookingReturn,
) -> Answer<Booking> {
    let old = held(tx, grant, id, Act::Return)?;
    let now = grant.acting.now;
    let (item, back): (String, Option<chrono::DateTime<chrono::Utc>>) = l::table
        .find(g(loan))
        .filter(l::booking_id.eq(g(id)))
        .select((l::item, l::returned_at))
        .first(tx.conn)?;
    if back.is_some() {
        return shown(tx.conn, grant, old);
    }
    diesel::update(l::table.find(g(loan)))
        .set((
            l::returned_at.eq(t(Some(now))),
            l::returned_by.eq(g(Some(grant.me()))),
            l::note.eq(&new.note),
        ))
        .execute(tx.conn)?;
    let mut returned = old.clone();
    returned.lent_out -= 1;
    save(tx, &old, &mut returned, now)?;
    returned
        .record("booking.returned")
        .clause(CLOSED)
        .change("item", (), &item)
        .change("note", (), &new.note)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, returned)
}

/// By anybody, of a booking that has begun.
pub fn report(tx: &mut Tx, grant: &Grant, id: Uuid, new: &NewBookingIncident) -> Answer<Booking> {
    row(tx.conn, grant, id)?;
    hold(tx.conn, "bookings", &[id], "FOR UPDATE")?;
    let old = row(tx.conn, grant, id)?;
    let now = grant.acting.now;
    let known: i64 = i::table
        .filter(i::booking_id.eq(g(id)))
        .count()
        .get_result(tx.conn)?;
    let there = old.state != word(&BookingState::Cancelled) && old.starts_at <= now;
    if !there || known >= MOST {
        let seen = shown(tx.conn, grant, old);
        return Err(Refusal::new(Code::BookingState)
            .clause(ORDER)
            .as_it_is(seen));
    }
    diesel::insert_into(i::table)
        .values((
            i::id.eq(g(clock::new_id())),
            i::booking_id.eq(g(id)),
            i::what.eq(&new.what),
            i::reported_at.eq(t(now)),
            i::reported_by.eq(g(grant.me())),
        ))
        .execute(tx.conn)?;
    let mut told = old.clone();
    told.open_incidents += 1;
    save(tx, &old, &mut told, now)?;
    let above = superior::of(tx.conn, old.team_id, &[old.owner_id], now)?;
    told.record("booking.incident")
        .clause(ORDER)
        .change("what", (), &new.what)
        .fact("what", &new.what)
        .notify(above)
        .notify((old.owner_id != grant.me()).then_some(old.owner_id))
        .write(tx, &grant.acting);
    shown(tx.conn, grant, told)
}

/// By whoever is above the one who booked; nobody decides about their own.
pub fn decide(
    tx: &mut Tx,
    grant: &Grant,
    (id, incident): (Uuid, Uuid),
    new: &NewIncidentOutcome,
) -> Answer<Booking> {
    let seen = row(tx.conn, grant, id)?;
    let within = grant.reach_of(Action::IncidentDecide).covers(
        seen.team_id,
        Some(seen.owner_id),
        Field::Workplace,
    );
    if !within {
        return Err(grant.beyond().clause(ORDER));
    }
    if seen.owner_id == grant.me() {
        return Err(Refusal::new(Code::OwnMatter).clause(ORDER));
    }
    hold(tx.conn, "bookings", &[id], "FOR UPDATE")?;
    let old = row(tx.conn, grant, id)?;
    let (what, outcome): (String, Option<String>) = i::table
        .find(g(incident))
        .filter(i::booking_id.eq(g(id)))
        .select((i::what, i::outcome))
        .first(tx.conn)?;
    if outcome.is_some() {
        let now = shown(tx.conn, grant, old);
        return Err(Refusal::new(Code::BookingState).clause(ORDER).as_it_is(now));
    }
    let now = grant.acting.now;
    diesel::update(i::table.find(g(incident)))
        .set((
            i::outcome.eq(Some(&new.outcome)),
            i::decided_at.eq(t(Some(now))),
            i::decided_by.eq(g(Some(grant.me()))),
        ))
        .execute(tx.conn)?;
    let mut decided = old.clone();
    decided.open_incidents -= 1;
    save(tx, &old, &mut decided, now)?;
    decided
        .record("booking.incident_decided")
        .clause(ORDER)
        .change("what", (), &what)
        .change("outcome", (), &new.outcome)
        .fact("outcome", &new.outcome)
        .notify([old.owner_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, decided)
}
