//! What a customer said to an invitation, and whether they came. Of two who want the last seat one gets it.

use contract::Code;
use contract::activity::{ActivityChannel, ActivityOutcome, NewActivity};
use contract::customer_event::{
    EventInvitation, InvitationState, NewAttendance, NewInvitationReply,
};
use uuid::Uuid;

use super::CLAUSE;
use super::invite::{self, Row, save, shown};
use super::logic::{Act, replied, seats};
use super::store::{self, Row as Event, figures};
use super::write::full;
use crate::access::Grant;
use crate::business::{activity, customer};
use crate::db::words::word;
use crate::db::{Tx, hold};
use crate::engine::record::Record;
use crate::http::perform::fresh;
use crate::problem::{Answer, Refusal};

/// The invitation and its event; others who write to the event wait until this is done.
fn both(tx: &mut Tx, grant: &Grant, id: Uuid, act: Act) -> Answer<(Row, Event)> {
    let event = invite::row(tx.conn, grant.reach(), id)?.event_id;
    hold(tx.conn, "customer_events", &[event], "FOR UPDATE")?;
    let old = invite::row(tx.conn, grant.reach(), id)?;
    let event = store::row(tx.conn, event)?;
    event.check(tx.conn, grant, act)?;
    Ok((old, event))
}

fn state(tx: &mut Tx, grant: &Grant, row: Row) -> Refusal {
    let now = shown(tx.conn, grant, row);
    Refusal::new(Code::InvitationState)
        .clause(CLAUSE)
        .as_it_is(now)
}

pub fn reply(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewInvitationReply,
    known: i64,
) -> Answer<EventInvitation> {
    let (old, event) = both(tx, grant, id, Act::Invite)?;
    let Some(next) = replied(old.state()?, new.reply) else {
        return Err(state(tx, grant, old));
    };
    fresh(known, old.version)?;
    let mut said = old.clone();
    said.state = word(&next);
    said.party = new.party.unwrap_or(old.party);
    if let Some(note) = &new.note {
        said.note = Some(note.clone());
    }
    let more = seats(next, said.party) - seats(old.state()?, old.party);
    if let Some(capacity) = event.capacity.filter(|_| more > 0) {
        let found = figures(tx.conn, vec![event.id])?;
        let taken = found.get(&event.id).map_or(0, |one| one.seats);
        if taken + more > capacity {
            let left = Refusal::new(Code::EventFull).clause(CLAUSE);
            let now = store::shown(tx.conn, grant, event);
            return Err(match new.party {
                Some(_) => full(taken, "/party").as_it_is(now),
                None => left.as_it_is(now),
            });
        }
    }
    keep(tx, grant, "invitation.replied", &event, &old, said)
}

/// Whoever came has been met: it is an activity of whoever notes it, and moves the day on which the customer is due.
pub fn attend(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewAttendance,
    known: i64,
) -> Answer<EventInvitation> {
    let (old, event) = both(tx, grant, id, Act::Attend)?;
    if old.state()? == InvitationState::Withdrawn {
        return Err(state(tx, grant, old));
    }
    fresh(known, old.version)?;
    let mut seen = old.clone();
    seen.state = word(&match new.attended {
        true => InvitationState::Attended,
        false => InvitationState::Absent,
    });
    seen.party = new.party.unwrap_or(old.party);
    if let Some(note) = &new.note {
        seen.note = Some(note.clone());
    }
    match (new.attended, old.activity_id) {
        (true, None) => {
            let met = NewActivity {
                customer_id: old.customer_id,
                channel: ActivityChannel::Event,
                outcome: ActivityOutcome::Reached,
                at: Some(event.starts_at),
                note: Some(event.title.clone()),
                next_step: None,
                next_on: None,
            };
            seen.activity_id = Some(activity::log(tx, grant, &met)?.id);
        }
        (came, Some(activity)) if seen.state != old.state => {
            activity::was_met(tx, grant, activity, came)?;
        }
        _ => {}
    }
    keep(tx, grant, "invitation.attendance", &event, &old, seen)
}

fn keep(
    tx: &mut Tx,
    grant: &Grant,
    name: &'static str,
    event: &Event,
    old: &Row,
    mut new: Row,
) -> Answer<EventInvitation> {
    let customer = customer::name(tx.conn, old.customer_id)?;
    let subject = format!("{customer} · {}", event.title);
    let record = Record::new(name, "event_invitation", old.id, subject)
        .team(old.team_id)
        .owner(Some(old.owner_id))
        .clause(CLAUSE)
        .change("state", &old.state, &new.state)
        .change("party", old.party, new.party)
        .change("note", &old.note, &new.note)
        .fact("state", &new.state);
    if !record.unchanged() {
        save(tx, old, &mut new, grant.acting.now)?;
        // Whoever looks after the customer learns what a colleague noted.
        record
            .notify((old.owner_id != grant.me()).then_some(old.owner_id))
            .write(tx, &grant.acting);
    }
    shown(tx.conn, grant, new)
}
