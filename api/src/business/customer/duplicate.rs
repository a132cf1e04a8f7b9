//! Nobody twice: the same phone or identity number is the same customer; the same name and birthday may be, until somebody says
//! why it isn't. Not reach-checked: a colleague's customer counts, but is named only to whoever may see them.

use contract::Action;
use contract::Code;
use contract::access::Field;
use diesel::prelude::*;

use super::store::Row;
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::schema::customers as c;
use crate::db::types::g;
use crate::problem::{Answer, Refusal};

/// Refuses a row that would be somebody a second time.
pub fn none_like(conn: &mut AnyConn, grant: &Grant, row: &Row, differs: bool) -> Answer<()> {
    for (pointer, hash) in [
        ("/phone", &row.phone_hash),
        ("/identity_number", &row.identity_hash),
    ] {
        let Some(hash) = hash else { continue };
        let others = c::table.filter(c::id.ne(g(row.id)));
        let other: Option<Row> = match pointer {
            "/phone" => others
                .filter(c::phone_hash.eq(hash))
                .select(Row::as_select())
                .first(conn)
                .optional()?,
            _ => others
                .filter(c::identity_hash.eq(hash))
                .select(Row::as_select())
                .first(conn)
                .optional()?,
        };
        if let Some(other) = other {
            return Err(named(grant, Code::CustomerExists, pointer, &other));
        }
    }
    let Some(birthday) = row.birthday.filter(|_| !differs) else {
        return Ok(());
    };
    let other: Option<Row> = c::table
        .filter(c::id.ne(g(row.id)))
        .filter(c::name_key.eq(&row.name_key))
        .filter(c::birthday.eq(birthday))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    match other {
        Some(other) => Err(named(grant, Code::CustomerSimilar, "/name", &other)),
        None => Ok(()),
    }
}

fn named(grant: &Grant, code: Code, pointer: &str, other: &Row) -> Refusal {
    let refusal = Refusal::new(code).clause("5.1.3");
    let seen = grant.may(
        Action::CustomerRead,
        other.team_id,
        Some(other.owner_id),
        Field::Business,
    );
    match seen {
        true => refusal.field(pointer, code.name(), format!("{} {}", other.name, other.id)),
        false => refusal.at(pointer),
    }
}
