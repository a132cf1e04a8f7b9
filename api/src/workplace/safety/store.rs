use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::safety::{
    SafetyInspection, SafetyInspectionQuery, SafetyItem, SafetyQuery, SafetyState,
};
use contract::{Action, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use super::logic::due_on;
use crate::access::Grant;
use crate::clock::local_date;
use crate::db::schema::{safety_inspections as i, safety_items as s};
use crate::db::sql::{Bind, Kept, Predicate};
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::current;
use crate::organization::{people, settings};
use crate::problem::{Answer, internal};
use crate::workplace::place;

pub const SORTS: &[SortKey] = &[
    SortKey {
        name: "due_on",
        column: "safety_items.due_on",
        kind: Kind::Date,
    },
    SortKey {
        name: "created_at",
        column: "safety_items.created_at",
        kind: Kind::Ts,
    },
];

pub const INSPECTION_SORTS: &[SortKey] = &[SortKey {
    name: "inspected_at",
    column: "safety_inspections.inspected_at",
    kind: Kind::Ts,
}];

/// Spelled as the index is.
pub const THERE: &str = "safety_items.state <> 'retired'";

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = s)]
pub struct Row {
    pub id: Uuid,
    pub label: String,
    pub kind: String,
    pub place_id: Option<Uuid>,
    pub spot: String,
    pub state: String,
    pub expires_on: Option<NaiveDate>,
    pub inspect_months: i64,
    pub inspected_on: Option<NaiveDate>,
    pub due_on: NaiveDate,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn record(&self, event: &'static str) -> Record {
        Record::new(event, "safety_item", self.id, &self.label)
            .clause(CLAUSE)
            .fact("spot", &self.spot)
    }

    pub fn reckon(&mut self, zone: &str) {
        let registered = local_date(self.created_at, zone);
        let months = self.inspect_months;
        self.due_on = due_on(registered, self.inspected_on, months, self.expires_on);
    }
}

/// Not reach-checked, here and below: what equipment there is is known to everybody.
pub fn row(conn: &mut AnyConn, id: Uuid) -> Answer<Row> {
    Ok(s::table.find(g(id)).select(Row::as_select()).first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<SafetyItem> {
    let row = row(conn, id)?;
    shown(conn, grant, row)
}

pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<SafetyItem> {
    let one = complete(conn, grant, vec![row])?.pop();
    one.ok_or_else(|| internal("a row that isn't shown"))
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &SafetyQuery,
    paging: &Paging,
) -> Answer<Page<SafetyItem>> {
    let all = vec![Predicate::new().sql("1 = 1")];
    let today = settings::today(conn, grant.acting.now)?;
    let narrowed = |range: Predicate| {
        let mut q = s::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(kind) = query.kind {
            q = q.filter(s::kind.eq(word(&kind)));
        }
        if let Some(state) = query.state {
            q = q.filter(s::state.eq(word(&state)));
        }
        if let Some(place) = query.place_id {
            q = q.filter(s::place_id.eq(g(Some(place))));
        }
        if query.overdue == Some(true) {
            q = q.filter(Predicate::new().sql(THERE));
            q = q.filter(s::due_on.lt(today));
        }
        if let Some(day) = query.due_by {
            q = q.filter(Predicate::new().sql(THERE));
            q = q.filter(s::due_on.le(day));
        }
        q
    };
    let key = |row: &Row, sort: &str| match sort {
        "created_at" => (Bind::ts(row.created_at), row.id),
        _ => (Bind::Date(row.due_on), row.id),
    };
    let page: Page<Row> = crate::page_of!(conn, paging, all, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<SafetyItem>> {
    let places = place::refs(conn, rows.iter().filter_map(|row| row.place_id).collect())?;
    let today = settings::today(conn, grant.acting.now)?;
    let may = |action| grant.may(action, None, None, Field::Workplace);
    let one = |row: Row| {
        let state: SafetyState = parse(&row.state)?;
        let there = state != SafetyState::Retired;
        let mut allowed = Vec::new();
        allowed.extend(may(Action::SafetyManage).then_some(Action::SafetyManage));
        let inspect = there && grant.permits(Action::SafetyInspect);
        allowed.extend(inspect.then_some(Action::SafetyInspect));
        Ok(SafetyItem {
            kind: parse(&row.kind)?,
            place: row.place_id.and_then(|id| places.get(&id).cloned()),
            overdue: there && row.due_on < today,
            allowed_actions: allowed,
            state,
            id: row.id,
            label: row.label,
            spot: row.spot,
            expires_on: row.expires_on,
            inspect_months: row.inspect_months,
            inspected_on: row.inspected_on,
            due_on: row.due_on,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    };
    rows.into_iter().map(one).collect()
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = i)]
struct Inspected {
    id: Uuid,
    inspected_at: DateTime<Utc>,
    inspected_by: Uuid,
    in_order: bool,
    note: Option<String>,
    expires_on: Option<NaiveDate>,
}

pub fn inspections(
    conn: &mut AnyConn,
    item: Uuid,
    query: &SafetyInspectionQuery,
    paging: &Paging,
) -> Answer<Page<SafetyInspection>> {
    row(conn, item)?;
    let of = vec![
        Predicate::new()
            .sql("safety_inspections.item_id = ")
            .bind(Bind::guid(item)),
    ];
    let narrowed = |range: Predicate| {
        let mut q = i::table
            .select(Inspected::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(in_order) = query.in_order {
            q = q.filter(i::in_order.eq(in_order));
        }
        q
    };
    let key = |row: &Inspected, _: &str| (Bind::ts(row.inspected_at), row.id);
    let page: Page<Inspected> = crate::page_of!(conn, paging, of, narrowed, key);
    page.complete(|rows| {
        let named = rows.iter().map(|row| row.inspected_by).collect();
        let people = people::by_ids(conn, named)?;
        let one = |row: Inspected| {
            let by = people.get(&row.inspected_by).cloned();
            Ok(SafetyInspection {
                id: row.id,
                inspected_at: row.inspected_at,
                inspected_by: by.ok_or_else(|| internal("inspected by nobody"))?,
                in_order: row.in_order,
                note: row.note,
                expires_on: row.expires_on,
            })
        };
        rows.into_iter().map(one).collect()
    })
}

macro_rules! values {
    ($row:expr) => {
        (
            s::label.eq(&$row.label),
            s::kind.eq(&$row.kind),
            s::place_id.eq(g($row.place_id)),
            s::spot.eq(&$row.spot),
            s::state.eq(&$row.state),
            s::expires_on.eq($row.expires_on),
            s::inspect_months.eq($row.inspect_months),
            s::inspected_on.eq($row.inspected_on),
            s::due_on.eq($row.due_on),
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
