//! Moving somebody to another team. What their records said before stays with the old team.

use contract::Code;
use contract::access::Field;
use contract::employee::{Employee, NewTransfer};
use uuid::Uuid;

use super::store;
use crate::access::{Grant, Reach};
use crate::db::Tx;
use crate::engine::record::Record;
use crate::organization::assignment::store::{Seat, take_seat};
use crate::organization::people::below_me;
use crate::problem::{Answer, Refusal};

pub fn transfer(tx: &mut Tx, grant: &Grant, id: Uuid, new: &NewTransfer) -> Answer<Employee> {
    let row = store::row(tx.conn, grant.reach(), id)?;
    below_me(tx.conn, grant, id, false)?;
    if row.status == "inactive" {
        return Err(Refusal::new(Code::EmployeeInactive).clause("2.1"));
    }
    // Both teams lie inside the reach; what lies outside doesn't exist for the caller.
    if !grant.reach().covers_team(Some(new.team_id), Field::People) {
        return Err(Refusal::new(Code::UnknownReference)
            .clause("2.1")
            .at("/team_id"));
    }
    if row.team_id == Some(new.team_id) {
        return Err(Refusal::new(Code::Conflict).clause("2.1").at("/team_id"));
    }
    let mut seat = Seat::member(id, new.team_id, grant.acting.now);
    seat.note.clone_from(&new.note);
    take_seat(tx, &grant.acting, seat)?;
    Record::new("employee.transferred", "employee", id, &row.name)
        .team(Some(new.team_id))
        .owner(Some(id))
        .clause("2.1")
        .change("team_id", row.team_id, new.team_id)
        .change("note", (), &new.note)
        .write(tx, &grant.acting);
    store::get(tx.conn, grant, &Reach::system(), id)
}
