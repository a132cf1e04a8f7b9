//! Lines of the ledger: added, never changed; and what a request holds by them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use contract::leave::LeaveEntryKind;
use diesel::prelude::*;
use uuid::Uuid;

use crate::db::bulk::{Rows, Unnest};
use crate::db::schema::leave_entries as e;
use crate::db::types::{g, t};
use crate::db::words::word;
use crate::db::{AnyConn, Tx};
use crate::problem::Answer;

/// A line to be added.
#[derive(Debug, Clone)]
pub struct NewLine {
    pub employee: Uuid,
    pub team: Option<Uuid>,
    pub leave_type: Uuid,
    pub year: i32,
    pub kind: LeaveEntryKind,
    pub half_days: i64,
    pub effective_on: NaiveDate,
    pub expires_on: Option<NaiveDate>,
    pub request: Option<Uuid>,
    pub note: Option<String>,
    pub source: Option<String>,
}

struct Stored {
    id: Uuid,
    kind: String,
    line: NewLine,
    created_at: DateTime<Utc>,
    created_by: Option<Uuid>,
}

impl Rows for Stored {
    fn insert(conn: &mut AnyConn, rows: &[Stored]) -> QueryResult<()> {
        match conn {
            AnyConn::Pg(c) => insert_all(c, rows),
            AnyConn::Sqlite(c) => rows.iter().try_for_each(|row| insert_one(c, row)),
        }
    }
}

fn insert_one(conn: &mut SqliteConnection, row: &Stored) -> QueryResult<()> {
    let line = &row.line;
    diesel::insert_into(e::table)
        .values((
            e::id.eq(g(row.id)),
            e::employee_id.eq(g(line.employee)),
            e::team_id.eq(g(line.team)),
            e::leave_type_id.eq(g(line.leave_type)),
            e::year.eq(i64::from(line.year)),
            e::kind.eq(&row.kind),
            e::half_days.eq(line.half_days),
            e::effective_on.eq(line.effective_on),
            e::expires_on.eq(line.expires_on),
            e::request_id.eq(g(line.request)),
            e::note.eq(&line.note),
            e::source.eq(&line.source),
            e::created_at.eq(t(row.created_at)),
            e::created_by.eq(g(row.created_by)),
        ))
        .execute(conn)?;
    Ok(())
}

fn insert_all(conn: &mut PgConnection, rows: &[Stored]) -> QueryResult<()> {
    const TEXT: &str = "INSERT INTO leave_entries (id, employee_id, team_id, leave_type_id, year, kind, half_days, effective_on, \
        expires_on, request_id, note, source, created_at, created_by) SELECT * FROM unnest(";
    Unnest::new(TEXT, rows)
        .guid(|r| g(Some(r.id)))
        .guid(|r| g(Some(r.line.employee)))
        .guid(|r| g(r.line.team))
        .guid(|r| g(Some(r.line.leave_type)))
        .int(|r| i64::from(r.line.year))
        .text(|r| Some(&r.kind))
        .int(|r| r.line.half_days)
        .date(|r| Some(r.line.effective_on))
        .date(|r| r.line.expires_on)
        .guid(|r| g(r.line.request))
        .text(|r| r.line.note.as_deref())
        .text(|r| r.line.source.as_deref())
        .time(|r| t(Some(r.created_at)))
        .guid(|r| g(r.created_by))
        .run(conn)
}

/// Adds lines and answers their ids, in order; lines of nothing are left out. The database refuses what would take a balance below
/// zero.
pub fn add(
    tx: &mut Tx,
    by: Option<Uuid>,
    now: DateTime<Utc>,
    lines: Vec<NewLine>,
) -> Answer<Vec<Uuid>> {
    let lines = lines.into_iter().filter(|l| l.half_days != 0);
    let stored: Vec<Stored> = lines
        .map(|line| Stored {
            id: crate::clock::new_id(),
            kind: word(&line.kind),
            line,
            created_at: now,
            created_by: by,
        })
        .collect();
    if !stored.is_empty() {
        Stored::insert(tx.conn, &stored)?;
    }
    Ok(stored.into_iter().map(|row| row.id).collect())
}

/// What a request holds, by type and year: a returned one may have become another type meanwhile. Not reach-checked: callers are.
pub type Held = BTreeMap<(Uuid, i32), i64>;

pub fn held(conn: &mut AnyConn, request: Uuid) -> Answer<Held> {
    let lines: Vec<(Uuid, i64, i64)> = e::table
        .filter(e::request_id.eq(g(Some(request))))
        .select((e::leave_type_id, e::year, e::half_days))
        .load(conn)?;
    let mut held = Held::new();
    for (leave_type, year, half_days) in lines {
        *held.entry((leave_type, year as i32)).or_default() -= half_days;
    }
    Ok(held)
}
