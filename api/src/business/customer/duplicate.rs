//! Nobody twice: the same phone or identity number is the same customer; the same name and birthday may be, until somebody says
//! why it isn't. Not reach-checked: a colleague's customer counts, but is named only to whoever may see them.

use contract::Action;
use contract::Code;
use contract::access::Field;
use diesel::prelude::*;

use super::store::{Row, shown};
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::schema::customers as c;
use crate::db::types::g;
use crate::problem::{Answer, Refusal};

/// Everybody but the customer of a row.
macro_rules! other_than {
    ($row:expr) => {
        c::table
            .filter(c::id.ne(g($row.id)))
            .select(Row::as_select())
    };
}

/// Refuses a row that would be somebody a second time.
pub fn none_like(conn: &mut AnyConn, grant: &Grant, row: &Row, differs: bool) -> Answer<()> {
    if let Some(hash) = &row.phone_hash {
        let other = other_than!(row).filter(c::phone_hash.eq(hash.clone()));
        if let Some(other) = other.first(conn).optional()? {
            return Err(named(conn, grant, Code::CustomerExists, "/phone", other));
        }
    }
    if let Some(hash) = &row.identity_hash {
        let other = other_than!(row).filter(c::identity_hash.eq(hash.clone()));
        if let Some(other) = other.first(conn).optional()? {
            let refusal = named(conn, grant, Code::CustomerExists, "/identity_number", other);
            return Err(refusal);
        }
    }
    let Some(birthday) = row.birthday.filter(|_| !differs) else {
        return Ok(());
    };
    let alike = other_than!(row)
        .filter(c::name_key.eq(row.name_key.clone()))
        .filter(c::birthday.eq(birthday));
    match alike.first(conn).optional()? {
        Some(other) => Err(named(conn, grant, Code::CustomerSimilar, "/name", other)),
        None => Ok(()),
    }
}

/// With the other record for whoever may see it.
fn named(conn: &mut AnyConn, grant: &Grant, code: Code, pointer: &str, other: Row) -> Refusal {
    let refusal = Refusal::new(code).clause("5.1.3").at(pointer);
    let seen = grant.may(
        Action::CustomerRead,
        other.team_id,
        Some(other.owner_id),
        Field::Business,
    );
    match seen {
        true => refusal.as_it_is(shown(conn, grant, other)),
        false => refusal,
    }
}
