use chrono::{DateTime, Duration, Utc};
use contract::access::Field;
use contract::attendance::{NewPunch, Punch, PunchQuery, PunchSource};
use contract::{Code, Page};
use diesel::prelude::*;
use std::collections::HashSet;
use uuid::Uuid;

use crate::access::Grant;
use crate::csv_columns;
use crate::db::schema::punches;
use crate::db::sql::Bind;
use crate::db::types::{G, T, g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::people;
use crate::page_of;
use crate::problem::{Answer, Refusal, internal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "at",
    column: "punches.at",
    kind: Kind::Ts,
}];

csv_columns!(
    Punch => ["id", "employee.id", "employee.number", "employee.name", "at", "kind", "source", "external_id", "created_at"],
);

#[derive(Queryable, Selectable)]
#[diesel(table_name = punches)]
struct Row {
    id: Uuid,
    employee_id: Uuid,
    at: DateTime<Utc>,
    kind: String,
    source: String,
    external_id: Option<String>,
    created_at: DateTime<Utc>,
}

/// The people of a page, in one query.
fn complete(conn: &mut AnyConn, rows: Vec<Row>) -> Answer<Vec<Punch>> {
    let people = people::by_ids(conn, rows.iter().map(|r| r.employee_id).collect())?;
    let missing = || internal("a punch without its person");
    let one = |r: Row| {
        Ok(Punch {
            id: r.id,
            employee: people.get(&r.employee_id).cloned().ok_or_else(missing)?,
            at: r.at,
            kind: parse(&r.kind)?,
            source: parse(&r.source)?,
            external_id: r.external_id,
            created_at: r.created_at,
        })
    };
    rows.into_iter().map(one).collect()
}

/// A punch is its person's, and the person's present team's.
pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &PunchQuery,
    paging: &Paging,
) -> Answer<Page<Punch>> {
    let from = query.from.unwrap_or(grant.acting.now - Duration::days(7));
    let narrowed = || {
        let mut q = punches::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(
                grant
                    .reach()
                    .on_people("punches.employee_id", Field::People),
            )
            .filter(punches::at.ge(t(from)));
        if let Some(id) = query.employee_id {
            q = q.filter(punches::employee_id.eq(g(id)));
        }
        if let Some(until) = query.until {
            q = q.filter(punches::at.lt(t(until)));
        }
        q
    };
    let key = |r: &Row, _: &str| (Bind::ts(r.at), r.id);
    let page: Page<Row> = page_of!(conn, paging, narrowed, key);
    page.complete(|rows| complete(conn, rows))
}

/// A punch on its way into the database.
#[derive(Debug, Clone, PartialEq, Insertable)]
#[diesel(table_name = punches)]
#[diesel(treat_none_as_default_value = false)]
pub struct NewRow {
    pub id: G,
    pub employee_id: G,
    pub at: T,
    pub kind: String,
    pub source: String,
    pub external_id: Option<String>,
    pub correction_id: Option<G>,
    pub created_at: T,
    pub created_by: Option<G>,
}

/// Takes punches; those that are there already are left as they are. Answers which were new. Not reach-checked: callers have
/// checked whose they are.
pub fn insert(conn: &mut AnyConn, rows: &[NewRow]) -> Answer<HashSet<Uuid>> {
    let mut taken = HashSet::new();
    match conn {
        AnyConn::Pg(c) => {
            for chunk in rows.chunks(1000) {
                let new: Vec<Uuid> = diesel::insert_into(punches::table)
                    .values(chunk)
                    .on_conflict_do_nothing()
                    .returning(punches::id)
                    .load(c)?;
                taken.extend(new);
            }
        }
        AnyConn::Sqlite(c) => {
            for row in rows {
                let new = diesel::insert_or_ignore_into(punches::table)
                    .values(row)
                    .execute(c)?;
                if new > 0 {
                    taken.insert(row.id.0);
                }
            }
        }
    }
    Ok(taken)
}

/// The caller clocks in or out, now. A service account isn't at work.
pub fn clock(tx: &mut Tx, grant: &Grant, new: &NewPunch) -> Answer<Punch> {
    if grant.actor.key.is_some() {
        return Err(Refusal::new(Code::KeyForbidden).clause("4.4.1"));
    }
    let (id, me, now) = (crate::clock::new_id(), grant.me(), grant.acting.now);
    let row = NewRow {
        id: g(id),
        employee_id: g(me),
        at: t(now),
        kind: word(&new.kind),
        source: word(&PunchSource::Own),
        external_id: None,
        correction_id: None,
        created_at: t(now),
        created_by: g(grant.acting.employee_id),
    };
    insert(tx.conn, &[row])?;
    Record::new("punch.clocked", "punch", id, &grant.actor.name)
        .team(grant.actor.team_id)
        .owner(Some(me))
        .clause("4.4.1")
        .change("at", (), now)
        .change("kind", (), new.kind)
        .write(tx, &grant.acting);
    let made: Row = punches::table
        .find(g(id))
        .select(Row::as_select())
        .first(tx.conn)?;
    complete(tx.conn, vec![made])?
        .pop()
        .ok_or_else(|| internal("a punch that was just made"))
}
