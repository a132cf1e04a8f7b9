//! The company's step: its decision is recorded with the document by whoever is no party. A service account is its owner's hand:
//! what its owner may not decide it doesn't decide either (rules.md, invariant 1).

use contract::Code;
use contract::approval::{Approval, ApprovalEventKind as Event, Decision, NewCompanyDecision};
use diesel::prelude::*;
use uuid::Uuid;

use super::decide::{approvable, comment_required, refused};
use super::read;
use super::step::{By, Happened};
use super::store::{Held, hold_seen, keep};
use crate::access::Grant;
use crate::db::Tx;
use crate::db::schema::attachments as a;
use crate::db::types::g;
use crate::http::perform::fresh;
use crate::organization::settings;
use crate::problem::{Answer, Refusal};

pub fn decide(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewCompanyDecision,
    known: i64,
) -> Answer<Approval> {
    read::row_inside(tx.conn, grant.reach(), id)?;
    let (grant, mut held) = hold_seen(tx, grant, id)?;
    let now = grant.acting.now;
    let recorder = grant.me();
    let (case, mut seen) = held.parts(tx)?;
    let may = case.may_decide_for_company(&mut seen, now, recorder);
    if let Err(refusal) = may {
        return Err(refused(tx, &grant, held, refusal)?);
    }
    fresh(known, held.row.version)?;
    check(tx, &grant, &held, new)?;
    if new.decision == Decision::Approve {
        approvable(tx, &held)?;
    }
    held.decided_on = Some(new.decided_on);
    let (case, mut seen) = held.parts(tx)?;
    let mut decided =
        Happened::new(Event::CompanyDecided, Some(recorder)).note(new.comment.clone());
    decided.document = new.document_id;
    case.happened.push(decided);
    let by = By::Company(recorder);
    case.decide(&mut seen, now, by, new.decision, new.comment.clone())?;
    keep(tx, &grant.acting, held)?;
    read::after_act(tx.conn, &grant, id)
}

fn check(tx: &mut Tx, grant: &Grant, held: &Held, new: &NewCompanyDecision) -> Answer<()> {
    let clause = held.row.matter()?.clause;
    if new.decided_on > settings::today(tx.conn, grant.acting.now)? {
        return Err(Refusal::new(Code::DateOrder)
            .clause(clause)
            .at("/decided_on"));
    }
    let Some(document) = new.document_id else {
        return Err(Refusal::new(Code::DocumentRequired)
            .clause(clause)
            .at("/document_id"));
    };
    let found: i64 = a::table
        .filter(a::id.eq(g(document)))
        .filter(a::subject_id.eq(g(held.row.id)))
        .filter(a::removed_at.is_null())
        .count()
        .get_result(tx.conn)?;
    if found == 0 {
        return Err(Refusal::new(Code::UnknownReference).at("/document_id"));
    }
    if new.decision != Decision::Approve && new.comment.is_none() {
        return Err(comment_required(held)?);
    }
    Ok(())
}
