//! What is done with a ticket: reported, given to somebody, repaired, confirmed or not, declined.

use contract::access::Field;
use contract::repair::{
    NewRepair, NewRepairAssignment, NewRepairConfirmation, NewRepairRefusal, NewRepairTicket,
    RepairState, RepairTicket, RepairUrgency,
};
use contract::{Action, Code};
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use super::logic::{Act, due};
use super::store::{Row, insert, row, save, shown};
use crate::access::Grant;
use crate::clock;
use crate::db::schema::employees as e;
use crate::db::types::g;
use crate::db::words::{parse, word};
use crate::db::{Tx, hold};
use crate::http::perform::fresh;
use crate::organization::{people, superior};
use crate::problem::{Answer, Refusal};

pub fn report(tx: &mut Tx, grant: &Grant, new: &NewRepairTicket) -> Answer<RepairTicket> {
    let now = grant.acting.now;
    let team_id: Option<Uuid> = e::table
        .find(g(grant.me()))
        .select(e::team_id)
        .first(tx.conn)?;
    // A key that is bound to a team reports only what is that team's.
    if !grant
        .reach()
        .covers(team_id, Some(grant.me()), Field::Workplace)
    {
        return Err(grant.beyond().clause(CLAUSE));
    }
    let made = Row {
        id: clock::new_id(),
        title: new.title.clone(),
        place: new.place.clone(),
        description: new.description.clone(),
        urgency: word(&new.urgency),
        state: word(&RepairState::Reported),
        reporter_id: grant.me(),
        team_id,
        assignee_id: None,
        repairer: None,
        due_at: due(now, new.urgency),
        fixed_at: None,
        repair: None,
        confirmed_at: None,
        declined_because: None,
        reopened: 0,
        told_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    insert(tx, &made)?;
    let above = superior::of(tx.conn, team_id, &[grant.me()], now)?;
    made.record("repair.reported")
        .change("title", (), &made.title)
        .change("urgency", (), &made.urgency)
        .fact("urgency", &made.urgency)
        .notify(above)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, made)
}

/// One that the caller sees and may do this to; others that write to it wait until this is through.
fn held(tx: &mut Tx, grant: &Grant, id: Uuid, act: Act, known: i64) -> Answer<Row> {
    let seen = row(tx.conn, grant, id)?;
    hold(tx.conn, "repair_tickets", &[seen.id], "FOR UPDATE")?;
    let old = row(tx.conn, grant, id)?;
    let owner = match act {
        Act::Fix => old.assignee_id.unwrap_or(old.reporter_id),
        Act::Assign | Act::Confirm | Act::Decline => old.reporter_id,
    };
    // Whoever sees to a ticket sees it, and does nothing else to it for that.
    if !grant
        .reach()
        .covers(old.team_id, Some(owner), Field::Workplace)
    {
        return Err(grant.beyond().clause(CLAUSE));
    }
    old.check(tx.conn, grant, act)?;
    fresh(known, old.version)?;
    Ok(old)
}

pub fn assign(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewRepairAssignment,
    known: i64,
) -> Answer<RepairTicket> {
    let old = held(tx, grant, id, Act::Assign, known)?;
    let team = people::team_of_active(tx.conn, new.assignee_id)?;
    let fits = |team: &Option<Uuid>| {
        let reach = grant.reach_of(Action::RepairAssign);
        team.is_some() && *team == old.team_id
            || reach.covers(*team, Some(new.assignee_id), Field::Workplace)
    };
    if !team.as_ref().is_some_and(fits) {
        let unknown = Refusal::new(Code::UnknownReference).clause(CLAUSE);
        return Err(unknown.at("/assignee_id"));
    }
    let mut given = old.clone();
    given.state = word(&RepairState::Assigned);
    given.assignee_id = Some(new.assignee_id);
    if let Some(urgency) = new.urgency {
        given.urgency = word(&urgency);
    }
    let urgency: RepairUrgency = parse(&given.urgency)?;
    given.due_at = due(old.created_at, urgency);
    if let Some(repairer) = &new.repairer {
        given.repairer = Some(repairer.clone());
    }
    let record = given
        .record("repair.assigned")
        .change("state", &old.state, &given.state)
        .change("assignee_id", old.assignee_id, given.assignee_id)
        .change("urgency", &old.urgency, &given.urgency)
        .change("repairer", &old.repairer, &given.repairer);
    if record.unchanged() {
        return shown(tx.conn, grant, old);
    }
    save(tx, &old, &mut given, grant.acting.now)?;
    record
        .notify([new.assignee_id, old.reporter_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, given)
}

pub fn fix(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewRepair,
    known: i64,
) -> Answer<RepairTicket> {
    let old = held(tx, grant, id, Act::Fix, known)?;
    let mut fixed = old.clone();
    fixed.state = word(&RepairState::Fixed);
    fixed.fixed_at = Some(grant.acting.now);
    fixed.repair = Some(new.repair.clone());
    save(tx, &old, &mut fixed, grant.acting.now)?;
    fixed
        .record("repair.fixed")
        .change("state", &old.state, &fixed.state)
        .change("repair", &old.repair, &fixed.repair)
        .notify([old.reporter_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, fixed)
}

/// By whoever reported it: it is repaired, or it isn't and goes on.
pub fn confirm(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewRepairConfirmation,
    known: i64,
) -> Answer<RepairTicket> {
    let old = held(tx, grant, id, Act::Confirm, known)?;
    if !new.repaired && new.note.is_none() {
        let missing = Refusal::new(Code::CommentRequired).clause(CLAUSE);
        return Err(missing.at("/note"));
    }
    let mut seen = old.clone();
    let event = match new.repaired {
        true => {
            seen.state = word(&RepairState::Confirmed);
            seen.confirmed_at = Some(grant.acting.now);
            "repair.confirmed"
        }
        false => {
            seen.state = word(&RepairState::Assigned);
            seen.fixed_at = None;
            seen.reopened += 1;
            "repair.reopened"
        }
    };
    save(tx, &old, &mut seen, grant.acting.now)?;
    seen.record(event)
        .change("state", &old.state, &seen.state)
        .change("note", (), &new.note)
        .fact("note", &new.note)
        .notify(old.assignee_id)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, seen)
}

pub fn decline(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewRepairRefusal,
    known: i64,
) -> Answer<RepairTicket> {
    let old = held(tx, grant, id, Act::Decline, known)?;
    let mut declined = old.clone();
    declined.state = word(&RepairState::Declined);
    declined.declined_because = Some(new.reason.clone());
    save(tx, &old, &mut declined, grant.acting.now)?;
    declined
        .record("repair.declined")
        .change("state", &old.state, &declined.state)
        .change("reason", (), &new.reason)
        .fact("reason", &new.reason)
        .notify([old.reporter_id])
        .notify(old.assignee_id)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, declined)
}
