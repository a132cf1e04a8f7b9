//! What is done with a hazard: reported, given to somebody, put right, looked at again, dismissed.

use contract::access::Field;
use contract::hazard::{
    Hazard, HazardSeverity, HazardState, NewHazard, NewHazardAssignment, NewHazardDismissal,
    NewHazardRecheck, NewHazardRectification,
};
use contract::{Action, Code};
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use super::logic::{Act, day_fits, due};
use super::store::{Row, insert, row, save, shown};
use crate::access::Grant;
use crate::clock;
use crate::db::schema::employees as e;
use crate::db::types::g;
use crate::db::words::{parse, word};
use crate::db::{Tx, hold};
use crate::http::perform::fresh;
use crate::organization::{people, settings, superior};
use crate::people::attendance::day::zone;
use crate::problem::{Answer, Refusal};
use crate::workplace::place;

pub fn report(tx: &mut Tx, grant: &Grant, new: &NewHazard) -> Answer<Hazard> {
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
        kind: word(&new.kind),
        place_id: new.place_id,
        spot: new.spot.clone(),
        description: new.description.clone(),
        severity: word(&new.severity),
        state: word(&HazardState::Found),
        reporter_id: grant.me(),
        team_id,
        assignee_id: None,
        due_at: due(now, new.severity),
        rectified_at: None,
        rectified_by: None,
        rectification: None,
        rechecked_at: None,
        rechecked_by: None,
        dismissed_because: None,
        reopened: 0,
        told_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    if let Some(place) = made.place_id {
        let known = place::refs(tx.conn, vec![place])?;
        if known.is_empty() {
            let unknown = Refusal::new(Code::UnknownReference).clause(CLAUSE);
            return Err(unknown.at("/place_id"));
        }
    }
    insert(tx, &made)?;
    let above = superior::of(tx.conn, team_id, &[grant.me()], now)?;
    made.record("hazard.reported")
        .change("title", (), &made.title)
        .change("severity", (), &made.severity)
        .fact("severity", &made.severity)
        .notify(above)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, made)
}

/// One that the caller sees and may do this to; others that write to it wait until this is through.
fn held(tx: &mut Tx, grant: &Grant, id: Uuid, act: Act, known: i64) -> Answer<Row> {
    let seen = row(tx.conn, grant, id)?;
    hold(tx.conn, "hazards", &[seen.id], "FOR UPDATE")?;
    let old = row(tx.conn, grant, id)?;
    let owner = match act {
        Act::Rectify => old.assignee_id.unwrap_or(old.reporter_id),
        Act::Assign | Act::Recheck | Act::Dismiss => old.reporter_id,
    };
    // Whoever puts a hazard right sees it, and does nothing else to it for that.
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
    new: &NewHazardAssignment,
    known: i64,
) -> Answer<Hazard> {
    let old = held(tx, grant, id, Act::Assign, known)?;
    let team = people::team_of_active(tx.conn, new.assignee_id)?;
    let fits = |team: &Option<Uuid>| {
        let reach = grant.reach_of(Action::HazardAssign);
        team.is_some() && *team == old.team_id
            || reach.covers(*team, Some(new.assignee_id), Field::Workplace)
    };
    if !team.as_ref().is_some_and(fits) {
        let unknown = Refusal::new(Code::UnknownReference).clause(CLAUSE);
        return Err(unknown.at("/assignee_id"));
    }
    let mut given = old.clone();
    given.state = word(&HazardState::Assigned);
    given.assignee_id = Some(new.assignee_id);
    if let Some(severity) = new.severity {
        given.severity = word(&severity);
    }
    let severity: HazardSeverity = parse(&given.severity)?;
    if new.severity.is_some() {
        given.due_at = due(old.created_at, severity);
    }
    if let Some(day) = new.rectify_by {
        let now = grant.acting.now;
        if !day_fits(day, settings::today(tx.conn, now)?) {
            let wrong = Refusal::new(Code::DateOrder).clause(CLAUSE);
            return Err(wrong.at("/rectify_by"));
        }
        let after = day.succ_opt().unwrap_or(day);
        given.due_at = zone::instant(settings::zone(tx.conn)?, after, 0);
    }
    if given.due_at != old.due_at {
        given.told_at = None;
    }
    let record = given
        .record("hazard.assigned")
        .change("state", &old.state, &given.state)
        .change("assignee_id", old.assignee_id, given.assignee_id)
        .change("severity", &old.severity, &given.severity)
        .change("due_at", old.due_at, given.due_at);
    if record.unchanged() {
        return shown(tx.conn, grant, old);
    }
    save(tx, &old, &mut given, grant.acting.now)?;
    record
        .notify([new.assignee_id, old.reporter_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, given)
}

pub fn rectify(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewHazardRectification,
    known: i64,
) -> Answer<Hazard> {
    let old = held(tx, grant, id, Act::Rectify, known)?;
    let mut right = old.clone();
    right.state = word(&HazardState::Rectified);
    right.rectified_at = Some(grant.acting.now);
    right.rectified_by = Some(grant.me());
    right.rectification = Some(new.rectification.clone());
    save(tx, &old, &mut right, grant.acting.now)?;
    let above = superior::of(tx.conn, old.team_id, &[grant.me()], grant.acting.now)?;
    right
        .record("hazard.rectified")
        .change("state", &old.state, &right.state)
        .change("rectification", &old.rectification, &right.rectification)
        .notify(above)
        .notify([old.reporter_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, right)
}

/// By somebody above, never by whoever put it right: it is, or it isn't and goes on.
pub fn recheck(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewHazardRecheck,
    known: i64,
) -> Answer<Hazard> {
    let old = held(tx, grant, id, Act::Recheck, known)?;
    if old.rectified_by == Some(grant.me()) {
        return Err(Refusal::new(Code::OwnMatter).clause(CLAUSE));
    }
    if !new.in_order && new.note.is_none() {
        let missing = Refusal::new(Code::CommentRequired).clause(CLAUSE);
        return Err(missing.at("/note"));
    }
    let now = grant.acting.now;
    let mut seen = old.clone();
    seen.rechecked_at = Some(now);
    seen.rechecked_by = Some(grant.me());
    let event = match new.in_order {
        true => {
            seen.state = word(&HazardState::Closed);
            "hazard.closed"
        }
        false => {
            seen.state = word(&HazardState::Assigned);
            seen.rectified_at = None;
            seen.rectified_by = None;
            seen.reopened += 1;
            "hazard.reopened"
        }
    };
    save(tx, &old, &mut seen, now)?;
    seen.record(event)
        .change("state", &old.state, &seen.state)
        .change("note", (), &new.note)
        .fact("note", &new.note)
        .notify(old.assignee_id)
        .notify([old.reporter_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, seen)
}

pub fn dismiss(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewHazardDismissal,
    known: i64,
) -> Answer<Hazard> {
    let old = held(tx, grant, id, Act::Dismiss, known)?;
    let mut none = old.clone();
    none.state = word(&HazardState::Dismissed);
    none.dismissed_because = Some(new.reason.clone());
    save(tx, &old, &mut none, grant.acting.now)?;
    none.record("hazard.dismissed")
        .change("state", &old.state, &none.state)
        .change("reason", (), &new.reason)
        .fact("reason", &new.reason)
        .notify([old.reporter_id])
        .notify(old.assignee_id)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, none)
}
