//! What the applicant, or whoever entered the request, may do: take it back, hurry it, submit it again after a return.

use chrono::Duration;
use contract::Code;
use contract::approval::{Approval, ApprovalNote, ApprovalState};
use diesel::prelude::*;
use uuid::Uuid;

use super::decide::refused;
use super::logic::applying;
use super::row::{Row, followed};
use super::step::Step;
use super::store::{Held, hold, hold_for, keep, keep_facts, keep_reminded};
use super::{flow, read};
use crate::access::Grant;
use crate::db::Tx;
use crate::db::schema::approvals;
use crate::db::types::g;
use crate::db::words::word;
use crate::engine::record::Acting;
use crate::problem::{Answer, Refusal};

/// Between two reminders of one request.
const QUIET_HOURS: i64 = 4;

fn held_for_follower(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<(Grant, Held)> {
    let (grant, held) = hold(tx, grant, id)?;
    followed(&held.row, &grant)?;
    Ok((grant, held))
}

/// 撤回, while it's open or returned.
pub fn withdraw(tx: &mut Tx, grant: &Grant, id: Uuid, note: &ApprovalNote) -> Answer<Approval> {
    let (grant, mut held) = held_for_follower(tx, grant, id)?;
    let withdrawn: Answer<()> = held.case.withdraw(Some(grant.me()), note.comment.clone());
    if let Err(refusal) = withdrawn {
        return Err(refused(tx, &grant, held, refusal)?);
    }
    keep(tx, &grant.acting, held)?;
    read::after_act(tx.conn, &grant, id)
}

/// Takes back what somebody who leaves has asked for and what isn't decided: nobody else could follow it.
pub fn withdraw_all(tx: &mut Tx, acting: &Acting, applicant: Uuid) -> Answer<()> {
    let undecided = [ApprovalState::Open, ApprovalState::Returned].map(|state| word(&state));
    let ids: Vec<Uuid> = approvals::table
        .filter(approvals::applicant_id.eq(g(applicant)))
        .filter(approvals::state.eq_any(undecided))
        .order(approvals::id)
        .select(approvals::id)
        .load(tx.conn)?;
    for id in ids {
        let (acting, mut held) = hold_for(tx, acting, id)?;
        // Decided while its row was waited for.
        if !matches!(
            held.case.state,
            ApprovalState::Open | ApprovalState::Returned
        ) {
            continue;
        }
        held.case.withdraw::<Refusal>(acting.employee_id, None)?;
        keep(tx, &acting, held)?;
    }
    Ok(())
}

/// 催辦, once in four hours.
pub fn remind(tx: &mut Tx, grant: &Grant, id: Uuid, note: &ApprovalNote) -> Answer<Approval> {
    let (grant, mut held) = held_for_follower(tx, grant, id)?;
    let now = grant.acting.now;
    let reminded: Answer<()> = held.case.remind(grant.me(), note.comment.clone());
    if let Err(refusal) = reminded {
        return Err(refused(tx, &grant, held, refusal)?);
    }
    let again = held
        .row
        .reminded_at
        .map(|at| at + Duration::hours(QUIET_HOURS));
    if let Some(again) = again.filter(|again| *again > now) {
        let seconds = (again - now).num_seconds().unsigned_abs() + 1;
        return Err(Refusal::new(Code::RemindedRecently)
            .clause(held.row.matter()?.clause)
            .retry_after(seconds));
    }
    keep_reminded(tx, id, now)?;
    keep(tx, &grant.acting, held)?;
    read::after_act(tx.conn, &grant, id)
}

/// After a return: the module checks its record anew; a new round begins under the flow it started with.
pub fn resubmit(tx: &mut Tx, grant: &Grant, id: Uuid, note: &ApprovalNote) -> Answer<Approval> {
    let (grant, mut held) = held_for_follower(tx, grant, id)?;
    let matter = held.row.matter()?;
    if held.case.state != ApprovalState::Returned {
        return Err(Refusal::new(Code::ApprovalNotReturned).clause(matter.clause));
    }
    let facts = (matter.resubmit)(tx, &grant, held.row.subject_id)?;
    keep_facts(tx, id, &facts)?;
    held.row = approvals::table
        .find(g(id))
        .select(Row::as_select())
        .first(tx.conn)?;
    held.case.parties = held.row.parties()?;
    let flow = flow::numbered(tx.conn, matter.kind, held.row.flow_number)?;
    let steps = applying(&flow.steps, &facts);
    let steps = steps.iter().map(Step::of_flow).collect();
    let (now, me) = (grant.acting.now, grant.me());
    let (case, mut seen) = held.parts(tx)?;
    case.resubmit(&mut seen, now, me, steps, note.comment.clone())?;
    keep(tx, &grant.acting, held)?;
    read::after_act(tx.conn, &grant, id)
}
