//! Handing a case over, with what the new owner has to know.

use contract::Code;
use contract::case::{Case, NewCaseTransfer};
use uuid::Uuid;

use super::inspection;
use super::store::{customer_name, row, shown};
use super::write::save;
use crate::access::Grant;
use crate::db::Tx;
use crate::engine::record::Record;
use crate::http::perform::fresh;
use crate::organization::people::owner_in_reach;
use crate::problem::{Answer, Refusal};

pub fn transfer(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewCaseTransfer,
    known: i64,
) -> Answer<Case> {
    let old = row(tx.conn, grant.reach(), id)?;
    let team = owner_in_reach(tx.conn, grant.reach(), new.owner_id, "5.2.1")?;
    old.still_open()?;
    if old.owner_id == new.owner_id {
        return Err(Refusal::new(Code::Conflict).clause("5.2.1").at("/owner_id"));
    }
    fresh(known, old.version)?;
    let mut moved = old.clone();
    moved.owner_id = new.owner_id;
    moved.team_id = team;
    save(tx, &old, &mut moved, grant.acting.now)?;
    inspection::case_transferred(tx, grant, id, new.owner_id, team)?;
    let name = customer_name(tx.conn, &old)?;
    Record::new("case.transferred", "case", id, name)
        .team(team)
        .owner(Some(new.owner_id))
        .clause("5.2.1")
        .change("owner_id", old.owner_id, new.owner_id)
        .change("team_id", old.team_id, team)
        .change("note", (), &new.note)
        .fact("note", &new.note)
        .notify([new.owner_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, moved)
}
