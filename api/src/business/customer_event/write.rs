//! An event is planned, opened to invitations, and closed with what came of it, or cancelled.

use contract::customer_event::{
    CustomerEvent, CustomerEventPatch, NewCustomerEvent, NewEventCancellation, NewEventClosing,
    NewEventOpening,
};
use contract::{Action, Code};
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use super::logic::{Act, check_ahead, check_length};
use super::store::{Row, figures, insert, managed, save, shown};
use crate::access::Grant;
use crate::clock;
use crate::db::schema::event_invitations as i;
use crate::db::types::g;
use crate::db::words::word;
use crate::db::{AnyConn, Tx, hold};
use crate::http::perform::fresh;
use crate::organization::people::{owner_in_reach, team_in_reach};
use crate::problem::{Answer, Refusal};

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewCustomerEvent) -> Answer<CustomerEvent> {
    let now = grant.acting.now;
    check_ahead(new.starts_at, grant.now_locked())?;
    check_length(new.starts_at, new.ends_at)?;
    team_in_reach(tx.conn, grant.reach(), new.team_id, CLAUSE)?;
    if let Some(organiser) = new.organiser_id {
        by(tx.conn, grant, organiser)?;
    }
    let organiser = new.organiser_id.unwrap_or(grant.me());
    let made = Row {
        id: clock::new_id(),
        title: new.title.clone(),
        kind: word(&new.kind),
        state: "planned".to_owned(),
        starts_at: new.starts_at,
        ends_at: new.ends_at,
        place: new.place.clone(),
        description: new.description.clone(),
        capacity: new.capacity,
        organiser_id: organiser,
        team_id: new.team_id,
        result: None,
        cancelled_because: None,
        reminded_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    insert(tx, &made)?;
    made.record("customer_event.planned")
        .change("title", (), &made.title)
        .change("starts_at", (), made.starts_at)
        .change("place", (), &made.place)
        .change("capacity", (), made.capacity)
        .fact("starts_at", made.starts_at)
        .notify((organiser != grant.me()).then_some(organiser))
        .write(tx, &grant.acting);
    shown(tx.conn, grant, made)
}

/// An active colleague inside the reach of whoever plans events.
fn by(conn: &mut AnyConn, grant: &Grant, organiser: Uuid) -> Answer<()> {
    let reach = grant.reach_of(Action::CustomerEventManage);
    owner_in_reach(conn, &reach, organiser, CLAUSE).map_err(|refusal| match refusal.code() {
        Code::UnknownReference => Refusal::new(Code::UnknownReference)
            .clause(CLAUSE)
            .at("/organiser_id"),
        _ => refusal,
    })?;
    Ok(())
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &CustomerEventPatch,
    known: i64,
) -> Answer<CustomerEvent> {
    hold(tx.conn, "customer_events", &[id], "FOR UPDATE")?;
    let old = managed(tx.conn, grant, id)?;
    old.check(tx.conn, grant, Act::Change)?;
    fresh(known, old.version)?;
    let mut new = old.clone();
    if let Some(title) = &patch.title {
        new.title.clone_from(title);
    }
    if let Some(kind) = &patch.kind {
        new.kind = word(kind);
    }
    if let Some(place) = &patch.place {
        new.place.clone_from(place);
    }
    if let Some(description) = &patch.description {
        new.description.clone_from(description);
    }
    new.starts_at = patch.starts_at.unwrap_or(old.starts_at);
    new.ends_at = patch.ends_at.unwrap_or(old.ends_at);
    if new.starts_at != old.starts_at {
        // What has begun isn't put off.
        if old.starts_at <= grant.acting.now {
            return Err(Refusal::new(Code::DateOrder)
                .clause(CLAUSE)
                .at("/starts_at"));
        }
        check_ahead(new.starts_at, grant.acting.now)?;
        new.reminded_at = None;
    }
    check_length(new.starts_at, new.ends_at)?;
    if let Some(organiser) = patch.organiser_id.filter(|one| *one != old.organiser_id) {
        by(tx.conn, grant, organiser)?;
        new.organiser_id = organiser;
    }
    if let Some(capacity) = patch.capacity {
        let taken = figures(tx.conn, vec![id])?
            .get(&id)
            .map_or(0, |one| one.seats);
        if capacity.is_some_and(|capacity| capacity < taken) {
            return Err(full(taken, "/capacity"));
        }
        new.capacity = capacity;
    }
    let elsewhere = (&old.place, old.starts_at) != (&new.place, new.starts_at);
    let record = new
        .record("customer_event.updated")
        .change("title", &old.title, &new.title)
        .change("kind", &old.kind, &new.kind)
        .change("starts_at", old.starts_at, new.starts_at)
        .change("ends_at", old.ends_at, new.ends_at)
        .change("place", &old.place, &new.place)
        .change("description", &old.description, &new.description)
        .change("capacity", old.capacity, new.capacity)
        .change("organiser_id", old.organiser_id, new.organiser_id);
    if !record.unchanged() {
        save(tx, &old, &mut new, grant.acting.now)?;
        let mut told = match elsewhere {
            true => inviters(tx.conn, id)?,
            false => Vec::new(),
        };
        if new.organiser_id != old.organiser_id {
            told.push(new.organiser_id);
        }
        record
            .fact("starts_at", new.starts_at)
            .fact("place", &new.place)
            .notify(told)
            .write(tx, &grant.acting);
    }
    shown(tx.conn, grant, new)
}

pub fn full(taken: i64, at: &'static str) -> Refusal {
    let full = Refusal::new(Code::EventFull).clause(CLAUSE);
    full.field(at, "range", format!("{taken}"))
}

/// Who looks after customers that may come.
pub fn inviters(conn: &mut AnyConn, event: Uuid) -> Answer<Vec<Uuid>> {
    Ok(i::table
        .filter(i::event_id.eq(g(event)))
        .filter(i::state.eq_any(["invited", "accepted"]))
        .select(i::owner_id)
        .distinct()
        .load(conn)?)
}

pub fn open(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    _: &NewEventOpening,
    known: i64,
) -> Answer<CustomerEvent> {
    let old = managed(tx.conn, grant, id)?;
    old.check(tx.conn, grant, Act::Open)?;
    fresh(known, old.version)?;
    let mut new = old.clone();
    new.state = "open".to_owned();
    save(tx, &old, &mut new, grant.acting.now)?;
    new.record("customer_event.opened")
        .change("state", &old.state, &new.state)
        .fact("starts_at", new.starts_at)
        .notify((new.organiser_id != grant.me()).then_some(new.organiser_id))
        .write(tx, &grant.acting);
    shown(tx.conn, grant, new)
}

/// Of everybody who said they would come it is noted whether they did.
pub fn close(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewEventClosing,
    known: i64,
) -> Answer<CustomerEvent> {
    hold(tx.conn, "customer_events", &[id], "FOR UPDATE")?;
    let old = managed(tx.conn, grant, id)?;
    old.check(tx.conn, grant, Act::Close)?;
    fresh(known, old.version)?;
    let found = figures(tx.conn, vec![id])?;
    let waiting = found.get(&id).map_or(0, |one| one.accepted);
    if waiting > 0 {
        let now = shown(tx.conn, grant, old);
        let missing = Refusal::new(Code::EventAttendance).clause(CLAUSE);
        return Err(missing.as_it_is(now));
    }
    let mut closed = old.clone();
    closed.state = "closed".to_owned();
    closed.result = Some(new.result.clone());
    save(tx, &old, &mut closed, grant.acting.now)?;
    let attended = found.get(&id).map_or(0, |one| one.attended);
    closed
        .record("customer_event.closed")
        .change("state", &old.state, &closed.state)
        .change("result", (), &new.result)
        .fact("attended", attended)
        .notify((closed.organiser_id != grant.me()).then_some(closed.organiser_id))
        .write(tx, &grant.acting);
    shown(tx.conn, grant, closed)
}

pub fn cancel(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewEventCancellation,
    known: i64,
) -> Answer<CustomerEvent> {
    hold(tx.conn, "customer_events", &[id], "FOR UPDATE")?;
    let old = managed(tx.conn, grant, id)?;
    old.check(tx.conn, grant, Act::Cancel)?;
    fresh(known, old.version)?;
    let mut gone = old.clone();
    gone.state = "cancelled".to_owned();
    gone.cancelled_because = Some(new.reason.clone());
    save(tx, &old, &mut gone, grant.acting.now)?;
    let mut told = inviters(tx.conn, id)?;
    told.push(gone.organiser_id);
    gone.record("customer_event.cancelled")
        .change("state", &old.state, &gone.state)
        .change("reason", (), &new.reason)
        .fact("reason", &new.reason)
        .notify(told)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, gone)
}
