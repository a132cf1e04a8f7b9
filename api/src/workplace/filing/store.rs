use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::filing::{FilingEntry, FilingQuery, FilingState};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::{CLAUSE, OUT};
use crate::access::Grant;
use crate::db::schema::filing_entries as f;
use crate::db::sql::{Bind, Kept, Predicate, contains};
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::current;
use crate::organization::{people, settings};
use crate::problem::{Answer, Refusal, internal};
use crate::workplace::place;

pub const SORTS: &[SortKey] = &[
    SortKey {
        name: "code",
        column: "filing_entries.code",
        kind: Kind::Text,
    },
    SortKey {
        name: "created_at",
        column: "filing_entries.created_at",
        kind: Kind::Ts,
    },
];

/// Spelled as the indexes are.
pub const THERE: &str = "filing_entries.state <> 'destroyed'";
pub const TAKEN: &str = "filing_entries.state = 'out'";

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = f)]
pub struct Row {
    pub id: Uuid,
    pub code: String,
    pub title: String,
    pub search: String,
    pub category: String,
    pub place_id: Option<Uuid>,
    pub spot: String,
    pub keeper_id: Uuid,
    pub retain_until: Option<NaiveDate>,
    pub state: String,
    pub out_to: Option<Uuid>,
    pub out_since: Option<NaiveDate>,
    pub destroyed_because: Option<String>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn state(&self) -> Answer<FilingState> {
        parse(&self.state)
    }

    pub fn record(&self, event: &'static str) -> Record {
        let name = format!("{} {}", self.code, self.title);
        Record::new(event, "filing_entry", self.id, name).clause(CLAUSE)
    }

    /// Refused with the entry as it is.
    pub fn refused(&self, conn: &mut AnyConn, grant: &Grant, code: Code) -> Refusal {
        let now = shown(conn, grant, self.clone());
        Refusal::new(code).clause(CLAUSE).as_it_is(now)
    }
}

/// There, though it needn't be any more.
pub fn expired(today: NaiveDate) -> Predicate {
    Predicate::new()
        .sql("(")
        .sql(THERE)
        .sql(" AND filing_entries.retain_until < ")
        .bind(Bind::Date(today))
        .sql(")")
}

/// Out for longer than it may be.
pub fn overdue(today: NaiveDate) -> Predicate {
    let last = today.checked_sub_days(OUT).unwrap_or(today);
    Predicate::new()
        .sql("(")
        .sql(TAKEN)
        .sql(" AND filing_entries.out_since < ")
        .bind(Bind::Date(last))
        .sql(")")
}

/// Not reach-checked, here and below: what is filed where is known to everybody.
pub fn row(conn: &mut AnyConn, id: Uuid) -> Answer<Row> {
    Ok(f::table.find(g(id)).select(Row::as_select()).first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<FilingEntry> {
    let row = row(conn, id)?;
    shown(conn, grant, row)
}

pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<FilingEntry> {
    let one = complete(conn, grant, vec![row])?.pop();
    one.ok_or_else(|| internal("a row that isn't shown"))
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &FilingQuery,
    paging: &Paging,
) -> Answer<Page<FilingEntry>> {
    let today = settings::today(conn, grant.acting.now)?;
    let narrowed = || {
        let mut q = f::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>();
        if let Some(category) = query.category {
            q = q.filter(f::category.eq(word(&category)));
        }
        if let Some(state) = query.state {
            q = q.filter(f::state.eq(word(&state)));
        }
        if let Some(place) = query.place_id {
            q = q.filter(f::place_id.eq(g(Some(place))));
        }
        if let Some(keeper) = query.keeper_id {
            q = q.filter(f::keeper_id.eq(g(keeper)));
        }
        if let Some(who) = query.out_to_id {
            q = q.filter(Predicate::new().sql(TAKEN));
            q = q.filter(f::out_to.eq(g(Some(who))));
        }
        if query.expired == Some(true) {
            q = q.filter(expired(today));
        }
        if query.overdue == Some(true) {
            q = q.filter(overdue(today));
        }
        if let Some(text) = &query.q {
            q = q.filter(contains("filing_entries.search", text));
        }
        q
    };
    let key = |row: &Row, sort: &str| match sort {
        "created_at" => (Bind::ts(row.created_at), row.id),
        _ => (Bind::Text(row.code.clone()), row.id),
    };
    let page: Page<Row> = crate::page_of!(conn, paging, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<FilingEntry>> {
    let places = place::refs(conn, rows.iter().filter_map(|row| row.place_id).collect())?;
    let named = rows
        .iter()
        .flat_map(|row| [Some(row.keeper_id), row.out_to]);
    let people = people::by_ids(conn, named.flatten().collect())?;
    let today = settings::today(conn, grant.acting.now)?;
    let keeps = grant.may(Action::FilingManage, None, None, Field::Workplace);
    let one = |row: Row| {
        let state = row.state()?;
        let there = state != FilingState::Destroyed;
        let mine = row.out_to == Some(grant.me());
        let takes = grant.permits(Action::FilingBorrow)
            && (state == FilingState::Kept || state == FilingState::Out && (mine || keeps));
        let mut allowed = Vec::new();
        allowed.extend((keeps && there).then_some(Action::FilingManage));
        allowed.extend(takes.then_some(Action::FilingBorrow));
        let keeper = people.get(&row.keeper_id).cloned();
        let until = today.checked_sub_days(OUT).unwrap_or(today);
        Ok(FilingEntry {
            category: parse(&row.category)?,
            place: row.place_id.and_then(|id| places.get(&id).cloned()),
            keeper: keeper.ok_or_else(|| internal("a file that nobody keeps"))?,
            out_to: row.out_to.and_then(|id| people.get(&id).cloned()),
            expired: there && row.retain_until.is_some_and(|day| day < today),
            overdue: row.out_since.is_some_and(|day| day < until),
            allowed_actions: allowed,
            state,
            id: row.id,
            code: row.code,
            title: row.title,
            spot: row.spot,
            retain_until: row.retain_until,
            out_since: row.out_since,
            destroyed_because: row.destroyed_because,
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
            f::code.eq(&$row.code),
            f::title.eq(&$row.title),
            f::search.eq(&$row.search),
            f::category.eq(&$row.category),
            f::place_id.eq(g($row.place_id)),
            f::spot.eq(&$row.spot),
            f::keeper_id.eq(g($row.keeper_id)),
            f::retain_until.eq($row.retain_until),
            f::state.eq(&$row.state),
            f::out_to.eq(g($row.out_to)),
            f::out_since.eq($row.out_since),
            f::destroyed_because.eq(&$row.destroyed_because),
            f::version.eq($row.version),
            f::updated_at.eq(t($row.updated_at)),
        )
    };
}

pub fn insert(tx: &mut Tx, row: &Row) -> Answer<()> {
    let key = (f::id.eq(g(row.id)), f::created_at.eq(t(row.created_at)));
    diesel::insert_into(f::table)
        .values((key, values!(row)))
        .execute(tx.conn)?;
    Ok(())
}

/// Writes a changed row under its version; a concurrent change is 412.
pub fn save(tx: &mut Tx, old: &Row, new: &mut Row, now: DateTime<Utc>) -> Answer<()> {
    new.version = old.version + 1;
    new.updated_at = now;
    let mine = f::table.find(g(old.id)).filter(f::version.eq(old.version));
    let change = diesel::update(mine).set(values!(new));
    current(Kept(change).execute(tx.conn)?)
}
