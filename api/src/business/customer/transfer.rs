//! Handing a customer over, with what the new owner has to know.

use contract::Code;
use contract::customer::{Customer, NewCustomerTransfer};
use uuid::Uuid;

use super::store;
use super::write::{owner_in_reach, save};
use crate::access::Grant;
use crate::db::Tx;
use crate::engine::record::Record;
use crate::http::perform::fresh;
use crate::problem::{Answer, Refusal};

pub fn transfer(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewCustomerTransfer,
    known: i64,
) -> Answer<Customer> {
    let old = store::row(tx.conn, grant.reach(), id)?;
    let team = owner_in_reach(tx.conn, grant.reach(), new.owner_id)?;
    if old.owner_id == new.owner_id {
        return Err(Refusal::new(Code::Conflict).clause("5.1.3").at("/owner_id"));
    }
    fresh(known, old.version)?;
    let mut moved = old.clone();
    moved.owner_id = new.owner_id;
    moved.team_id = team;
    save(tx, &old, &mut moved, grant.acting.now)?;
    Record::new("customer.transferred", "customer", id, &old.name)
        .team(team)
        .owner(Some(new.owner_id))
        .clause("5.1.3")
        .change("owner_id", old.owner_id, new.owner_id)
        .change("team_id", old.team_id, team)
        .change("note", (), &new.note)
        .fact("note", &new.note)
        .notify([new.owner_id])
        .write(tx, &grant.acting);
    store::shown(tx.conn, grant, moved)
}
