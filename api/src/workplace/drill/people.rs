//! Who is at work inside the reach, and whether they took part.

use std::collections::HashMap;

use contract::Page;
use contract::access::Field;
use contract::drill::{DrillPeopleQuery, DrillPerson};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::row;
use crate::access::Grant;
use crate::access::reach::Columns;
use crate::db::schema::{drill_people as p, employees as e};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::{g, gs};
use crate::db::{AnyConn, MultiBackend};
use crate::http::page::{Kind, Paging, SortKey};
use crate::problem::Answer;

pub const SORTS: &[SortKey] = &[SortKey {
    name: "number",
    column: "employees.number",
    kind: Kind::Text,
}];

/// Whoever takes part is a record of their own team.
pub const COLUMNS: Columns = Columns {
    team: "employees.team_id",
    owner: "employees.id",
    field: Field::Workplace,
};

fn noted(drill: Uuid, attended: bool) -> Predicate {
    let took_part = match attended {
        true => ") AND np.attended)",
        false => ") AND NOT np.attended)",
    };
    Predicate::new()
        .sql("EXISTS (SELECT 1 FROM drill_people np WHERE np.employee_id = employees.id AND (np.drill_id = ")
        .bind(Bind::guid(drill))
        .sql(took_part)
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    drill: Uuid,
    query: &DrillPeopleQuery,
    paging: &Paging,
) -> Answer<Page<DrillPerson>> {
    row(conn, drill)?;
    type Found = (Uuid, String, String, Option<Uuid>);
    let narrowed = || {
        let mut q = e::table
            .filter(grant.reach().on(COLUMNS))
            .filter(e::status.eq("active"))
            .select((e::id, e::number, e::name, e::team_id))
            .into_boxed::<MultiBackend>();
        if let Some(team) = query.team_id {
            q = q.filter(e::team_id.eq(g(Some(team))));
        }
        if let Some(attended) = query.attended {
            q = q.filter(noted(drill, attended));
        }
        q
    };
    let key = |r: &Found, _: &str| (Bind::Text(r.1.clone()), r.0);
    let page: Page<Found> = crate::page_of!(conn, paging, narrowed, key);
    page.complete(|rows| {
        let said: Vec<(Uuid, bool)> = p::table
            .filter(p::drill_id.eq(g(drill)))
            .filter(p::employee_id.eq_any(gs(rows.iter().map(|row| row.0))))
            .select((p::employee_id, p::attended))
            .load(conn)?;
        let said: HashMap<Uuid, bool> = said.into_iter().collect();
        let one = |(id, number, name, team_id): Found| DrillPerson {
            id,
            number,
            name,
            team_id,
            attended: said.get(&id).copied(),
        };
        Ok(rows.into_iter().map(one).collect())
    })
}
