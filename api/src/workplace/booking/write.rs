//! A room is booked, and the booking changed. Whoever comes second is told who has it.

use chrono::{DateTime, Utc};
use contract::access::Field;
use contract::booking::{Booking, BookingPatch, BookingState, NewBooking};
use contract::{Action, Code};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::{Act, LONGEST, check_ahead, check_capacity, check_length};
use super::store::{Row, insert, row, save, shown};
use super::{ORDER, PREPARED};
use crate::access::Grant;
use crate::clock;
use crate::db::schema::{bookings as b, employees as e};
use crate::db::types::{g, t};
use crate::db::words::word;
use crate::db::{Tx, hold};
use crate::http::perform::fresh;
use crate::problem::{Answer, Refusal};
use crate::workplace::place;

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewBooking) -> Answer<Booking> {
    let team_id: Option<Uuid> = e::table
        .find(g(grant.me()))
        .select(e::team_id)
        .first(tx.conn)?;
    // A key that is bound to a team books only for that.
    if !grant
        .reach()
        .covers(team_id, Some(grant.me()), Field::Workplace)
    {
        return Err(grant.beyond().clause(PREPARED));
    }
    if !new.accepts_conduct {
        let conduct = Refusal::new(Code::ConductRequired).clause(ORDER);
        return Err(conduct.at("/accepts_conduct"));
    }
    // Others who book the same room wait until this is through.
    hold(tx.conn, "places", &[new.place_id], "FOR UPDATE")?;
    let now = grant.now_locked();
    check_ahead(new.starts_at, now)?;
    check_length(new.starts_at, new.ends_at)?;
    let place = place::bookable(tx.conn, new.place_id)?;
    check_capacity(new.attendees, place.capacity)?;
    let mut made = Row {
        id: clock::new_id(),
        place_id: place.id,
        title: new.title.clone(),
        starts_at: new.starts_at,
        ends_at: new.ends_at,
        attendees: new.attendees,
        state: word(&BookingState::Booked),
        owner_id: grant.me(),
        team_id,
        preparation: place.preparation,
        closing: place.closing,
        prepared_at: None,
        prepared_by: None,
        closed_at: None,
        closed_by: None,
        note: None,
        cancelled_because: None,
        lent_out: 0,
        open_incidents: 0,
        told: 0,
        tell_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    (made.told, made.tell_at) = made.stand()?.telling();
    free(tx, grant, &made)?;
    insert(tx, &made)?;
    made.record("booking.made")
        .change("place_id", (), made.place_id)
        .change("title", (), &made.title)
        .change("starts_at", (), made.starts_at)
        .change("ends_at", (), made.ends_at)
        .change("accepts_conduct", (), new.accepts_conduct)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, made)
}

/// Nobody else has the room then; the refusal shows whoever has.
fn free(tx: &mut Tx, grant: &Grant, wanted: &Row) -> Answer<()> {
    let other: Option<Row> = b::table
        .filter(b::place_id.eq(g(wanted.place_id)))
        .filter(b::state.ne("cancelled"))
        .filter(b::id.ne(g(wanted.id)))
        .filter(b::starts_at.gt(t(wanted.starts_at - LONGEST)))
        .filter(b::starts_at.lt(t(wanted.ends_at)))
        .filter(b::ends_at.gt(t(wanted.starts_at)))
        .order((b::starts_at, b::id))
        .select(Row::as_select())
        .first(tx.conn)
        .optional()?;
    let Some(other) = other else { return Ok(()) };
    let taken = Refusal::new(Code::BookingOverlap).clause(PREPARED);
    let within = grant.reach_of(Action::BookingRead);
    let seen = within.covers(other.team_id, Some(other.owner_id), Field::Workplace);
    let taken = taken.at("/starts_at");
    Err(match seen {
        true => taken.as_it_is(shown(tx.conn, grant, other)),
        false => taken,
    })
}

/// One that the caller sees and may do this to; others that write to it wait until this is through.
pub fn held(tx: &mut Tx, grant: &Grant, id: Uuid, act: Act) -> Answer<Row> {
    let seen = row(tx.conn, grant, id)?;
    if !grant
        .reach()
        .covers(seen.team_id, Some(seen.owner_id), Field::Workplace)
    {
        return Err(grant.beyond().clause(PREPARED));
    }
    hold(tx.conn, "bookings", &[id], "FOR UPDATE")?;
    let old = row(tx.conn, grant, id)?;
    old.check(tx.conn, grant, act)?;
    Ok(old)
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &BookingPatch,
    known: i64,
) -> Answer<Booking> {
    // In the order of whoever books: the room, then the booking.
    let place = row(tx.conn, grant, id)?.place_id;
    hold(tx.conn, "places", &[place], "FOR UPDATE")?;
    let old = held(tx, grant, id, Act::Change)?;
    fresh(known, old.version)?;
    let now = grant.now_locked();
    let mut new = old.clone();
    if let Some(title) = &patch.title {
        new.title.clone_from(title);
    }
    if let Some(attendees) = patch.attendees {
        new.attendees = attendees;
        let place = place::bookable(tx.conn, old.place_id)?;
        check_capacity(new.attendees, place.capacity)?;
    }
    new.starts_at = patch.starts_at.unwrap_or(old.starts_at);
    new.ends_at = patch.ends_at.unwrap_or(old.ends_at);
    let moved = (new.starts_at, new.ends_at) != (old.starts_at, old.ends_at);
    if moved {
        retime(&old, &mut new, now)?;
        free(tx, grant, &new)?;
    }
    let record = new
        .record("booking.changed")
        .change("title", &old.title, &new.title)
        .change("starts_at", old.starts_at, new.starts_at)
        .change("ends_at", old.ends_at, new.ends_at)
        .change("attendees", old.attendees, new.attendees);
    if record.unchanged() {
        return shown(tx.conn, grant, old);
    }
    save(tx, &old, &mut new, now)?;
    let other = (old.owner_id != grant.me()).then_some(old.owner_id);
    record.notify(other).write(tx, &grant.acting);
    shown(tx.conn, grant, new)
}

/// What has begun goes on from where it began; at another time it is prepared anew.
fn retime(old: &Row, new: &mut Row, now: DateTime<Utc>) -> Answer<()> {
    if new.starts_at != old.starts_at {
        if old.starts_at <= now {
            let begun = Refusal::new(Code::DateOrder).clause(PREPARED);
            return Err(begun.at("/starts_at"));
        }
        check_ahead(new.starts_at, now)?;
        new.prepared_at = None;
        new.prepared_by = None;
    }
    check_length(new.starts_at, new.ends_at)?;
    match new.ends_at > now {
        true => Ok(()),
        false => Err(Refusal::new(Code::DateOrder)
            .clause(PREPARED)
            .at("/ends_at")),
    }
}
