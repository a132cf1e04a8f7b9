//! What happened to a request goes into the audit trail and to whom it concerns, each event once.

use contract::Locale;
use contract::approval::{ApprovalEventKind as Event, ApprovalState, Relation, StepState};
use diesel::prelude::*;
use uuid::Uuid;

use super::case::Case;
use super::logic::Organization;
use super::resolve::{Known, Seen};
use super::row::{Row, payload};
use super::step::{Happened, Step};
use crate::db::Tx;
use crate::db::schema::approval_copies;
use crate::db::types::g;
use crate::engine::record::{Acting, Record};
use crate::organization::people;
use crate::problem::Answer;

/// Records everything that has happened to the case since it was loaded.
pub fn record(tx: &mut Tx, acting: &Acting, row: &Row, case: &Case) -> Answer<()> {
    let matter = row.matter()?;
    let facts = row.facts()?;
    let mut ids = vec![row.applicant_id];
    ids.extend(case.happened.iter().filter_map(|h| h.actor));
    let names = people::by_ids(tx.conn, ids)?;
    let name = |id: Uuid| names.get(&id).map(|p| p.name.clone()).unwrap_or_default();
    let headline = (matter.headline)(&facts, Locale::default());
    let subject = format!("{} · {headline}", name(row.applicant_id));
    let payload = payload(row)?;
    for (n, happened) in case.happened.iter().enumerate() {
        let last = n + 1 == case.happened.len();
        let recipients = recipients(tx, acting, row, case, happened, last)?;
        let mut record = Record::new(
            event_name(happened.event, last && closed(case.state)),
            "approval",
            row.id,
            subject.clone(),
        )
        .team(row.team_id)
        .owner(Some(row.applicant_id))
        .clause(matter.clause)
        .change("comment", (), &happened.note)
        .change("holder_id", (), happened.target)
        .change("on_behalf_of", (), happened.stands_for)
        .fact("matter", &payload)
        .fact("applicant", name(row.applicant_id))
        .fact("actor", happened.actor.map(name))
        .fact("note", &happened.note)
        .notify(recipients);
        if last {
            record = record.change("state", row.state()?, case.state);
        }
        record.write(tx, acting);
    }
    Ok(())
}

pub fn closed(state: ApprovalState) -> bool {
    !matches!(state, ApprovalState::Open | ApprovalState::Returned)
}

fn event_name(event: Event, closes: bool) -> &'static str {
    match (event, closes) {
        (Event::Submitted, _) => "approval.submitted",
        (Event::Resubmitted, _) => "approval.resubmitted",
        (Event::Opened, _) => "approval.opened",
        (Event::Approved, true) => "approval.approved",
        (Event::Approved, false) => "approval.step_approved",
        (Event::Refused, _) => "approval.refused",
        (Event::Returned, _) => "approval.returned",
        (Event::Transferred, _) => "approval.transferred",
        (Event::AddedBefore | Event::AddedAfter, _) => "approval.approver_added",
        (Event::Commented, _) => "approval.commented",
        (Event::Copied, _) => "approval.copied",
        (Event::Attached, _) => "approval.attached",
        (Event::Withdrawn, _) => "approval.withdrawn",
        (Event::Reminded, _) => "approval.reminded",
        (Event::DeadlineReminded, _) => "approval.deadline_passed",
        (Event::Escalated, _) => "approval.escalated",
        (Event::Reassigned, _) => "approval.reassigned",
        (Event::CompanyDecided, _) => "approval.company_decided",
    }
}

/// Whoever has to act, or whose matter it is. (The actor isn't told of their own act.)
fn recipients(
    tx: &mut Tx,
    acting: &Acting,
    row: &Row,
    case: &Case,
    happened: &Happened,
    last: bool,
) -> Answer<Vec<Uuid>> {
    let step = |id: Option<Uuid>| case.steps.iter().find(|s| Some(s.id) == id);
    let followers = || vec![row.applicant_id, row.created_by];
    Ok(match happened.event {
        Event::Submitted => followers(),
        Event::Opened
        | Event::Reassigned
        | Event::Escalated
        | Event::Transferred
        | Event::Reminded
        | Event::DeadlineReminded => match step(happened.step) {
            Some(step) => deciders(tx, acting, row, step)?,
            None => Vec::new(),
        },
        Event::Approved if last && case.state == ApprovalState::Approved => {
            let mut all = followers();
            all.extend(copied(tx, row.id)?);
            all
        }
        Event::Refused => {
            let mut all = followers();
            all.extend(copied(tx, row.id)?);
            all
        }
        Event::Returned => followers(),
        Event::Withdrawn => {
            let waiting = case
                .steps
                .iter()
                .filter(|s| s.state == StepState::Cancelled);
            waiting
                .flat_map(|s| [s.place.holder, s.place.stands_for])
                .flatten()
                .collect()
        }
        Event::Commented | Event::Attached => {
            let mut all = followers();
            if let Some(step) = case.open_step() {
                all.extend(
                    [step.place.holder, step.place.stands_for]
                        .into_iter()
                        .flatten(),
                );
            }
            all
        }
        Event::Copied => happened.target.into_iter().collect(),
        Event::Approved
        | Event::Resubmitted
        | Event::AddedBefore
        | Event::AddedAfter
        | Event::CompanyDecided => Vec::new(),
    })
}

/// With whom the step lies; a step of the company is told to those who may record its decision.
fn deciders(tx: &mut Tx, acting: &Acting, row: &Row, step: &Step) -> Answer<Vec<Uuid>> {
    if step.place.level != Relation::Company {
        return Ok([step.place.holder, step.place.stands_for]
            .into_iter()
            .flatten()
            .collect());
    }
    let matter = row.matter()?;
    let mut known = Known::new(tx.conn, acting.now)?;
    let mut seen = Seen {
        conn: &mut *tx.conn,
        known: &mut known,
        kind: matter.kind,
        team: row.team_id,
    };
    let mut found = vec![seen.seat(Relation::Manager, None)?];
    found.push(seen.seat(Relation::Deputy, None)?);
    if row.team_id.is_none() {
        found.push(seen.seat(Relation::FieldDeputy, Some(matter.field))?);
    }
    let parties = row.parties()?;
    let found = found.into_iter().flatten();
    Ok(found.filter(|p| !parties.contains(p)).collect())
}

fn copied(tx: &mut Tx, approval: Uuid) -> Answer<Vec<Uuid>> {
    Ok(approval_copies::table
        .filter(approval_copies::approval_id.eq(g(approval)))
        .select(approval_copies::employee_id)
        .load(tx.conn)?)
}
