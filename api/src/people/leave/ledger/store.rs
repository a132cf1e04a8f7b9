use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::leave::{
    LeaveBalance, LeaveBalances, LeaveEntry, LeaveEntryKind, LeaveEntryQuery, NewLeaveEntry,
};
use contract::{Code, Days, Page};
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::db::schema::{employees, leave_days, leave_entries as e, leave_requests};
use crate::db::sql::Bind;
use crate::db::types::{G, T, g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::{employee, people, settings};
use crate::page_of;
use crate::people::leave::logic::account::Account;
use crate::people::leave::logic::entitlement;
use crate::people::leave::types;
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "leave_entries.created_at",
    kind: Kind::Ts,
}];

const COLUMNS: Columns = Columns {
    team: "leave_entries.team_id",
    owner: "leave_entries.employee_id",
    field: Field::People,
};

crate::csv_columns!(LeaveEntry => ["id", "employee.id", "employee.number", "employee.name", "leave_type.code", "leave_type.name", "year", "kind",
    "days", "effective_on", "expires_on", "request_id", "note", "created_by.number", "created_by.name", "created_at"]);

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = e)]
pub struct Row {
    pub id: Uuid,
    pub employee_id: Uuid,
    pub leave_type_id: Uuid,
    pub year: i64,
    pub kind: String,
    pub half_days: i64,
    pub effective_on: NaiveDate,
    pub expires_on: Option<NaiveDate>,
    pub request_id: Option<Uuid>,
    pub note: Option<String>,
    pub created_by: Option<Uuid>,
    pub created_at: DateTime<Utc>,
}

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

#[derive(Insertable)]
#[diesel(table_name = e)]
#[diesel(treat_none_as_default_value = false)]
struct Stored {
    id: G,
    employee_id: G,
    team_id: Option<G>,
    leave_type_id: G,
    year: i64,
    kind: String,
    half_days: i64,
    effective_on: NaiveDate,
    expires_on: Option<NaiveDate>,
    request_id: Option<G>,
    note: Option<String>,
    source: Option<String>,
    created_at: T,
    created_by: Option<G>,
}

/// Adds lines. The database refuses what would take a balance below zero.
pub fn add(tx: &mut Tx, by: Option<Uuid>, now: DateTime<Utc>, lines: Vec<NewLine>) -> Answer<()> {
    let stored: Vec<Stored> = lines
        .into_iter()
        .filter(|l| l.half_days != 0)
        .map(|l| Stored {
            id: g(crate::clock::new_id()),
            employee_id: g(l.employee),
            team_id: g(l.team),
            leave_type_id: g(l.leave_type),
            year: i64::from(l.year),
            kind: word(&l.kind),
            half_days: l.half_days,
            effective_on: l.effective_on,
            expires_on: l.expires_on,
            request_id: g(l.request),
            note: l.note,
            source: l.source,
            created_at: t(now),
            created_by: g(by),
        })
        .collect();
    if stored.is_empty() {
        return Ok(());
    }
    match &mut *tx.conn {
        crate::db::AnyConn::Pg(c) => {
            diesel::insert_into(e::table).values(&stored).execute(c)?;
        }
        crate::db::AnyConn::Sqlite(c) => {
            for line in &stored {
                diesel::insert_into(e::table).values(line).execute(c)?;
            }
        }
    }
    Ok(())
}

/// Entries of one person take turns: on PostgreSQL at the person's row, on SQLite writes do anyway.
pub fn take_turns(tx: &mut Tx, employee: Uuid) -> Answer<()> {
    if let AnyConn::Pg(conn) = &mut *tx.conn {
        employees::table
            .filter(employees::id.eq(g(employee)))
            .select(employees::version)
            .for_no_key_update()
            .load::<i64>(conn)?;
    }
    Ok(())
}

/// Accounts by type and year of one person.
pub type Accounts = HashMap<Uuid, BTreeMap<i32, Account>>;

/// Sums of one person's accounts in these years. Not reach-checked: callers are.
pub fn accounts(
    conn: &mut AnyConn,
    employee: Uuid,
    leave_type: Option<Uuid>,
    first: i32,
    last: i32,
) -> Answer<Accounts> {
    let mut query = e::table
        .filter(e::employee_id.eq(g(employee)))
        .filter(e::year.between(i64::from(first), i64::from(last)))
        .select((
            e::leave_type_id,
            e::year,
            e::kind,
            e::half_days,
            e::expires_on,
            e::source,
        ))
        .into_boxed::<MultiBackend>();
    if let Some(leave_type) = leave_type {
        query = query.filter(e::leave_type_id.eq(g(leave_type)));
    }
    type Line = (Uuid, i64, String, i64, Option<NaiveDate>, Option<String>);
    let lines: Vec<Line> = query.load(conn)?;
    let mut accounts = Accounts::new();
    for (kind_of, year, kind, half_days, expires_on, source) in lines {
        let kind = parse(&kind)?;
        let account = accounts
            .entry(kind_of)
            .or_default()
            .entry(year as i32)
            .or_default();
        let of_carried = source.is_some_and(|s| s.starts_with(CARRIED_EXPIRED));
        account.enter(kind, half_days, expires_on, of_carried);
    }
    for (kind_of, years) in &mut accounts {
        for (year, account) in years {
            if let Some(until) = account.expires_on {
                account.used_before = taken_until(conn, employee, *kind_of, *year, until)?;
            }
        }
    }
    Ok(accounts)
}

/// Where an `expire` entry took carried days, its source begins like this.
pub const CARRIED_EXPIRED: &str = "carried-expired:";

/// Half-days that are taken from a year's account on days up to `until`.
fn taken_until(
    conn: &mut AnyConn,
    employee: Uuid,
    leave_type: Uuid,
    year: i32,
    until: NaiveDate,
) -> Answer<i64> {
    let Some(first) = NaiveDate::from_ymd_opt(year, 1, 1) else {
        return Ok(0);
    };
    Ok(leave_days::table
        .inner_join(leave_requests::table.on(leave_requests::id.eq(leave_days::request_id)))
        .filter(leave_days::employee_id.eq(g(employee)))
        .filter(leave_days::on_date.between(first, until))
        .filter(leave_days::counted.eq(true))
        .filter(leave_requests::leave_type_id.eq(g(leave_type)))
        .count()
        .get_result(conn)?)
}

/// What one person has of every type with a balance; inside the reach.
pub fn balances(
    conn: &mut AnyConn,
    grant: &Grant,
    id: Uuid,
    year: Option<i32>,
) -> Answer<LeaveBalances> {
    let person = employee::store::row(conn, grant.reach(), id)?;
    let today = settings::today(conn, grant.acting.now)?;
    let year = year.unwrap_or_else(|| chrono::Datelike::year(&today));
    let mut accounts = accounts(conn, id, None, year, year)?;
    let mut kinds: Vec<types::Row> = types::named(conn)?.into_values().collect();
    kinds.sort_by_key(|k| (k.position, k.id));
    let mut data = Vec::new();
    for kind in kinds {
        let known = accounts.remove(&kind.id).and_then(|mut y| y.remove(&year));
        if !kind.from_ledger() || (!kind.active && known.is_none()) {
            continue;
        }
        let account = known.unwrap_or_default();
        let entitled = entitlement::of_year(&kind.entitlement()?, person.hire_date, year);
        let expiring = account.expires_on.filter(|day| *day >= today);
        data.push(LeaveBalance {
            leave_type: types::reference(&kind, grant.locale)?,
            year,
            granted: Days(account.granted),
            carried: Days(account.carried),
            used: Days(account.used),
            expired: Days(account.expired),
            adjusted: Days(account.adjusted),
            remaining: Days(account.remaining()),
            entitled: Some(Days(entitled)),
            expiring: expiring.map(|_| Days(account.unused_carried())),
            expires_on: expiring,
        });
    }
    let employee = contract::employee::PersonRef {
        id,
        name: person.name,
        number: person.number,
    };
    Ok(LeaveBalances {
        employee,
        year,
        data,
    })
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &LeaveEntryQuery,
    paging: &Paging,
) -> Answer<Page<LeaveEntry>> {
    let narrowed = || {
        let mut q = e::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(grant.reach().on(COLUMNS));
        if let Some(id) = query.employee_id {
            q = q.filter(e::employee_id.eq(g(id)));
        }
        if let Some(id) = query.leave_type_id {
            q = q.filter(e::leave_type_id.eq(g(id)));
        }
        if let Some(year) = query.year {
            q = q.filter(e::year.eq(i64::from(year)));
        }
        if let Some(kind) = query.kind {
            q = q.filter(e::kind.eq(word(&kind)));
        }
        if let Some(id) = query.request_id {
            q = q.filter(e::request_id.eq(g(Some(id))));
        }
        q
    };
    let page = page_of!(conn, paging, narrowed, |r: &Row, _| (
        Bind::ts(r.created_at),
        r.id
    ));
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<LeaveEntry>> {
    let kinds = types::named(conn)?;
    let mut ids: Vec<Uuid> = rows
        .iter()
        .flat_map(|r| [Some(r.employee_id), r.created_by])
        .flatten()
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let people = people::by_ids(conn, ids)?;
    let missing = || crate::problem::internal("an entry without its person or type");
    let one = |r: Row| {
        Ok(LeaveEntry {
            id: r.id,
            employee: people.get(&r.employee_id).cloned().ok_or_else(missing)?,
            leave_type: types::reference(
                kinds.get(&r.leave_type_id).ok_or_else(missing)?,
                grant.locale,
            )?,
            year: r.year as i32,
            kind: parse(&r.kind)?,
            days: Days(r.half_days),
            effective_on: r.effective_on,
            expires_on: r.expires_on,
            request_id: r.request_id,
            note: r.note,
            created_by: r.created_by.and_then(|id| people.get(&id).cloned()),
            created_at: r.created_at,
        })
    };
    rows.into_iter().map(one).collect()
}

/// A grant or an adjustment by hand: never for oneself, nor for somebody of one's own rank or above.
pub fn create(tx: &mut Tx, grant: &Grant, new: &NewLeaveEntry) -> Answer<LeaveEntry> {
    let unknown = || {
        Refusal::new(Code::UnknownReference)
            .clause("4.4.4")
            .at("/employee_id")
    };
    let person = employee::store::row(tx.conn, grant.reach(), new.employee_id).map_err(|r| {
        if r.code() == Code::NotFound {
            unknown()
        } else {
            r
        }
    })?;
    people::below_me(tx.conn, grant, person.id, false)?;
    let kind = types::find(tx.conn, new.leave_type_id)?;
    let invalid = |pointer: &str, rule: &str, fact: &str| {
        Err(Refusal::new(Code::Invalid)
            .clause("4.4.4")
            .field(pointer, rule, fact))
    };
    match new.kind {
        LeaveEntryKind::Grant if new.days.half_days() <= 0 => {
            return invalid("/days", "range", "> 0");
        }
        LeaveEntryKind::Adjust if new.days.half_days() == 0 => {
            return invalid("/days", "range", "≠ 0");
        }
        LeaveEntryKind::Grant | LeaveEntryKind::Adjust => {}
        _ => return invalid("/kind", "unknown_value", "grant, adjust"),
    }
    if !kind.from_ledger() {
        return invalid("/leave_type_id", "unknown_value", "balance: ledger");
    }
    take_turns(tx, person.id)?;
    let today = settings::today(tx.conn, grant.acting.now)?;
    let line = NewLine {
        employee: person.id,
        team: person.team_id,
        leave_type: kind.id,
        year: new.year,
        kind: new.kind,
        half_days: new.days.half_days(),
        effective_on: today,
        expires_on: None,
        request: None,
        note: Some(new.note.clone()),
        source: None,
    };
    add(tx, Some(grant.me()), grant.acting.now, vec![line])?;
    let made: Row = e::table
        .filter(e::employee_id.eq(g(person.id)))
        .order((e::created_at.desc(), e::id.desc()))
        .select(Row::as_select())
        .first(tx.conn)?;
    Record::new("leave_entry.created", "leave_entry", made.id, &person.name)
        .team(person.team_id)
        .owner(Some(person.id))
        .clause("4.4.4")
        .change("kind", (), new.kind)
        .change("days", (), new.days)
        .change("year", (), new.year)
        .change("leave_type", (), &kind.code)
        .change("note", (), &new.note)
        .fact("names", kind.names())
        .fact("days", new.days)
        .fact("year", new.year)
        .notify([person.id])
        .write(tx, &grant.acting);
    complete(tx.conn, grant, vec![made])?
        .pop()
        .ok_or_else(|| Refusal::new(Code::NotFound))
}

/// Somebody inside a reach, as a body names them.
pub fn reached(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<employee::store::Row> {
    employee::store::row(conn, reach, id).map_err(|refusal| match refusal.code() {
        Code::NotFound => Refusal::new(Code::UnknownReference)
            .clause("4.4.2")
            .at("/employee_id"),
        _ => refusal,
    })
}
