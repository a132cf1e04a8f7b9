//! Deciding the open step: by whoever it lies with, one at a time. Whoever comes second gets the request as it is now.

use contract::Code;
use contract::approval::{Approval, ApprovalState, Decision, NewDecision};
use diesel::prelude::*;
use uuid::Uuid;

use super::read;
use super::step::By;
use super::store::{Held, hold, keep};
use crate::access::Grant;
use crate::db::Tx;
use crate::db::schema::attachments;
use crate::db::types::g;
use crate::http::perform::fresh;
use crate::problem::{Answer, Refusal};

pub fn decide(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewDecision,
    known: i64,
) -> Answer<Approval> {
    let (grant, _) = apply(tx, grant, id, new.decision, new.comment.as_ref(), known)?;
    read::after_act(tx.conn, &grant, id)
}

/// Decides, and answers what the request has become.
pub fn apply(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    decision: Decision,
    comment: Option<&String>,
    known: i64,
) -> Answer<(Grant, ApprovalState)> {
    let (grant, mut held) = claimed(tx, grant, id, known)?;
    if decision != Decision::Approve && comment.is_none() {
        return Err(comment_required(&held)?);
    }
    if decision == Decision::Approve {
        approvable(tx, &held)?;
    }
    let by = By::Person(grant.me());
    let (case, mut seen) = held.parts(tx)?;
    case.decide(&mut seen, grant.acting.now, by, decision, comment.cloned())?;
    let state = held.case.state;
    keep(tx, &grant.acting, held)?;
    Ok((grant, state))
}

pub fn comment_required(held: &Held) -> Answer<Refusal> {
    Ok(Refusal::new(Code::CommentRequired)
        .clause(held.row.matter()?.clause)
        .at("/comment"))
}

/// The module may still miss something before an approval: a certificate.
pub fn approvable(tx: &mut Tx, held: &Held) -> Answer<()> {
    let files: i64 = attachments::table
        .filter(attachments::subject_id.eq(g(held.row.id)))
        .filter(attachments::removed_at.is_null())
        .count()
        .get_result(tx.conn)?;
    (held.row.matter()?.approvable)(tx, held.row.subject_id, files)
}

/// The request under lock, with its open step found to lie with the caller, who has seen its current version.
pub fn claimed(tx: &mut Tx, grant: &Grant, id: Uuid, known: i64) -> Answer<(Grant, Held)> {
    let (grant, mut held) = hold(tx, grant, id)?;
    let (case, mut seen) = held.parts(tx)?;
    let claim = case.may_decide(&mut seen, grant.acting.now, grant.me());
    if let Err(refusal) = claim {
        return Err(refused(tx, &grant, held, refusal)?);
    }
    fresh(known, held.row.version)?;
    Ok((grant, held))
}

/// Completes a refusal: the clause, and where somebody was first, the request as it is now.
pub fn refused(tx: &mut Tx, grant: &Grant, held: Held, refusal: Refusal) -> Answer<Refusal> {
    let (id, clause) = (held.row.id, held.row.matter()?.clause);
    let mut code = refusal.code();
    if let (Code::Forbidden, Some(step)) = (code, held.case.open_step())
        && read::had_step(tx.conn, step.id, id, grant.me())?
    {
        code = Code::StepMoved;
    }
    match code {
        Code::StepMoved => {
            // Taken back with the refusal; the handler moves the step for good.
            keep(tx, &grant.acting, held)?;
        }
        Code::StepDecided | Code::ApprovalClosed => {}
        Code::OwnMatter | Code::Forbidden | Code::Conflict => {
            return Ok(Refusal::new(code).clause(clause));
        }
        _ => return Ok(refusal),
    }
    let now = read::after_act(tx.conn, grant, id)?;
    Ok(Refusal::new(code).clause(clause).current(&now))
}
