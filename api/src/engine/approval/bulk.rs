//! Many decisions at once: each stands or falls on its own, and the report says how.

use contract::Code;
use contract::approval::{BulkItem, BulkOutcome, BulkReport, NewBulkDecision};

use super::decide::apply;
use super::{deadline, read};
use crate::access::Grant;
use crate::db::Tx;
use crate::problem::Answer;

pub fn decide(tx: &mut Tx, grant: &Grant, new: &NewBulkDecision) -> Answer<BulkReport> {
    let mut data = Vec::with_capacity(new.items.len());
    for item in &new.items {
        data.push(one(tx, grant, new, item)?);
    }
    Ok(BulkReport { data })
}

fn one(tx: &mut Tx, grant: &Grant, new: &NewBulkDecision, item: &BulkItem) -> Answer<BulkOutcome> {
    let decided = tx.part(|tx| {
        apply(
            tx,
            grant,
            item.id,
            new.decision,
            new.comment.as_ref(),
            item.version,
        )
    });
    match decided {
        Ok((_, state)) => Ok(BulkOutcome {
            id: item.id,
            done: true,
            state: Some(state),
            code: None,
            detail: None,
        }),
        Err(refusal) if refusal.is_retryable() || refusal.code() == Code::Internal => Err(refusal),
        Err(refusal) => {
            if refusal.code() == Code::StepMoved {
                deadline::rehome(tx, &grant.acting, item.id)?;
            }
            let row = match read::row(tx.conn, grant, item.id) {
                Ok(row) => Some(row),
                Err(unseen) if unseen.code() == Code::NotFound => None,
                Err(refusal) => return Err(refusal),
            };
            Ok(BulkOutcome {
                id: item.id,
                done: false,
                state: row.map(|r| r.state()).transpose()?,
                code: Some(refusal.code().name().to_owned()),
                detail: Some(refusal.problem(grant.locale, "").detail),
            })
        }
    }
}
