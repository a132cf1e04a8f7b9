//! A year's grants: once per person and type, told apart by their source.

use std::collections::HashSet;

use chrono::NaiveDate;
use contract::Days;
use contract::import::RowOutcome;
use contract::leave::LeaveEntryKind;
use diesel::prelude::*;
use uuid::Uuid;

use super::{Done, Person, Run};
use crate::db::Tx;
use crate::db::schema::leave_entries as e;
use crate::db::types::gs;
use crate::engine::record::Record;
use crate::people::leave::ledger::store::{self, NewLine};
use crate::people::leave::logic::entitlement;
use crate::problem::Answer;

pub fn chunk(tx: &mut Tx, run: &Run, people: &[Person]) -> Answer<Done> {
    let (year, source) = (run.params.year, format!("grant:{}", run.params.year));
    let granted: HashSet<(Uuid, Uuid)> = e::table
        .filter(e::employee_id.eq_any(gs(people.iter().map(|p| p.id))))
        .filter(e::source.eq(&source))
        .select((e::employee_id, e::leave_type_id))
        .load::<(Uuid, Uuid)>(tx.conn)?
        .into_iter()
        .collect();
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(run.today);
    let (mut done, mut lines, mut told) = (Done::default(), Vec::new(), Vec::new());
    for person in people.iter().filter(|p| p.status != "inactive") {
        for kind in run.kinds.iter().filter(|k| k.active) {
            let half_days = entitlement::of_year(&kind.entitlement()?, person.hired, year);
            if half_days == 0 {
                continue;
            }
            let key = format!("{} {} {}", person.number, kind.code, Days(half_days));
            if granted.contains(&(person.id, kind.id)) {
                done.lines.push((RowOutcome::Unchanged, key));
                continue;
            }
            done.lines.push((RowOutcome::Created, key));
            told.push(person.id);
            lines.push(NewLine {
                employee: person.id,
                team: person.team,
                leave_type: kind.id,
                year,
                kind: LeaveEntryKind::Grant,
                half_days,
                effective_on: first.max(person.hired),
                expires_on: None,
                request: None,
                note: None,
                source: Some(source.clone()),
            });
        }
    }
    if !run.dry && !lines.is_empty() {
        let count = lines.len();
        store::add(tx, run.acting.employee_id, run.acting.now, lines)?;
        Record::new("leave.granted", "job", run.job, year.to_string())
            .clause("4.4.4")
            .change("year", (), year)
            .change("entries", (), count)
            .fact("year", year)
            .notify(told)
            .write(tx, &run.acting);
    }
    Ok(done)
}
