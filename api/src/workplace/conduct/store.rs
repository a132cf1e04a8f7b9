use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::conduct::{ConductQuery, ConductRecord, ConductState};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use crate::access::Grant;
use crate::access::reach::Columns;
use crate::db::schema::conduct_records as k;
use crate::db::sql::{Bind, Kept, Predicate};
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
        name: "created_at",
        column: "conduct_records.created_at",
        kind: Kind::Ts,
    },
    SortKey {
        name: "due_on",
        column: "conduct_records.due_on",
        kind: Kind::Date,
    },
];

pub const COLUMNS: Columns = Columns {
    team: "conduct_records.team_id",
    owner: "conduct_records.employee_id",
    field: Field::Workplace,
};

/// Without an outcome; spelled as the indexes are.
pub const OPEN: &str = "conduct_records.state IN ('observed', 'heard')";

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = k)]
pub struct Row {
    pub id: Uuid,
    pub kind: String,
    pub description: String,
    pub observed_on: NaiveDate,
    pub place_id: Option<Uuid>,
    pub state: String,
    pub employee_id: Uuid,
    pub team_id: Option<Uuid>,
    pub observer_id: Uuid,
    pub heard_by: NaiveDate,
    pub due_on: NaiveDate,
    pub statement: Option<String>,
    pub heard_at: Option<DateTime<Utc>>,
    pub heard_from: Option<Uuid>,
    pub outcome: Option<String>,
    pub reason: Option<String>,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<DateTime<Utc>>,
    pub told_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn state(&self) -> Answer<ConductState> {
        parse(&self.state)
    }

    /// What is told of it names nothing of what was seen or said: that stands in the record, for those who may read it.
    pub fn record(&self, event: &'static str) -> Record {
        Record::new(event, "conduct_record", self.id, &self.kind)
            .team(self.team_id)
            .owner(Some(self.employee_id))
            .clause(CLAUSE)
    }

    /// Refused with the record as it is.
    pub fn refused(&self, conn: &mut AnyConn, grant: &Grant, code: Code) -> Refusal {
        let now = shown(conn, grant, self.clone());
        Refusal::new(code).clause(CLAUSE).as_it_is(now)
    }
}

pub fn row(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Row> {
    let mine = k::table.find(g(id)).filter(grant.reach().on(COLUMNS));
    Ok(mine.select(Row::as_select()).first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<ConductRecord> {
    let row = row(conn, grant, id)?;
    shown(conn, grant, row)
}

pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<ConductRecord> {
    let one = complete(conn, grant, vec![row])?.pop();
    one.ok_or_else(|| internal("a row that isn't shown"))
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &ConductQuery,
    paging: &Paging,
) -> Answer<Page<ConductRecord>> {
    let today = settings::today(conn, grant.acting.now)?;
    let ranges = grant.reach().ranges(COLUMNS);
    let narrowed = |range: Predicate| {
        let mut q = k::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(kind) = query.kind {
            q = q.filter(k::kind.eq(word(&kind)));
        }
        if let Some(state) = query.state {
            q = q.filter(k::state.eq(word(&state)));
        }
        if let Some(outcome) = query.outcome {
            q = q.filter(k::outcome.eq(Some(word(&outcome))));
        }
        if query.overdue == Some(true) {
            q = q.filter(Predicate::new().sql(OPEN));
            q = q.filter(k::due_on.lt(today));
        }
        if let Some(employee) = query.employee_id {
            q = q.filter(k::employee_id.eq(g(employee)));
        }
        if let Some(team) = query.team_id {
            q = q.filter(k::team_id.eq(g(Some(team))));
        }
        q
    };
    let key = |row: &Row, sort: &str| match sort {
        "due_on" => (Bind::Date(row.due_on), row.id),
        _ => (Bind::ts(row.created_at), row.id),
    };
    let page: Page<Row> = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<ConductRecord>> {
    let named = rows.iter().flat_map(|row| {
        let (from, by) = (row.heard_from, row.decided_by);
        [Some(row.employee_id), Some(row.observer_id), from, by]
    });
    let people = people::by_ids(conn, named.flatten().collect())?;
    let places = place::refs(conn, rows.iter().filter_map(|row| row.place_id).collect())?;
    let today = settings::today(conn, grant.acting.now)?;
    let who = |id: Option<Uuid>| id.and_then(|id| people.get(&id).cloned());
    let must = |id: Uuid| who(Some(id)).ok_or_else(|| internal("a record of nobody"));
    let one = |row: Row| {
        let state = row.state()?;
        let open = matches!(state, ConductState::Observed | ConductState::Heard);
        Ok(ConductRecord {
            allowed_actions: allowed(grant, &row, state),
            kind: parse(&row.kind)?,
            place: row.place_id.and_then(|id| places.get(&id).cloned()),
            employee: must(row.employee_id)?,
            observer: must(row.observer_id)?,
            heard_from: who(row.heard_from),
            decided_by: who(row.decided_by),
            outcome: row.outcome.as_deref().map(parse).transpose()?,
            overdue: open && row.due_on < today,
            state,
            id: row.id,
            description: row.description,
            observed_on: row.observed_on,
            team_id: row.team_id,
            heard_by: row.heard_by,
            due_on: row.due_on,
            statement: row.statement,
            heard_at: row.heard_at,
            reason: row.reason,
            decided_at: row.decided_at,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    };
    rows.into_iter().map(one).collect()
}

fn allowed(grant: &Grant, row: &Row, state: ConductState) -> Vec<Action> {
    let (mine, owner) = (row.employee_id == grant.me(), Some(row.employee_id));
    let may = |action| grant.may(action, row.team_id, owner, COLUMNS.field);
    let open = matches!(state, ConductState::Observed | ConductState::Heard);
    let mut all = Vec::new();
    if mine && state == ConductState::Observed && may(Action::ConductState) {
        all.push(Action::ConductState);
    }
    if !mine && open && may(Action::ConductDecide) {
        all.push(Action::ConductDecide);
    }
    all
}

macro_rules! values {
    ($row:expr) => {
        (
            k::state.eq(&$row.state),
            k::statement.eq(&$row.statement),
            k::heard_at.eq(t($row.heard_at)),
            k::heard_from.eq(g($row.heard_from)),
            k::outcome.eq(&$row.outcome),
            k::reason.eq(&$row.reason),
            k::decided_by.eq(g($row.decided_by)),
            k::decided_at.eq(t($row.decided_at)),
            k::told_at.eq(t($row.told_at)),
            k::version.eq($row.version),
            k::updated_at.eq(t($row.updated_at)),
        )
    };
}

pub fn insert(tx: &mut Tx, row: &Row) -> Answer<()> {
    let key = (
        k::id.eq(g(row.id)),
        k::kind.eq(&row.kind),
        k::description.eq(&row.description),
        k::observed_on.eq(row.observed_on),
        k::place_id.eq(g(row.place_id)),
        k::employee_id.eq(g(row.employee_id)),
        k::team_id.eq(g(row.team_id)),
        k::observer_id.eq(g(row.observer_id)),
        k::heard_by.eq(row.heard_by),
        k::due_on.eq(row.due_on),
        k::created_at.eq(t(row.created_at)),
    );
    diesel::insert_into(k::table)
        .values((key, values!(row)))
        .execute(tx.conn)?;
    Ok(())
}

/// Writes a changed row under its version; a concurrent change is 412.
pub fn save(tx: &mut Tx, old: &Row, new: &mut Row, now: DateTime<Utc>) -> Answer<()> {
    new.version = old.version + 1;
    new.updated_at = now;
    let mine = k::table.find(g(old.id)).filter(k::version.eq(old.version));
    let change = diesel::update(mine).set(values!(new));
    current(Kept(change).execute(tx.conn)?)
}
