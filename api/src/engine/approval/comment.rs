//! Comments and copies (抄送), by whoever may see the request.

use contract::Code;
use contract::approval::{Approval, ApprovalEventKind as Event, NewComment, NewCopies};
use diesel::prelude::*;
use uuid::Uuid;

use super::read;
use super::step::Happened;
use super::store::{hold, keep};
use crate::access::Grant;
use crate::clock;
use crate::db::Tx;
use crate::db::schema::{approval_copies as c, employees};
use crate::db::types::{g, gs, t};
use crate::problem::{Answer, Refusal};

pub fn comment(tx: &mut Tx, grant: &Grant, id: Uuid, new: &NewComment) -> Answer<Approval> {
    let (grant, mut held) = hold(tx, grant, id)?;
    let said = Happened::new(Event::Commented, Some(grant.me())).note(Some(new.text.clone()));
    held.case.happened.push(said);
    keep(tx, &grant.acting, held)?;
    read::after_act(tx.conn, &grant, id)
}

/// Whoever has a copy already isn't told again.
pub fn copy(tx: &mut Tx, grant: &Grant, id: Uuid, new: &NewCopies) -> Answer<Approval> {
    let (grant, mut held) = hold(tx, grant, id)?;
    let known: Vec<(Uuid, String)> = employees::table
        .filter(employees::id.eq_any(gs(new.employee_ids.iter().copied())))
        .select((employees::id, employees::status))
        .load(tx.conn)?;
    let mut have: Vec<Uuid> = c::table
        .filter(c::approval_id.eq(g(id)))
        .select(c::employee_id)
        .load(tx.conn)?;
    for (n, person) in new.employee_ids.iter().enumerate() {
        let at = |code| Err(Refusal::new(code).at(format!("/employee_ids/{n}")));
        match known.iter().find(|(id, _)| id == person) {
            None => return at(Code::UnknownReference),
            Some((_, status)) if status == "inactive" => return at(Code::EmployeeInactive),
            Some(_) if have.contains(person) => continue,
            Some(_) => have.push(*person),
        }
        diesel::insert_into(c::table)
            .values((
                c::id.eq(g(clock::new_id())),
                c::approval_id.eq(g(id)),
                c::employee_id.eq(g(*person)),
                c::created_at.eq(t(grant.acting.now)),
            ))
            .execute(tx.conn)?;
        let copied = Happened::new(Event::Copied, Some(grant.me())).target(Some(*person));
        held.case.happened.push(copied);
    }
    if !held.case.happened.is_empty() {
        keep(tx, &grant.acting, held)?;
    }
    read::after_act(tx.conn, &grant, id)
}
