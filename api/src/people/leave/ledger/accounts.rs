//! Accounts as they stand: sums of the ledger, and of what is taken which part falls before carried days expire.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;
use uuid::Uuid;

use crate::db::schema::{employees, leave_days, leave_entries as e, leave_requests};
use crate::db::types::{g, gs};
use crate::db::words::parse;
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::people::leave::logic::account::Account;
use crate::problem::Answer;

/// Where an `expire` entry took carried days, its source begins like this.
pub const CARRIED_EXPIRED: &str = "carried-expired:";

/// Entries of one person take turns: on PostgreSQL at the person's row, on SQLite writes do anyway. Several people are locked in
/// one order, so that two who lock some of the same never wait for each other.
pub fn take_turns(tx: &mut Tx, people: &[Uuid]) -> Answer<()> {
    if let AnyConn::Pg(conn) = &mut *tx.conn {
        employees::table
            .filter(employees::id.eq_any(gs(people.iter().copied())))
            .order(employees::id)
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
    let mut all = accounts_of(conn, &[employee], leave_type, first, last)?;
    Ok(all.remove(&employee).unwrap_or_default())
}

/// The same for several people: one query, and one more where carried days have an end. Not reach-checked: callers are.
pub fn accounts_of(
    conn: &mut AnyConn,
    people: &[Uuid],
    leave_type: Option<Uuid>,
    first: i32,
    last: i32,
) -> Answer<HashMap<Uuid, Accounts>> {
    let mut query = e::table
        .filter(e::employee_id.eq_any(gs(people.iter().copied())))
        .filter(e::year.between(i64::from(first), i64::from(last)))
        .select((
            e::employee_id,
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
    type Line = (
        Uuid,
        Uuid,
        i64,
        String,
        i64,
        Option<NaiveDate>,
        Option<String>,
    );
    let lines: Vec<Line> = query.load(conn)?;
    let mut all = HashMap::<Uuid, Accounts>::new();
    for (person, leave_type, year, kind, half_days, expires_on, source) in lines {
        let account = all
            .entry(person)
            .or_default()
            .entry(leave_type)
            .or_default()
            .entry(year as i32)
            .or_default();
        let of_carried = source.is_some_and(|s| s.starts_with(CARRIED_EXPIRED));
        account.enter(parse(&kind)?, half_days, expires_on, of_carried);
    }
    used_before(conn, &mut all)?;
    Ok(all)
}

/// Counts what is taken from each account on days until its carried days expire.
fn used_before(conn: &mut AnyConn, all: &mut HashMap<Uuid, Accounts>) -> Answer<()> {
    let mut ends = HashMap::<(Uuid, Uuid, i32), &mut Account>::new();
    for (person, accounts) in all {
        for (leave_type, years) in accounts {
            for (year, account) in years {
                if account.expires_on.is_some() {
                    ends.insert((*person, *leave_type, *year), account);
                }
            }
        }
    }
    let first = ends.keys().map(|(_, _, year)| *year).min();
    let first = first.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
    let last = ends.values().filter_map(|account| account.expires_on).max();
    let (Some(first), Some(last)) = (first, last) else {
        return Ok(());
    };
    let mut people: Vec<Uuid> = ends.keys().map(|(person, ..)| *person).collect();
    people.sort_unstable();
    people.dedup();
    let halves: Vec<(Uuid, Uuid, NaiveDate)> = leave_days::table
        .inner_join(leave_requests::table.on(leave_requests::id.eq(leave_days::request_id)))
        .filter(leave_days::employee_id.eq_any(gs(people)))
        .filter(leave_days::on_date.between(first, last))
        .filter(leave_days::counted.eq(true))
        .select((
            leave_days::employee_id,
            leave_requests::leave_type_id,
            leave_days::on_date,
        ))
        .load(conn)?;
    for (person, leave_type, date) in halves {
        let account = ends.get_mut(&(person, leave_type, date.year()));
        if let Some(account) = account.filter(|a| a.expires_on.is_some_and(|end| date <= end)) {
            account.used_before += 1;
        }
    }
    Ok(())
}
