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
use crate::db::schema::leave_entries as e;
use crate::db::sql::{Bind, Predicate};
use crate::db::types::g;
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::{employee, people, settings};
use crate::page_of;
use crate::people::leave::logic::entitlement;
use crate::people::leave::logic::rules::Finding;
use crate::people::leave::requests::words;
use crate::people::leave::types;
use crate::problem::{Answer, Refusal, internal};

pub use super::accounts::{CARRIED_EXPIRED, accounts, accounts_of, take_turns};
pub use super::lines::{NewLine, add, held};

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
        let lapsed = account.lapsed(today);
        data.push(LeaveBalance {
            leave_type: types::reference(&kind, grant.locale)?,
            year,
            granted: Days(account.granted),
            carried: Days(account.carried),
            used: Days(account.used),
            expired: Days(account.expired + lapsed),
            adjusted: Days(account.adjusted),
            remaining: Days(account.remaining() - lapsed),
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
    let narrowed = |range: Predicate| {
        let mut q = e::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
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
    let key = |r: &Row, _: &str| (Bind::ts(r.created_at), r.id);
    let ranges = grant.reach().ranges(COLUMNS);
    let page = page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<LeaveEntry>> {
    let kinds = types::named(conn)?;
    let persons = |r: &Row| [Some(r.employee_id), r.created_by];
    let people = people::by_ids(conn, rows.iter().flat_map(persons).flatten().collect())?;
    let missing = || internal("an entry without its person or type");
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
    take_turns(tx, &[person.id])?;
    let half_days = new.days.half_days();
    let theirs = accounts(tx.conn, person.id, Some(kind.id), new.year, new.year)?;
    let account = theirs.get(&kind.id).and_then(|years| years.get(&new.year));
    let available = account.map_or(0, |account| account.remaining());
    if available + half_days < 0 {
        let short = Finding::BalanceShort {
            year: new.year,
            available,
            asked: -half_days,
        };
        let told = words::told(&short, &kind, grant.locale);
        return Err(Refusal::new(Code::LeaveBalanceShort)
            .clause(kind.clause.clone())
            .detail(told)
            .at("/days"));
    }
    let today = settings::today(tx.conn, grant.acting.now)?;
    let line = NewLine {
        employee: person.id,
        team: person.team_id,
        leave_type: kind.id,
        year: new.year,
        kind: new.kind,
        half_days,
        effective_on: today,
        expires_on: None,
        request: None,
        note: Some(new.note.clone()),
        source: None,
    };
    let ids = add(tx, Some(grant.me()), grant.acting.now, vec![line])?;
    let id = ids.first().ok_or_else(|| internal("an entry of nothing"))?;
    let made: Row = e::table
        .find(g(*id))
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
