//! Closing a year. Everything is worked out from what is left, so a second closing finds nothing to do.

use chrono::{Datelike, NaiveDate};
use contract::Days;
use contract::import::RowOutcome;
use contract::leave::LeaveEntryKind;

use super::{Line, Person, Run};
use crate::db::Tx;
use crate::engine::record::Record;
use crate::people::leave::ledger::store::{self, CARRIED_EXPIRED, NewLine};
use crate::people::leave::logic::account::{self, Account};
use crate::people::leave::types;
use crate::problem::Answer;

pub fn chunk(tx: &mut Tx, run: &Run, people: &[Person]) -> Answer<Vec<Line>> {
    let (mut report, mut told) = (Vec::new(), Vec::new());
    let (year, now) = (run.params.year, run.today.year());
    for person in people {
        store::take_turns(tx, person.id)?;
        let accounts = store::accounts(tx.conn, person.id, None, year, now.max(year + 1))?;
        for kind in &run.kinds {
            let Some(years) = accounts.get(&kind.id) else {
                continue;
            };
            let mut lines = Vec::new();
            for (of, account) in years {
                if *of == year {
                    lines.extend(closed(run, person, kind, account));
                } else {
                    lines.extend(lapsed(run, person, kind, *of, account));
                }
            }
            let expired: i64 = lines
                .iter()
                .filter(|l| l.kind == LeaveEntryKind::Expire)
                .map(|l| -l.half_days)
                .sum();
            let carried: i64 = lines
                .iter()
                .filter(|l| l.kind == LeaveEntryKind::Carry)
                .map(|l| l.half_days.max(0))
                .sum();
            let done = expired + carried > 0;
            let outcome = if done {
                RowOutcome::Updated
            } else {
                RowOutcome::Unchanged
            };
            let (carried, expired) = (Days(carried), Days(expired));
            let key = format!("{} {} +{carried} −{expired}", person.number, kind.code);
            report.push((outcome, key));
            if done && !run.dry {
                told.push(person.id);
                store::add(tx, run.acting.employee_id, run.acting.now, lines)?;
            }
        }
    }
    if !told.is_empty() {
        Record::new("leave.closed", "job", run.job, year.to_string())
            .clause("4.4.4")
            .change("year", (), year)
            .change("accounts", (), told.len())
            .fact("year", year)
            .notify(told)
            .write(tx, &run.acting);
    }
    Ok(report)
}

fn line(run: &Run, person: &Person, kind: &types::Row, year: i32) -> NewLine {
    NewLine {
        employee: person.id,
        team: person.team,
        leave_type: kind.id,
        year,
        kind: LeaveEntryKind::Expire,
        half_days: 0,
        effective_on: NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(run.today),
        expires_on: None,
        request: None,
        note: None,
        source: None,
    }
}

/// The year that is closed: carried days expire first, then what may be carried goes on, then the rest expires.
fn closed(run: &Run, person: &Person, kind: &types::Row, account: &Account) -> Vec<NewLine> {
    let (year, job) = (run.params.year, run.job);
    let closing = account::close(account, kind.carry_half_days);
    let months = u32::try_from(kind.carry_months).unwrap_or(0);
    let of = |year| line(run, person, kind, year);
    let mut lines = vec![
        NewLine {
            half_days: -closing.expire_carried,
            source: Some(format!("{CARRIED_EXPIRED}{year}:{job}")),
            ..of(year)
        },
        NewLine {
            kind: LeaveEntryKind::Carry,
            half_days: -closing.carry,
            source: Some(format!("carried-out:{year}:{job}")),
            ..of(year)
        },
        NewLine {
            kind: LeaveEntryKind::Carry,
            half_days: closing.carry,
            effective_on: NaiveDate::from_ymd_opt(year + 1, 1, 1).unwrap_or(run.today),
            expires_on: account::carried_until(year + 1, months),
            source: Some(format!("carried-in:{}:{job}", year + 1)),
            ..of(year + 1)
        },
        NewLine {
            half_days: -closing.expire,
            source: Some(format!("expired:{year}:{job}")),
            ..of(year)
        },
    ];
    lines.retain(|l| l.half_days != 0);
    lines
}

/// A later year: carried days whose last day has passed.
fn lapsed(
    run: &Run,
    person: &Person,
    kind: &types::Row,
    year: i32,
    account: &Account,
) -> Option<NewLine> {
    let until = account.expires_on.filter(|day| *day < run.today)?;
    let unused = account.unused_carried();
    (unused > 0).then(|| NewLine {
        half_days: -unused,
        effective_on: until,
        source: Some(format!("{CARRIED_EXPIRED}{year}:{}", run.job)),
        ..line(run, person, kind, year)
    })
}
