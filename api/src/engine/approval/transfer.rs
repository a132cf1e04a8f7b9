//! 轉交 and 加簽: the open step goes to somebody else, or one more is asked before or after it.

use contract::Code;
use contract::approval::{Approval, NewApprover, NewStepTransfer};
use diesel::prelude::*;
use uuid::Uuid;

use super::decide::claimed;
use super::read;
use super::store::keep;
use crate::access::Grant;
use crate::db::Tx;
use crate::db::schema::employees;
use crate::db::types::g;
use crate::problem::{Answer, Refusal};

pub fn transfer(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewStepTransfer,
    known: i64,
) -> Answer<Approval> {
    let (grant, mut held) = claimed(tx, grant, id, known)?;
    exists(tx, new.employee_id)?;
    let (now, me, clause) = (grant.acting.now, grant.me(), held.row.matter()?.clause);
    let (case, mut seen) = held.parts(tx)?;
    case.transfer(&mut seen, now, me, new.employee_id, new.comment.clone())
        .map_err(|refusal| about_the_person(refusal, clause))?;
    keep(tx, &grant.acting, held)?;
    read::after_act(tx.conn, &grant, id)
}

pub fn add(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewApprover,
    known: i64,
) -> Answer<Approval> {
    let (grant, mut held) = claimed(tx, grant, id, known)?;
    exists(tx, new.employee_id)?;
    let (now, me, clause) = (grant.acting.now, grant.me(), held.row.matter()?.clause);
    let (case, mut seen) = held.parts(tx)?;
    case.add(
        &mut seen,
        now,
        me,
        new.employee_id,
        new.position,
        new.comment.clone(),
    )
    .map_err(|refusal| about_the_person(refusal, clause))?;
    keep(tx, &grant.acting, held)?;
    read::after_act(tx.conn, &grant, id)
}

fn exists(tx: &mut Tx, person: Uuid) -> Answer<()> {
    let found: i64 = employees::table
        .filter(employees::id.eq(g(person)))
        .count()
        .get_result(tx.conn)?;
    match found {
        0 => Err(Refusal::new(Code::UnknownReference).at("/employee_id")),
        _ => Ok(()),
    }
}

fn about_the_person(refusal: Refusal, clause: &'static str) -> Refusal {
    match refusal.code() {
        Code::ApproverInvolved | Code::ApproverUnfit => refusal.clause(clause).at("/employee_id"),
        _ => refusal,
    }
}
