use chrono::{DateTime, Utc};
use contract::access::Field;
use contract::area::{Area, AreaPatch, AreaQuery, NewArea};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use std::collections::HashMap;
use uuid::Uuid;

use crate::access::actor::field_word;
use crate::access::{Grant, Reach};
use crate::db::schema::{area_fields, areas, employees, role_assignments, teams};
use crate::db::sql::{Bind, contains};
use crate::db::types::{g, gs, t};
use crate::db::words::parse;
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::{current, fresh};
use crate::organization::people::person;
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[
    SortKey {
        name: "name",
        column: "areas.name",
        kind: Kind::Text,
    },
    SortKey {
        name: "created_at",
        column: "areas.created_at",
        kind: Kind::Ts,
    },
];

#[derive(Queryable)]
struct Row {
    id: Uuid,
    name: String,
    version: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &AreaQuery,
    paging: &Paging,
) -> Answer<Page<Area>> {
    let narrowed = || {
        let mut q = areas::table
            .select(areas::all_columns)
            .into_boxed::<MultiBackend>();
        q = q.filter(grant.reach().on_areas("areas.id"));
        if let Some(text) = &query.q {
            q = q.filter(contains("LOWER(areas.name)", text));
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

pub fn get(conn: &mut AnyConn, grant: &Grant, reach: &Reach, id: Uuid) -> Answer<Area> {
    let row = row(conn, reach, id)?;
    complete(conn, grant, vec![row])?
        .pop()
        .ok_or_else(|| Refusal::new(Code::NotFound))
}

fn row(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    Ok(areas::table
        .filter(areas::id.eq(g(id)))
        .filter(reach.on_areas("areas.id"))
        .select(areas::all_columns)
        .first(conn)?)
}

/// Fields, deputies and team counts of a page of areas, in three queries.
fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<Area>> {
    let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
    let mut fields: HashMap<Uuid, Vec<Field>> = HashMap::new();
    let pairs: Vec<(Uuid, String)> = area_fields::table
        .filter(area_fields::area_id.eq_any(gs(ids.clone())))
        .select((area_fields::area_id, area_fields::field))
        .load(conn)?;
    for (area, field) in pairs {
        fields.entry(area).or_default().push(parse(&field)?);
    }
    let now = grant.acting.now;
    let seats: Vec<(Option<Uuid>, Uuid, String, String)> = role_assignments::table
        .inner_join(employees::table.on(employees::id.eq(role_assignments::employee_id)))
        .filter(
            role_assignments::area_id.eq_any(gs(ids.iter().copied().map(Some).collect::<Vec<_>>())),
        )
        .filter(role_assignments::starts_at.le(t(now)))
        .filter(
            role_assignments::ends_at
                .is_null()
                .or(role_assignments::ends_at.gt(t(now))),
        )
        .select((
            role_assignments::area_id,
            employees::id,
            employees::name,
            employees::number,
        ))
        .load(conn)?;
    let mut deputies: HashMap<Uuid, _> = seats
        .into_iter()
        .filter_map(|(area, id, name, number)| {
            Some((area?, person(Some(id), Some(name), Some(number))?))
        })
        .collect();
    let counts: Vec<(Option<Uuid>, i64)> = teams::table
        .filter(teams::area_id.eq_any(gs(ids.iter().copied().map(Some).collect::<Vec<_>>())))
        .group_by(teams::area_id)
        .select((teams::area_id, diesel::dsl::count_star()))
        .load(conn)?;
    let counts: HashMap<Uuid, i64> = counts
        .into_iter()
        .filter_map(|(area, n)| Some((area?, n)))
        .collect();
    let allowed = grant.allowed(&[Action::AreaManage], None, None, Field::People);
    Ok(rows
        .into_iter()
        .map(|r| Area {
            fields: {
                let mut list = fields.remove(&r.id).unwrap_or_default();
                list.sort();
                list
            },
            deputy: deputies.remove(&r.id),
            team_count: counts.get(&r.id).copied().unwrap_or(0),
            id: r.id,
            name: r.name,
            version: r.version,
            created_at: r.created_at,
            updated_at: r.updated_at,
            allowed_actions: allowed.clone(),
        })
        .collect())
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewArea) -> Answer<Area> {
    grant.whole_department()?;
    let (id, now) = (crate::clock::new_id(), grant.acting.now);
    diesel::insert_into(areas::table)
        .values((
            areas::id.eq(g(id)),
            areas::name.eq(&new.name),
            areas::version.eq(1),
            areas::created_at.eq(t(now)),
            areas::updated_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    set_fields(tx, id, &new.fields)?;
    Record::new("area.created", "area", id, &new.name)
        .clause("2.1")
        .change("name", (), &new.name)
        .change("fields", (), &new.fields)
        .write(tx, &grant.acting);
    get(tx.conn, grant, &Reach::system(), id)
}

pub fn update(tx: &mut Tx, grant: &Grant, id: Uuid, patch: &AreaPatch, known: i64) -> Answer<Area> {
    grant.whole_department()?;
    let old = row(tx.conn, grant.reach(), id)?;
    fresh(known, old.version)?;
    let before = get(tx.conn, grant, grant.reach(), id)?;
    let name = patch.name.as_ref().unwrap_or(&old.name);
    let mut fields = patch.fields.clone().unwrap_or(before.fields.clone());
    fields.sort();
    fields.dedup();
    let record = Record::new("area.updated", "area", id, name)
        .clause("2.1")
        .change("name", &old.name, name)
        .change("fields", &before.fields, &fields);
    if record.unchanged() {
        return Ok(before);
    }
    current(
        diesel::update(areas::table.find(g(id)).filter(areas::version.eq(known)))
            .set((
                areas::name.eq(name),
                areas::version.eq(known + 1),
                areas::updated_at.eq(t(grant.acting.now)),
            ))
            .execute(tx.conn)?,
    )?;
    if fields != before.fields {
        set_fields(tx, id, &fields)?;
    }
    tx.access_changed();
    record.write(tx, &grant.acting);
    get(tx.conn, grant, grant.reach(), id)
}

fn set_fields(tx: &mut Tx, id: Uuid, fields: &[Field]) -> Answer<()> {
    diesel::delete(area_fields::table.filter(area_fields::area_id.eq(g(id)))).execute(tx.conn)?;
    let mut unique = fields.to_vec();
    unique.sort();
    unique.dedup();
    for field in unique {
        diesel::insert_into(area_fields::table)
            .values((
                area_fields::field.eq(field_word(field)),
                area_fields::area_id.eq(g(id)),
            ))
            .execute(tx.conn)?;
    }
    Ok(())
}

pub fn delete(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<()> {
    grant.whole_department()?;
    let old = row(tx.conn, grant.reach(), id)?;
    in_use_is_conflict(diesel::delete(areas::table.find(g(id))).execute(tx.conn))?;
    Record::new("area.deleted", "area", id, &old.name)
        .clause("2.1")
        .change("name", &old.name, ())
        .write(tx, &grant.acting);
    tx.access_changed();
    Ok(())
}

/// A record that others refer to can't be removed.
pub fn in_use_is_conflict(result: QueryResult<usize>) -> Answer<usize> {
    use diesel::result::{DatabaseErrorKind, Error};
    match result {
        Err(Error::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _)) => {
            Err(Refusal::new(Code::StillInUse))
        }
        other => Ok(other?),
    }
}
