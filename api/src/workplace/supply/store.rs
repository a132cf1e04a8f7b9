use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::supply::{SupplyItem, SupplyQuery};
use contract::{Action, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use crate::access::Grant;
use crate::db::schema::supply_items as s;
use crate::db::sql::{Bind, Kept, Predicate, contains};
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::current;
use crate::problem::{Answer, internal};
use crate::workplace::place;

pub const SORTS: &[SortKey] = &[
    SortKey {
        name: "name",
        column: "supply_items.name",
        kind: Kind::Text,
    },
    SortKey {
        name: "created_at",
        column: "supply_items.created_at",
        kind: Kind::Ts,
    },
];

/// Kept in stock, and to be ordered.
pub const LOW: &str = "(supply_items.active AND supply_items.on_hand < supply_items.reorder_level)";

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = s)]
pub struct Row {
    pub id: Uuid,
    pub name: String,
    pub name_key: String,
    pub kind: String,
    pub unit: String,
    pub place_id: Option<Uuid>,
    pub spot: Option<String>,
    pub on_hand: i64,
    pub reorder_level: i64,
    pub counted_on: Option<NaiveDate>,
    pub active: bool,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn record(&self, event: &'static str) -> Record {
        Record::new(event, "supply_item", self.id, &self.name).clause(CLAUSE)
    }

    pub fn low(&self) -> bool {
        self.active && self.on_hand < self.reorder_level
    }
}

/// Not reach-checked, here and below: what there is in stock is known to everybody.
pub fn row(conn: &mut AnyConn, id: Uuid) -> Answer<Row> {
    Ok(s::table.find(g(id)).select(Row::as_select()).first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<SupplyItem> {
    let row = row(conn, id)?;
    shown(conn, grant, row)
}

pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<SupplyItem> {
    let one = complete(conn, grant, vec![row])?.pop();
    one.ok_or_else(|| internal("a row that isn't shown"))
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &SupplyQuery,
    paging: &Paging,
) -> Answer<Page<SupplyItem>> {
    let narrowed = || {
        let mut q = s::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>();
        if let Some(kind) = query.kind {
            q = q.filter(s::kind.eq(word(&kind)));
        }
        if let Some(place) = query.place_id {
            q = q.filter(s::place_id.eq(g(Some(place))));
        }
        match query.low {
            Some(true) => q = q.filter(Predicate::new().sql(LOW)),
            Some(false) => q = q.filter(Predicate::new().sql("NOT ").sql(LOW)),
            None => {}
        }
        if let Some(active) = query.active {
            q = q.filter(s::active.eq(active));
        }
        if let Some(text) = &query.q {
            q = q.filter(contains("supply_items.name_key", text));
        }
        q
    };
    let key = |row: &Row, sort: &str| match sort {
        "created_at" => (Bind::ts(row.created_at), row.id),
        _ => (Bind::Text(row.name.clone()), row.id),
    };
    let page: Page<Row> = crate::page_of!(conn, paging, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<SupplyItem>> {
    let places = place::refs(conn, rows.iter().filter_map(|row| row.place_id).collect())?;
    let keeps = grant.may(Action::SupplyManage, None, None, Field::Workplace);
    let one = |row: Row| {
        let mut allowed = Vec::new();
        allowed.extend(keeps.then_some(Action::SupplyManage));
        let there = row.active && row.on_hand > 0 && grant.permits(Action::SupplyIssue);
        allowed.extend(there.then_some(Action::SupplyIssue));
        Ok(SupplyItem {
            kind: parse(&row.kind)?,
            place: row.place_id.and_then(|id| places.get(&id).cloned()),
            low: row.low(),
            allowed_actions: allowed,
            id: row.id,
            name: row.name,
            unit: row.unit,
            spot: row.spot,
            on_hand: row.on_hand,
            reorder_level: row.reorder_level,
            counted_on: row.counted_on,
            active: row.active,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    };
    rows.into_iter().map(one).collect()
}

macro_rules! values {
    ($row:expr) => {
        (
            s::name.eq(&$row.name),
            s::name_key.eq(&$row.name_key),
            s::kind.eq(&$row.kind),
            s::unit.eq(&$row.unit),
            s::place_id.eq(g($row.place_id)),
            s::spot.eq(&$row.spot),
            s::on_hand.eq($row.on_hand),
            s::reorder_level.eq($row.reorder_level),
            s::counted_on.eq($row.counted_on),
            s::active.eq($row.active),
            s::version.eq($row.version),
            s::updated_at.eq(t($row.updated_at)),
        )
    };
}

pub fn insert(tx: &mut Tx, row: &Row) -> Answer<()> {
    let key = (s::id.eq(g(row.id)), s::created_at.eq(t(row.created_at)));
    diesel::insert_into(s::table)
        .values((key, values!(row)))
        .execute(tx.conn)?;
    Ok(())
}

/// Writes a changed row under its version; a concurrent change is 412.
pub fn save(tx: &mut Tx, old: &Row, new: &mut Row, now: DateTime<Utc>) -> Answer<()> {
    new.version = old.version + 1;
    new.updated_at = now;
    let mine = s::table.find(g(old.id)).filter(s::version.eq(old.version));
    let change = diesel::update(mine).set(values!(new));
    current(Kept(change).execute(tx.conn)?)
}
