//! Which records may be one customer's second ones, and telling them apart (5.1.3).

use contract::Code;
use contract::customer::Customer;
use contract::duplicate::{Duplicate, Duplicates, Likeness, NewDistinction};
use diesel::prelude::*;
use uuid::Uuid;

use super::duplicate::{self, MOST, alike};
use super::logic::bare;
use super::store::{COLUMNS, Row, complete, row, shown};
use crate::access::Grant;
use crate::db::schema::customers as c;
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::problem::{Answer, Refusal};

pub fn of(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Duplicates> {
    let one = row(conn, grant.reach(), id)?;
    // Sorted here: asked for in order, a database walks all customers by id until it has found enough.
    let mut rows: Vec<Row> = c::table
        .into_boxed::<MultiBackend>()
        .filter(alike(&one))
        .filter(grant.reach().on(COLUMNS))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?;
    rows.sort_by_key(|row| row.id);
    let likenesses: Vec<Likeness> = rows.iter().map(|other| likeness(&one, other)).collect();
    let customers = complete(conn, grant, rows)?;
    let data = customers.into_iter().zip(likenesses);
    let data = data.map(|(customer, likeness)| Duplicate { customer, likeness });
    Ok(Duplicates {
        data: data.collect(),
    })
}

fn likeness(one: &Row, other: &Row) -> Likeness {
    let phone = bare(&one.phone_hash);
    if phone.is_some() && phone == bare(&other.phone_hash) {
        return Likeness::Phone;
    }
    match one.birthday.is_some() && one.birthday == other.birthday {
        true => Likeness::NameAndBirthday,
        false => Likeness::Name,
    }
}

/// Two records are two customers, and are no longer shown as alike.
pub fn distinguish(tx: &mut Tx, grant: &Grant, id: Uuid, new: &NewDistinction) -> Answer<Customer> {
    let one = row(tx.conn, grant.reach(), id)?;
    let other =
        row(tx.conn, grant.reach(), new.other_id).map_err(|refusal| match refusal.code() {
            Code::NotFound => Refusal::new(Code::UnknownReference).at("/other_id"),
            _ => refusal,
        })?;
    if one.id == other.id {
        return Err(Refusal::new(Code::Conflict).clause("5.1.3").at("/other_id"));
    }
    duplicate::tell_apart(tx.conn, one.id, other.id, &new.because)?;
    duplicate::again(tx.conn, other.id)?;
    let doubtful = duplicate::again(tx.conn, one.id)?;
    Record::new("customer.distinguished", "customer", id, &one.name)
        .team(one.team_id)
        .owner(Some(one.owner_id))
        .clause("5.1.3")
        .change("other_id", (), other.id)
        .change("because", (), &new.because)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, Row { doubtful, ..one })
}
