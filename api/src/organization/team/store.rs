use chrono::{DateTime, Utc};
use contract::access::Field;
use contract::team::{NewTeam, Team, TeamPatch, TeamQuery};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use std::collections::HashMap;
use uuid::Uuid;

use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::db::schema::{areas, employees, role_assignments, teams};
use crate::db::sql::{Bind, contains};
use crate::db::types::{g, gs, t};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::{current, fresh};
use crate::organization::area::store::in_use_is_conflict;
use crate::organization::people::person;
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[
    SortKey {
        name: "name",
        column: "teams.name",
        kind: Kind::Text,
    },
    SortKey {
        name: "created_at",
        column: "teams.created_at",
        kind: Kind::Ts,
    },
];

/// A team is its own team; no employee owns it.
const COLUMNS: Columns = Columns {
    team: "teams.id",
    owner: "teams.id",
    field: Field::People,
};

#[derive(Queryable)]
struct Row {
    id: Uuid,
    name: String,
    area_id: Option<Uuid>,
    version: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &TeamQuery,
    paging: &Paging,
) -> Answer<Page<Team>> {
    let narrowed = || {
        let mut q = teams::table
            .select(teams::all_columns)
            .into_boxed::<MultiBackend>();
        q = q.filter(grant.reach().on(COLUMNS));
        if let Some(area) = query.area_id {
            q = q.filter(teams::area_id.eq(g(area)));
        }
        if let Some(text) = &query.q {
            q = q.filter(contains("LOWER(teams.name)", text));
        }
        q
    };
    let key = |r: &Row, sort: &str| {
        (
            if sort == "created_at" {
                Bind::ts(r.created_at)
            } else {
                Bind::Text(r.name.clone())
            },
            r.id,
        )
    };
    let page = crate::page_of!(conn, paging, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

pub fn get(conn: &mut AnyConn, grant: &Grant, reach: &Reach, id: Uuid) -> Answer<Team> {
    let row = row(conn, reach, id)?;
    complete(conn, grant, vec![row])?
        .pop()
        .ok_or_else(|| Refusal::new(Code::NotFound))
}

fn row(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    Ok(teams::table
        .filter(teams::id.eq(g(id)))
        .filter(reach.on(COLUMNS))
        .select(teams::all_columns)
        .first(conn)?)
}

/// Areas, leads and sizes of a page of teams, in three queries.
fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<Team>> {
    let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
    let nullable: Vec<Option<Uuid>> = ids.iter().copied().map(Some).collect();
    let area_ids: Vec<Uuid> = rows.iter().filter_map(|r| r.area_id).collect();
    let names: HashMap<Uuid, String> = areas::table
        .filter(areas::id.eq_any(gs(area_ids)))
        .select((areas::id, areas::name))
        .load::<(Uuid, String)>(conn)?
        .into_iter()
        .collect();
    let now = grant.acting.now;
    let seats: Vec<(Option<Uuid>, Uuid, String, String)> = role_assignments::table
        .inner_join(employees::table.on(employees::id.eq(role_assignments::employee_id)))
        .filter(role_assignments::team_id.eq_any(gs(nullable.clone())))
        .filter(role_assignments::role.eq("lead"))
        .filter(role_assignments::starts_at.le(t(now)))
        .filter(
            role_assignments::ends_at
                .is_null()
                .or(role_assignments::ends_at.gt(t(now))),
        )
        .select((
            role_assignments::team_id,
            employees::id,
            employees::name,
            employees::number,
        ))
        .load(conn)?;
    let mut leads: HashMap<Uuid, _> = seats
        .into_iter()
        .filter_map(|(team, id, name, number)| {
            Some((team?, person(Some(id), Some(name), Some(number))?))
        })
        .collect();
    let counts: Vec<(Option<Uuid>, i64)> = employees::table
        .filter(employees::team_id.eq_any(gs(nullable)))
        .filter(employees::status.ne("inactive"))
        .group_by(employees::team_id)
        .select((employees::team_id, diesel::dsl::count_star()))
        .load(conn)?;
    let counts: HashMap<Uuid, i64> = counts
        .into_iter()
        .filter_map(|(team, n)| Some((team?, n)))
        .collect();
    Ok(rows
        .into_iter()
        .map(|r| Team {
            area_name: r.area_id.and_then(|a| names.get(&a).cloned()),
            lead: leads.remove(&r.id),
            member_count: counts.get(&r.id).copied().unwrap_or(0),
            allowed_actions: grant.allowed(&[Action::TeamManage], Some(r.id), None, Field::People),
            id: r.id,
            name: r.name,
            area_id: r.area_id,
            version: r.version,
            created_at: r.created_at,
            updated_at: r.updated_at,
        })
        .collect())
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewTeam) -> Answer<Team> {
    // A deputy adds teams to their own area only.
    if !grant.reach().covers_area(new.area_id) {
        return Err(Refusal::new(Code::UnknownReference)
            .clause("2.1")
            .at("/area_id"));
    }
    let (id, now) = (crate::clock::new_id(), grant.acting.now);
    diesel::insert_into(teams::table)
        .values((
            teams::id.eq(g(id)),
            teams::name.eq(&new.name),
            teams::area_id.eq(g(new.area_id)),
            teams::version.eq(1),
            teams::created_at.eq(t(now)),
            teams::updated_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    tx.access_changed();
    Record::new("team.created", "team", id, &new.name)
        .team(Some(id))
        .clause("2.1")
        .change("name", (), &new.name)
        .change("area_id", (), new.area_id)
        .write(tx, &grant.acting);
    get(tx.conn, grant, &Reach::system(), id)
}

pub fn update(tx: &mut Tx, grant: &Grant, id: Uuid, patch: &TeamPatch, known: i64) -> Answer<Team> {
    let old = row(tx.conn, grant.reach(), id)?;
    fresh(known, old.version)?;
    let name = patch.name.as_ref().unwrap_or(&old.name);
    let area = patch.area_id.unwrap_or(old.area_id);
    if area != old.area_id && !grant.reach().is_department() {
        return Err(Refusal::new(Code::Forbidden).clause("2.1").at("/area_id"));
    }
    let record = Record::new("team.updated", "team", id, name)
        .team(Some(id))
        .clause("2.1")
        .change("name", &old.name, name)
        .change("area_id", old.area_id, area);
    if !record.unchanged() {
        current(
            diesel::update(teams::table.find(g(id)).filter(teams::version.eq(known)))
                .set((
                    teams::name.eq(name),
                    teams::area_id.eq(g(area)),
                    teams::version.eq(known + 1),
                    teams::updated_at.eq(t(grant.acting.now)),
                ))
                .execute(tx.conn)?,
        )?;
        tx.access_changed();
        record.write(tx, &grant.acting);
    }
    get(tx.conn, grant, grant.reach(), id)
}

pub fn delete(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<()> {
    let old = row(tx.conn, grant.reach(), id)?;
    in_use_is_conflict(diesel::delete(teams::table.find(g(id))).execute(tx.conn))?;
    tx.access_changed();
    Record::new("team.deleted", "team", id, &old.name)
        .team(Some(id))
        .clause("2.1")
        .change("name", &old.name, ())
        .write(tx, &grant.acting);
    Ok(())
}
