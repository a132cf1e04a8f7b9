//! The holiday calendar says something new of a day, or a person's week is another: leave that was asked for already, and counts
//! working days, follows. A day that is off now goes back to the account; one that is worked now is taken from it, if there is enough.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use contract::approval::MatterKind;
use contract::leave::{DayCount, LeaveEntryKind, LeaveState};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{self, Row};
use super::{ask, follow};
use crate::access::Reach;
use crate::db::schema::{leave_days, leave_requests, leave_types};
use crate::db::types::{g, gs};
use crate::db::words::word;
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::approval;
use crate::engine::record::Acting;
use crate::people::attendance::statement::store::last_frozen_day;
use crate::people::calendar;
use crate::people::leave::ledger::store::{self as ledger, NewLine};
use crate::people::leave::logic::rules;
use crate::people::leave::types;
use crate::problem::Answer;

/// The half-days that each request holds on each day, and whether they count.
type Holding = BTreeMap<(Uuid, Uuid, NaiveDate), Vec<bool>>;

/// Which days, and whose: everybody's if nobody is named.
struct Days<'a> {
    people: Option<&'a [Uuid]>,
    first: NaiveDate,
    last: Option<NaiveDate>,
}

/// Not reach-checked: callers have checked whose days they change.
fn holding(conn: &mut AnyConn, days: &Days) -> Answer<Holding> {
    let states = [word(&LeaveState::Open), word(&LeaveState::Approved)];
    let mut query = leave_days::table
        .inner_join(leave_requests::table.on(leave_requests::id.eq(leave_days::request_id)))
        .inner_join(leave_types::table.on(leave_types::id.eq(leave_requests::leave_type_id)))
        .filter(leave_days::on_date.ge(days.first))
        .filter(leave_types::counts.eq(word(&DayCount::WorkingDays)))
        .filter(leave_requests::state.eq_any(states))
        .select((
            leave_days::request_id,
            leave_days::employee_id,
            leave_days::on_date,
            leave_days::counted,
        ))
        .into_boxed::<MultiBackend>();
    if let Some(last) = days.last {
        query = query.filter(leave_days::on_date.le(last));
    }
    if let Some(people) = days.people {
        query = query.filter(leave_days::employee_id.eq_any(gs(people.iter().copied())));
    }
    let rows: Vec<(Uuid, Uuid, NaiveDate, bool)> = query.load(conn)?;
    let mut holding = Holding::new();
    for (request, employee, date, counted) in rows {
        let key = (request, employee, date);
        holding.entry(key).or_default().push(counted);
    }
    Ok(holding)
}

/// A day that counts otherwise than it was counted.
struct Changed {
    request: Uuid,
    person: Uuid,
    date: NaiveDate,
    works: bool,
    halves: i64,
}

fn changed(conn: &mut AnyConn, days: &Days) -> Answer<Vec<Changed>> {
    let holding = holding(conn, days)?;
    let dates = || holding.keys().map(|(.., date)| *date);
    let (Some(first), Some(last)) = (dates().min(), dates().max()) else {
        return Ok(Vec::new());
    };
    let mut people: Vec<Uuid> = holding.keys().map(|(_, person, _)| *person).collect();
    people.sort_unstable();
    people.dedup();
    let calendars = calendar::load(conn, Some(&people), first, last)?;
    let mut found = Vec::new();
    for ((request, person, date), counted) in holding {
        let works = calendars.of(person).works(date);
        let halves = counted.iter().filter(|counted| **counted != works).count() as i64;
        if halves > 0 {
            found.push(Changed {
                request,
                person,
                date,
                works,
                halves,
            });
        }
    }
    Ok(found)
}

/// Call it after a day of the calendar was added, changed or taken away.
pub fn day_changed(tx: &mut Tx, acting: &Acting, date: NaiveDate) -> Answer<()> {
    let days = Days {
        people: None,
        first: date,
        last: Some(date),
    };
    follow_calendar(tx, acting, &days)
}

/// Call it after these people (`None`: everybody) got another week from a day on. Months that are final stay as they are.
pub fn week_changed(
    tx: &mut Tx,
    acting: &Acting,
    people: Option<&[Uuid]>,
    from: NaiveDate,
) -> Answer<()> {
    let first = match last_frozen_day(tx.conn)? {
        Some(frozen) => from.max(frozen.succ_opt().unwrap_or(frozen)),
        None => from,
    };
    let days = Days {
        people,
        first,
        last: None,
    };
    follow_calendar(tx, acting, &days)
}

fn follow_calendar(tx: &mut Tx, acting: &Acting, days: &Days) -> Answer<()> {
    let seen = changed(tx.conn, days)?;
    if seen.is_empty() {
        return Ok(());
    }
    // In the order of decisions: first the matter, then the person.
    let requests: Vec<Uuid> = seen.iter().map(|c| c.request).collect();
    approval::hold_subjects(tx, MatterKind::Leave, &requests)?;
    let mut people: Vec<Uuid> = seen.iter().map(|c| c.person).collect();
    people.sort_unstable();
    people.dedup();
    ledger::take_turns(tx, &people)?;
    // Again behind the locks; what only comes now was counted by the new calendar.
    for changed in changed(tx.conn, days)? {
        if requests.contains(&changed.request) {
            recount(tx, acting, &changed)?;
        }
    }
    Ok(())
}

fn recount(tx: &mut Tx, acting: &Acting, changed: &Changed) -> Answer<()> {
    let Changed {
        request,
        date,
        works,
        halves,
        ..
    } = *changed;
    let mut row = store::row(tx.conn, &Reach::system(), request)?;
    let kind = types::find(tx.conn, row.leave_type_id)?;
    let before = row.clone();
    let missing = match works && kind.from_ledger() {
        true => missing(tx.conn, &row, date, halves)?,
        false => 0,
    };
    if missing == 0 {
        diesel::update(
            leave_days::table
                .filter(leave_days::request_id.eq(g(request)))
                .filter(leave_days::on_date.eq(date)),
        )
        .set(leave_days::counted.eq(works))
        .execute(tx.conn)?;
        if works {
            take(tx, acting, &row, &kind, date, halves)?;
        } else {
            give_back(tx, acting, &row, date, halves)?;
        }
        count(&mut row, works, halves);
        if row.state()? == LeaveState::Open {
            let counted = row.half_days - row.returned_half_days;
            row.certificate_required = rules::certificate_required(&kind.rules()?, counted);
        }
        row = store::save(tx, &row, acting.now)?;
        if let (LeaveState::Open, Some(id)) = (row.state()?, row.approval_id) {
            approval::recounted(tx, acting, id, &ask::facts(&row, &kind))?;
        }
    }
    let name = ask::name(tx.conn, row.employee_id)?;
    let mut record = ask::record("leave.recounted", &row, &kind, &name)
        .change(
            "days",
            contract::Days(before.half_days),
            contract::Days(row.half_days),
        )
        .change(
            "returned_days",
            contract::Days(before.returned_half_days),
            contract::Days(row.returned_half_days),
        )
        .fact("date", date)
        .notify([row.employee_id]);
    if missing > 0 {
        // The day is worked, and stays off without being taken: the account hasn't enough for it.
        record = record
            .change("missing_days", (), contract::Days(missing))
            .fact("missing", contract::Days(missing));
    }
    record.write(tx, acting);
    Ok(())
}

/// What is counted is always what was asked for less what was returned, and something was always asked for: where nothing is left
/// that counts, all of it was returned.
fn count(row: &mut Row, works: bool, halves: i64) {
    let nothing = row.half_days == row.returned_half_days && row.resumed_on.is_none();
    match works {
        true if nothing && row.returned_half_days >= halves => row.returned_half_days -= halves,
        true => row.half_days += halves,
        false if row.half_days > halves => row.half_days -= halves,
        false => row.returned_half_days += halves,
    }
}

/// How much the account lacks for half-days on that day.
fn missing(conn: &mut AnyConn, row: &Row, date: NaiveDate, halves: i64) -> Answer<i64> {
    let (kind, year) = (row.leave_type_id, date.year());
    let accounts = ledger::accounts(conn, row.employee_id, Some(kind), year, year)?;
    let account = accounts.get(&kind).and_then(|years| years.get(&year));
    let dates = vec![date; halves as usize];
    Ok(account.copied().unwrap_or_default().missing(&dates))
}

fn take(
    tx: &mut Tx,
    acting: &Acting,
    row: &Row,
    kind: &types::Row,
    date: NaiveDate,
    halves: i64,
) -> Answer<()> {
    if !kind.from_ledger() {
        return Ok(());
    }
    let line = NewLine {
        employee: row.employee_id,
        team: row.team_id,
        leave_type: kind.id,
        year: date.year(),
        kind: LeaveEntryKind::Use,
        half_days: -halves,
        effective_on: date,
        expires_on: None,
        request: Some(row.id),
        note: None,
        source: None,
    };
    ledger::add(tx, acting.employee_id, acting.now, vec![line])?;
    Ok(())
}

fn give_back(tx: &mut Tx, acting: &Acting, row: &Row, date: NaiveDate, halves: i64) -> Answer<()> {
    let account = (row.leave_type_id, date.year());
    let held = ledger::held(tx.conn, row.id)?;
    let held = held.get(&account).copied().unwrap_or(0);
    follow::returns(tx, acting, row, [(account, halves.min(held))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_is_always_what_was_asked_for_less_what_was_returned() {
        let day = NaiveDate::from_ymd_opt(2028, 2, 29).unwrap();
        let mut row = crate::people::leave::requests::store::tests::row(day);
        for (works, halves, asked, returned) in [
            (false, 2, 2, 0),
            // The last day that counts: what was asked for stays, and comes back.
            (false, 2, 2, 2),
            (true, 2, 2, 0),
            (true, 2, 4, 0),
            (false, 1, 3, 0),
        ] {
            count(&mut row, works, halves);
            assert_eq!((row.half_days, row.returned_half_days), (asked, returned));
        }
    }
}
