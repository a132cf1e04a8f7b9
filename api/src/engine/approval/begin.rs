//! How a matter comes into the engine, and who would decide if it did.

use chrono::{DateTime, Utc};
use contract::approval::{ApprovalEventKind, ApprovalState, PlannedStep};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::{Place, applying, place};
use super::resolve::{Known, Seen};
use super::row::{Row, facts_of, parties};
use super::step::{Happened, Step};
use super::store::{Held, keep};
use super::{NewApproval, flow};
use crate::access::Grant;
use crate::clock;
use crate::db::schema::approvals;
use crate::db::types::{g, t};
use crate::db::words::word;
use crate::db::{AnyConn, Tx};
use crate::organization::people;
use crate::problem::Answer;

/// Starts a matter under the current flow and opens its first step. Answers the approval's id.
pub fn submit(tx: &mut Tx, grant: &Grant, new: &NewApproval) -> Answer<Uuid> {
    let now = grant.acting.now;
    let flow = flow::current(tx, new.kind)?;
    let id = clock::new_id();
    let creator = grant.me();
    diesel::insert_into(approvals::table)
        .values((
            approvals::id.eq(g(id)),
            approvals::kind.eq(word(&new.kind)),
            approvals::subject_id.eq(g(new.subject_id)),
            approvals::state.eq(word(&ApprovalState::Open)),
            approvals::applicant_id.eq(g(new.applicant)),
            approvals::created_by.eq(g(creator)),
            approvals::beneficiary_id.eq(g(new.beneficiary)),
            approvals::team_id.eq(g(new.team_id)),
            approvals::flow_number.eq(flow.number),
            approvals::round.eq(1),
            facts_of(&new.facts),
            approvals::reminded_at.eq(t(None::<DateTime<Utc>>)),
            approvals::version.eq(0),
            approvals::created_at.eq(t(now)),
            approvals::updated_at.eq(t(now)),
            approvals::decided_at.eq(t(None::<DateTime<Utc>>)),
        ))
        .execute(tx.conn)?;
    let row: Row = approvals::table
        .find(g(id))
        .select(Row::as_select())
        .first(tx.conn)?;
    let mut held = Held::new(tx, now, row, Vec::new())?;
    let submitted = Happened::new(ApprovalEventKind::Submitted, Some(creator));
    held.case.happened.push(submitted);
    let steps = applying(&flow.steps, &new.facts);
    let steps = steps.iter().map(Step::of_flow).collect();
    let (case, mut seen) = held.parts(tx)?;
    case.begin(&mut seen, now, steps)?;
    keep(tx, &grant.acting, held)?;
    Ok(id)
}

/// Who would decide, as things are now; changes nothing.
pub fn plan(conn: &mut AnyConn, grant: &Grant, new: &NewApproval) -> Answer<Vec<PlannedStep>> {
    let flow = flow::peek(conn, new.kind)?;
    let mut known = Known::new(conn, grant.acting.now)?;
    let gain = new.facts.beneficiaries.iter().copied();
    let parties = parties(new.applicant, grant.me(), gain.chain(new.beneficiary));
    let steps: Vec<Step> = applying(&flow.steps, &new.facts)
        .iter()
        .map(Step::of_flow)
        .collect();
    let mut places = Vec::new();
    for step in &steps {
        let mut seen = Seen {
            conn: &mut *conn,
            known: &mut known,
            kind: new.kind,
            team: new.team_id,
        };
        places.push(place(&mut seen, &step.seek, &parties)?);
    }
    let ids = places
        .iter()
        .flat_map(|p| [p.holder, p.stands_for])
        .flatten()
        .collect();
    let people = people::by_ids(conn, ids)?;
    let person = |id: Option<Uuid>| id.and_then(|id| people.get(&id).cloned());
    let planned = |(step, place): (Step, Place)| PlannedStep {
        relation: step.seek.relation,
        level: place.level,
        name: step.name,
        holder: person(place.holder),
        on_behalf_of: person(place.stands_for),
    };
    Ok(steps.into_iter().zip(places).map(planned).collect())
}
