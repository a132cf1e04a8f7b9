//! The ledger of the stock: every line says what it added and what there was afterwards; none is ever changed.

use chrono::{DateTime, Utc};
use contract::Page;
use contract::access::Field;
use contract::supply::{SupplyMovement, SupplyMovementKind, SupplyMovementQuery};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::Row as Item;
use crate::access::Grant;
use crate::access::reach::Columns;
use crate::clock;
use crate::db::schema::{supply_items as s, supply_movements as m};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::{g, gs, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::people;
use crate::problem::{Answer, internal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "at",
    column: "supply_movements.at",
    kind: Kind::Ts,
}];

const COLUMNS: Columns = Columns {
    team: "supply_movements.team_id",
    owner: "supply_movements.employee_id",
    field: Field::Workplace,
};

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = m)]
struct Row {
    id: Uuid,
    item_id: Uuid,
    kind: String,
    quantity: i64,
    on_hand: i64,
    employee_id: Uuid,
    team_id: Option<Uuid>,
    recorded_by: Uuid,
    note: Option<String>,
    at: DateTime<Utc>,
}

/// What is written down of a change: who it went to, and when.
pub struct Line<'a> {
    pub kind: SupplyMovementKind,
    pub quantity: i64,
    pub employee: (Uuid, Option<Uuid>),
    pub recorded_by: Uuid,
    pub note: Option<&'a str>,
    pub at: DateTime<Utc>,
}

/// Writes what has just changed the item.
pub fn keep(tx: &mut Tx, item: &Item, line: &Line<'_>) -> Answer<()> {
    diesel::insert_into(m::table)
        .values((
            m::id.eq(g(clock::new_id())),
            m::item_id.eq(g(item.id)),
            m::kind.eq(word(&line.kind)),
            m::quantity.eq(line.quantity),
            m::on_hand.eq(item.on_hand),
            m::employee_id.eq(g(line.employee.0)),
            m::team_id.eq(g(line.employee.1)),
            m::recorded_by.eq(g(line.recorded_by)),
            m::note.eq(line.note),
            m::at.eq(t(line.at)),
        ))
        .execute(tx.conn)?;
    Ok(())
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &SupplyMovementQuery,
    paging: &Paging,
) -> Answer<Page<SupplyMovement>> {
    let ranges = grant.reach().ranges(COLUMNS);
    let narrowed = |range: Predicate| {
        let mut q = m::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(item) = query.item_id {
            q = q.filter(m::item_id.eq(g(item)));
        }
        if let Some(kind) = query.kind {
            q = q.filter(m::kind.eq(word(&kind)));
        }
        if let Some(employee) = query.employee_id {
            q = q.filter(m::employee_id.eq(g(employee)));
        }
        if let Some(team) = query.team_id {
            q = q.filter(m::team_id.eq(g(Some(team))));
        }
        q
    };
    let key = |row: &Row, _: &str| (Bind::ts(row.at), row.id);
    let page: Page<Row> = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, rows))
}

fn complete(conn: &mut AnyConn, rows: Vec<Row>) -> Answer<Vec<SupplyMovement>> {
    let named = rows
        .iter()
        .flat_map(|row| [row.employee_id, row.recorded_by]);
    let people = people::by_ids(conn, named.collect())?;
    let items: Vec<(Uuid, String, String)> = s::table
        .filter(s::id.eq_any(gs(rows.iter().map(|row| row.item_id))))
        .select((s::id, s::name, s::unit))
        .load(conn)?;
    let who = |id: Uuid| {
        let known = people.get(&id).cloned();
        known.ok_or_else(|| internal("a movement of nobody"))
    };
    let one = |row: Row| {
        let item = items.iter().find(|(id, ..)| *id == row.item_id);
        let (_, name, unit) = item.ok_or_else(|| internal("a movement of nothing"))?;
        Ok(SupplyMovement {
            kind: parse(&row.kind)?,
            employee: who(row.employee_id)?,
            recorded_by: who(row.recorded_by)?,
            item_name: name.clone(),
            unit: unit.clone(),
            id: row.id,
            item_id: row.item_id,
            quantity: row.quantity,
            on_hand: row.on_hand,
            team_id: row.team_id,
            note: row.note,
            at: row.at,
        })
    };
    rows.into_iter().map(one).collect()
}
