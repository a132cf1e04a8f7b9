//! Who has yet to acknowledge a version.

use contract::Page;
use contract::access::Field;
use contract::document::DocumentGap;
use diesel::prelude::*;
use uuid::Uuid;

use super::version::both;
use crate::access::Grant;
use crate::access::reach::Columns;
use crate::db::schema::employees as e;
use crate::db::sql::{Bind, Predicate};
use crate::db::{AnyConn, MultiBackend};
use crate::http::page::{Kind, Paging, SortKey};
use crate::problem::Answer;

pub const SORTS: &[SortKey] = &[SortKey {
    name: "number",
    column: "employees.number",
    kind: Kind::Text,
}];

/// Whoever is to read is a record of their own team.
pub const READERS: Columns = Columns {
    team: "employees.team_id",
    owner: "employees.id",
    field: Field::People,
};

pub fn unread(version: Uuid) -> Predicate {
    Predicate::new()
        .sql("(employees.status = 'active' AND NOT EXISTS (SELECT 1 FROM document_readings dr WHERE dr.version_id = ")
        .bind(Bind::guid(version))
        .sql(" AND dr.employee_id = employees.id))")
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    id: Uuid,
    paging: &Paging,
) -> Answer<Page<DocumentGap>> {
    both(conn, grant, id)?;
    type Found = (Uuid, String, String, Option<Uuid>);
    let narrowed = || {
        e::table
            .filter(grant.reach().on(READERS))
            .filter(unread(id))
            .select((e::id, e::number, e::name, e::team_id))
            .into_boxed::<MultiBackend>()
    };
    let key = |r: &Found, _: &str| (Bind::Text(r.1.clone()), r.0);
    let page: Page<Found> = crate::page_of!(conn, paging, narrowed, key);
    Ok(page.map(|(id, number, name, team_id)| DocumentGap {
        id,
        number,
        name,
        team_id,
    }))
}
