//! Closing a year. Everything is worked out from what is left, so a second closing finds nothing to do.

use chrono::{Datelike, NaiveDate};
use contract::Days;
use contract::import::RowOutcome;
use contract::leave::LeaveEntryKind;
use uuid::Uuid;

use super::{Done, Person, Run};
use crate::db::Tx;
use crate::engine::record::Record;
use crate::people::leave::ledger::store::{self, CARRIED_EXPIRED, NewLine};
use crate::people::leave::logic::account::{self, Account};
use crate::people::leave::types;
use crate::problem::Answer;

pub fn chunk(tx: &mut Tx, run: &Run, people: &[Person]) -> Answer<Done> {
    let (year, now) = (run.params.year, run.today.year());
    let ids: Vec<Uuid> = people.iter().map(|p| p.id).collect();
    store::take_turns(tx, &ids)?;
    let all = store::accounts_of(tx.conn, &ids, None, year, now.max(year + 1))?;
    let (mut done, mut told, mut lines) = (Done::default(), Vec::new(), Vec::new());
    for person in people {
        let Some(accounts) = all.get(&person.id) else {
            continue;
        };
        for kind in &run.kinds {
            let Some(years) = accounts.get(&kind.id) else {
                continue;
            };
            let mut theirs = Vec::new();
            for (of, account) in years {
                if *of == year {
                    theirs.extend(closed(run, person, kind, account));
                } else {
                    theirs.extend(lapsed(run, person, kind, *of, account));
                }
            }
            let sum = |kind: LeaveEntryKind, sign: i64| -> i64 {
                let of_kind = theirs.iter().filter(|l| l.kind == kind);
                of_kind.map(|l| (sign * l.half_days).max(0)).sum()
            };
            let expired = sum(LeaveEntryKind::Expire, -1);
            let carried = sum(LeaveEntryKind::Carry, 1);
            if expired + carried == 0 {
                done.unchanged += 1;
                continue;
            }
            let (carried, expired) = (Days(carried), Days(expired));
            let key = format!("{} {} +{carried} −{expired}", person.number, kind.code);
            done.lines.push((RowOutcome::Updated, key));
            told.push(person.id);
            lines.append(&mut theirs);
        }
    }
    if !run.dry && !lines.is_empty() {
        store::add(tx, run.acting.employee_id, run.acting.now, lines)?;
        Record::new("leave.closed", "job", run.job, year.to_string())
            .clause("4.4.4")
            .change("year", (), year)
            .change("accounts", (), told.len())
            .fact("year", year)
            .notify(told)
            .write(tx, &run.acting);
    }
    Ok(done)
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

/// Says that carried days expired. Never the same twice: what is left under lock says how much, so a job that runs again after a
/// crash may have to write off more.
fn of_carried(year: i32) -> String {
    format!("{CARRIED_EXPIRED}{year}:{}", crate::clock::new_id())
}

/// The year that is closed: carried days expire first, then what may be carried goes on, then the rest expires.
fn closed(run: &Run, person: &Person, kind: &types::Row, account: &Account) -> Vec<NewLine> {
    let year = run.params.year;
    let closing = account::close(account, kind.carry_half_days);
    let months = u32::try_from(kind.carry_months).unwrap_or(0);
    let of = |year| line(run, person, kind, year);
    let mut lines = vec![
        NewLine {
            half_days: -closing.expire_carried,
            source: Some(of_carried(year)),
            ..of(year)
        },
        NewLine {
            kind: LeaveEntryKind::Carry,
            half_days: -closing.carry,
            ..of(year)
        },
        NewLine {
            kind: LeaveEntryKind::Carry,
            half_days: closing.carry,
            effective_on: NaiveDate::from_ymd_opt(year + 1, 1, 1).unwrap_or(run.today),
            expires_on: account::carried_until(year + 1, months),
            ..of(year + 1)
        },
        NewLine {
            half_days: -closing.expire,
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
        source: Some(of_carried(year)),
        ..line(run, person, kind, year)
    })
}
