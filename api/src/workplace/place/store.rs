use std::collections::HashMap;

use chrono::{DateTime, Utc};
use contract::access::Field;
use contract::booking::PlaceRef;
use contract::place::{Place, PlaceQuery};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use crate::access::Grant;
use crate::db::schema::places as p;
use crate::db::sql::{Bind, Kept, Predicate};
use crate::db::types::{g, gs, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::current;
use crate::problem::{Answer, Refusal, internal};

pub const SORTS: &[SortKey] = &[
    SortKey {
        name: "name",
        column: "places.name",
        kind: Kind::Text,
    },
    SortKey {
        name: "created_at",
        column: "places.created_at",
        kind: Kind::Ts,
    },
];

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = p)]
pub struct Row {
    pub id: Uuid,
    pub name: String,
    pub kind: String,
    pub location: Option<String>,
    pub capacity: Option<i64>,
    pub bookable: bool,
    pub preparation: String,
    pub closing: String,
    pub active: bool,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn record(&self, event: &'static str) -> Record {
        Record::new(event, "place", self.id, &self.name).clause(CLAUSE)
    }
}

pub fn lines(text: &str) -> Answer<Vec<String>> {
    serde_json::from_str(text).map_err(internal)
}

/// Not reach-checked, here and below: which places there are is known to everybody.
pub fn row(conn: &mut AnyConn, id: Uuid) -> Answer<Row> {
    Ok(p::table.find(g(id)).select(Row::as_select()).first(conn)?)
}

/// One that may be booked, as a body refers to it.
pub fn bookable(conn: &mut AnyConn, id: Uuid) -> Answer<Row> {
    let found: Option<Row> = p::table
        .find(g(id))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    let found = found.filter(|place| place.active && place.bookable);
    let unknown = || Refusal::new(Code::UnknownReference).clause("3.2.2");
    found.ok_or_else(|| unknown().at("/place_id"))
}

pub fn refs(conn: &mut AnyConn, ids: Vec<Uuid>) -> Answer<HashMap<Uuid, PlaceRef>> {
    let rows: Vec<(Uuid, String, String)> = p::table
        .filter(p::id.eq_any(gs(ids)))
        .select((p::id, p::name, p::kind))
        .load(conn)?;
    let one = |(id, name, kind): (Uuid, String, String)| {
        let kind = parse(&kind)?;
        Ok((id, PlaceRef { id, name, kind }))
    };
    rows.into_iter().map(one).collect()
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Place> {
    let row = row(conn, id)?;
    shown(grant, row)
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &PlaceQuery,
    paging: &Paging,
) -> Answer<Page<Place>> {
    let all = vec![Predicate::new().sql("1 = 1")];
    let narrowed = |range: Predicate| {
        let mut q = p::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(kind) = query.kind {
            q = q.filter(p::kind.eq(word(&kind)));
        }
        if let Some(bookable) = query.bookable {
            q = q.filter(p::bookable.eq(bookable));
        }
        if let Some(active) = query.active {
            q = q.filter(p::active.eq(active));
        }
        q
    };
    let key = |row: &Row, sort: &str| match sort {
        "created_at" => (Bind::ts(row.created_at), row.id),
        _ => (Bind::Text(row.name.clone()), row.id),
    };
    let page: Page<Row> = crate::page_of!(conn, paging, all, narrowed, key);
    page.complete(|rows| rows.into_iter().map(|row| shown(grant, row)).collect())
}

pub fn shown(grant: &Grant, row: Row) -> Answer<Place> {
    let manage = grant.may(Action::PlaceManage, None, None, Field::Workplace);
    Ok(Place {
        kind: parse(&row.kind)?,
        preparation: lines(&row.preparation)?,
        closing: lines(&row.closing)?,
        allowed_actions: manage.then_some(Action::PlaceManage).into_iter().collect(),
        id: row.id,
        name: row.name,
        location: row.location,
        capacity: row.capacity,
        bookable: row.bookable,
        active: row.active,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

macro_rules! values {
    ($row:expr) => {
        (
            p::name.eq(&$row.name),
            p::kind.eq(&$row.kind),
            p::location.eq(&$row.location),
            p::capacity.eq($row.capacity),
            p::bookable.eq($row.bookable),
            p::preparation.eq(&$row.preparation),
            p::closing.eq(&$row.closing),
            p::active.eq($row.active),
            p::version.eq($row.version),
            p::updated_at.eq(t($row.updated_at)),
        )
    };
}

pub fn insert(tx: &mut Tx, row: &Row) -> Answer<()> {
    let key = (p::id.eq(g(row.id)), p::created_at.eq(t(row.created_at)));
    diesel::insert_into(p::table)
        .values((key, values!(row)))
        .execute(tx.conn)?;
    Ok(())
}

/// Writes a changed row under its version; a concurrent change is 412.
pub fn save(tx: &mut Tx, old: &Row, new: &mut Row, now: DateTime<Utc>) -> Answer<()> {
    new.version = old.version + 1;
    new.updated_at = now;
    let mine = p::table.find(g(old.id)).filter(p::version.eq(old.version));
    let change = diesel::update(mine).set(values!(new));
    current(Kept(change).execute(tx.conn)?)
}
