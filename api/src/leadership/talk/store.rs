use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::talk::{Talk, TalkKind, TalkQuery};
use contract::{Action, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use crate::access::Grant;
use crate::access::reach::Columns;
use crate::db::schema::talks as k;
use crate::db::sql::{Bind, Kept, Predicate};
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::current;
use crate::organization::people;
use crate::problem::{Answer, internal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "held_on",
    column: "talks.held_on",
    kind: Kind::Date,
}];

/// A record of whoever it is about.
pub const COLUMNS: Columns = Columns {
    team: "talks.team_id",
    owner: "talks.employee_id",
    field: Field::People,
};

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = k)]
pub struct Row {
    pub id: Uuid,
    pub kind: String,
    pub employee_id: Uuid,
    pub team_id: Option<Uuid>,
    pub author_id: Uuid,
    pub held_on: NaiveDate,
    pub text: String,
    pub next_step: Option<String>,
    pub next_on: Option<NaiveDate>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn kind(&self) -> Answer<TalkKind> {
        parse(&self.kind)
    }

    /// That one was held and when; of a care talk neither with whom, for those who may see no more of it, nor what was said.
    pub fn record(&self, event: &'static str) -> Record {
        Record::new(event, "talk", self.id, self.held_on.to_string())
            .team(self.team_id)
            .owner(Some(self.author_id))
            .clause(CLAUSE)
    }
}

/// Of care talks never those about the caller, whatever their reach.
fn visible(grant: &Grant, kind: TalkKind) -> Predicate {
    let reach = grant.reach().on(COLUMNS);
    let of = Predicate::new()
        .sql("talks.kind = ")
        .bind(Bind::Text(word(&kind)))
        .sql(" AND ")
        .join(reach);
    match kind {
        TalkKind::Coaching => of,
        TalkKind::Care => of
            .sql(" AND talks.employee_id <> ")
            .bind(Bind::guid(grant.me())),
    }
}

/// The same as ranges that don't overlap, each read in the order of its index.
fn ranges(grant: &Grant, kind: TalkKind) -> Vec<Predicate> {
    let one = |range: Predicate| {
        let of = Predicate::new()
            .sql("talks.kind = ")
            .bind(Bind::Text(word(&kind)))
            .sql(" AND ")
            .join(range);
        match kind {
            TalkKind::Coaching => of,
            TalkKind::Care => of
                .sql(" AND talks.employee_id <> ")
                .bind(Bind::guid(grant.me())),
        }
    };
    grant.reach().ranges(COLUMNS).into_iter().map(one).collect()
}

pub fn row(conn: &mut AnyConn, grant: &Grant, kind: TalkKind, id: Uuid) -> Answer<Row> {
    let mine = k::table.find(g(id)).filter(visible(grant, kind));
    Ok(mine.select(Row::as_select()).first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, kind: TalkKind, id: Uuid) -> Answer<Talk> {
    let row = row(conn, grant, kind, id)?;
    shown(conn, grant, row)
}

pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<Talk> {
    let one = complete(conn, grant, vec![row])?.pop();
    one.ok_or_else(|| internal("a row that isn't shown"))
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    kind: TalkKind,
    query: &TalkQuery,
    paging: &Paging,
) -> Answer<Page<Talk>> {
    let ranges = ranges(grant, kind);
    let narrowed = |range: Predicate| {
        let mut q = k::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(employee) = query.employee_id {
            q = q.filter(k::employee_id.eq(g(employee)));
        }
        if let Some(author) = query.author_id {
            q = q.filter(k::author_id.eq(g(author)));
        }
        if let Some(team) = query.team_id {
            q = q.filter(k::team_id.eq(g(Some(team))));
        }
        if let Some(from) = query.from {
            q = q.filter(k::held_on.ge(from));
        }
        if let Some(to) = query.to {
            q = q.filter(k::held_on.le(to));
        }
        q
    };
    let key = |row: &Row, _: &str| (Bind::Date(row.held_on), row.id);
    let page: Page<Row> = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<Talk>> {
    let named = rows
        .iter()
        .flat_map(|row| [row.employee_id, row.author_id])
        .collect();
    let people = people::by_ids(conn, named)?;
    let nobody = || internal("a talk of nobody");
    let one = |row: Row| {
        let kind = row.kind()?;
        let write = match kind {
            TalkKind::Coaching => Action::CoachingWrite,
            TalkKind::Care => Action::CareTalkWrite,
        };
        let mine = row.author_id == grant.me() && grant.permits(write);
        Ok(Talk {
            kind,
            employee: people.get(&row.employee_id).cloned().ok_or_else(nobody)?,
            author: people.get(&row.author_id).cloned().ok_or_else(nobody)?,
            allowed_actions: mine.then_some(write).into_iter().collect(),
            id: row.id,
            team_id: row.team_id,
            held_on: row.held_on,
            text: row.text,
            next_step: row.next_step,
            next_on: row.next_on,
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
            k::text.eq(&$row.text),
            k::next_step.eq(&$row.next_step),
            k::next_on.eq($row.next_on),
            k::version.eq($row.version),
            k::updated_at.eq(t($row.updated_at)),
        )
    };
}

pub fn insert(tx: &mut Tx, row: &Row) -> Answer<()> {
    let key = (
        k::id.eq(g(row.id)),
        k::kind.eq(&row.kind),
        k::employee_id.eq(g(row.employee_id)),
        k::team_id.eq(g(row.team_id)),
        k::author_id.eq(g(row.author_id)),
        k::held_on.eq(row.held_on),
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
