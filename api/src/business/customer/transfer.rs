//! Handing customers over, with what the new owner has to know.

use contract::Code;
use contract::customer::{
    Customer, CustomerVersion, NewCustomerTransfer, NewCustomerTransfers, TransferOutcome,
    TransferReport,
};
use diesel::prelude::*;
use uuid::Uuid;

use super::orphan;
use super::store::{self, Row};
use super::write::save;
use crate::access::Grant;
use crate::business::customer_event;
use crate::db::Tx;
use crate::db::schema::employees;
use crate::db::types::g;
use crate::engine::record::Record;
use crate::http::perform::fresh;
use crate::organization::people::owner_in_reach;
use crate::problem::{Answer, Refusal};

/// Whom customers go to, with what has to be known.
struct To<'n> {
    owner: Uuid,
    team: Option<Uuid>,
    note: &'n str,
}

impl<'n> To<'n> {
    fn of(tx: &mut Tx, grant: &Grant, owner: Uuid, note: &'n str) -> Answer<To<'n>> {
        let team = owner_in_reach(tx.conn, grant.reach(), owner, "5.1.3")?;
        Ok(To { owner, team, note })
    }
}

pub fn transfer(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewCustomerTransfer,
    known: i64,
) -> Answer<Customer> {
    let to = To::of(tx, grant, new.owner_id, &new.note)?;
    let (moved, record) = moved(tx, grant, id, &to, known)?;
    record
        .fact("note", &new.note)
        .notify([new.owner_id])
        .write(tx, &grant.acting);
    store::shown(tx.conn, grant, moved)
}

/// Each on its own; the new owner is told once for all.
pub fn transfer_many(
    tx: &mut Tx,
    grant: &Grant,
    new: &NewCustomerTransfers,
) -> Answer<TransferReport> {
    let to = To::of(tx, grant, new.owner_id, &new.note)?;
    let mut data = Vec::with_capacity(new.customers.len());
    for one in &new.customers {
        data.push(outcome(tx, grant, &to, one)?);
    }
    let done = data.iter().filter(|one| one.done).count();
    if done > 0 {
        let name: String = employees::table
            .find(g(new.owner_id))
            .select(employees::name)
            .first(tx.conn)?;
        Record::new("customers.received", "employee", new.owner_id, name)
            .team(to.team)
            .owner(Some(new.owner_id))
            .clause("5.1.3")
            .change("count", (), done)
            .change("note", (), &new.note)
            .fact("count", done)
            .fact("note", &new.note)
            .notify([new.owner_id])
            .write(tx, &grant.acting);
    }
    Ok(TransferReport { data })
}

fn outcome(tx: &mut Tx, grant: &Grant, to: &To, one: &CustomerVersion) -> Answer<TransferOutcome> {
    let refused = match tx.part(|tx| moved(tx, grant, one.id, to, one.version)) {
        Ok((_, record)) => {
            record.write(tx, &grant.acting);
            None
        }
        Err(refusal) if refusal.is_retryable() || refusal.code() == Code::Internal => {
            return Err(refusal);
        }
        Err(refusal) => Some(refusal),
    };
    Ok(TransferOutcome {
        id: one.id,
        done: refused.is_none(),
        code: refused.as_ref().map(|r| r.code().name().to_owned()),
        detail: refused.map(|r| r.problem(grant.locale, "").detail),
    })
}

/// The customer with its new owner, and what is to be recorded of it.
fn moved(tx: &mut Tx, grant: &Grant, id: Uuid, to: &To, known: i64) -> Answer<(Row, Record)> {
    let old = store::row(tx.conn, grant.reach(), id)?;
    if old.owner_id == to.owner {
        return Err(Refusal::new(Code::Conflict).clause("5.1.3").at("/owner_id"));
    }
    fresh(known, old.version)?;
    let mut moved = old.clone();
    moved.owner_id = to.owner;
    moved.team_id = to.team;
    save(tx, &old, &mut moved, grant.acting.now)?;
    orphan::taken_over(tx, id)?;
    customer_event::customer_transferred(tx, id, to.owner, to.team, grant.acting.now)?;
    let record = Record::new("customer.transferred", "customer", id, &old.name)
        .team(to.team)
        .owner(Some(to.owner))
        .clause("5.1.3")
        .change("owner_id", old.owner_id, to.owner)
        .change("team_id", old.team_id, to.team)
        .change("note", (), to.note);
    Ok((moved, record))
}
