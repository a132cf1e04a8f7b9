//! Batches of time clocks: each punch is taken, known already, or refused with its reason.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use contract::Code;
use contract::attendance::{ClockRefusal, ClockReport, NewClockPunches, PunchKind, PunchSource};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic;
use super::store::{NewRow, insert};
use crate::access::Grant;
use crate::db::schema::{employees, punches};
use crate::db::types::{g, t};
use crate::db::words::word;
use crate::db::{AnyConn, Tx};
use crate::engine::record::Record;
use crate::organization::employee::store::COLUMNS;
use crate::people::attendance::day::list::of_people;
use crate::problem::{Answer, Refusal};

/// Whose punch, when, which way.
pub type Same = (Uuid, DateTime<Utc>, String);

/// Does the number already mean another punch, of the database or of the same batch?
pub fn means_another(
    numbered: &mut HashMap<String, Same>,
    number: Option<&String>,
    this: Same,
) -> bool {
    let Some(number) = number else {
        return false;
    };
    let known = numbered
        .entry(number.clone())
        .or_insert_with(|| this.clone());
    *known != this
}

pub fn record(tx: &mut Tx, grant: &Grant, new: &NewClockPunches) -> Answer<ClockReport> {
    let now = grant.acting.now;
    let people = people(tx.conn, grant, new)?;
    let numbers = new.punches.iter().filter_map(|p| p.external_id.as_deref());
    let mut numbered = numbered(tx.conn, numbers)?;
    let mut rows = Vec::new();
    let mut refused = Vec::new();
    for (index, punch) in new.punches.iter().enumerate() {
        let at = punch.at.trunc_subsecs(6);
        let refusal = match people.get(&punch.employee_number) {
            None => Some(Code::UnknownReference),
            Some((_, Some(over))) if at >= *over => Some(Code::EmployeeInactive),
            Some(_) if !logic::deliverable(at, now) => Some(Code::PunchTime),
            // A clock's number that means another punch: nothing may be lost silently.
            Some((id, _)) => {
                let this = (*id, at, word(&punch.kind));
                let other = means_another(&mut numbered, punch.external_id.as_ref(), this);
                other.then_some(Code::Conflict)
            }
        };
        if let Some(code) = refusal {
            let told = Refusal::new(code).problem(grant.locale, "");
            refused.push(ClockRefusal {
                index: index as i64,
                employee_number: punch.employee_number.clone(),
                code: code.name().to_owned(),
                detail: told.detail,
            });
        } else if let Some((id, _)) = people.get(&punch.employee_number) {
            rows.push(row(grant, *id, at, punch.kind, punch.external_id.clone()));
        }
    }
    let taken = insert(tx.conn, &rows)?.len() as i64;
    let report = ClockReport {
        taken,
        duplicates: rows.len() as i64 - taken,
        refused,
    };
    if taken > 0 {
        Record::new(
            "punches.recorded",
            "punches",
            crate::clock::new_id(),
            &grant.actor.name,
        )
        .team(grant.actor.team_id)
        .owner(Some(grant.me()))
        .clause("4.4.1")
        .change("taken", (), report.taken)
        .change("duplicates", (), report.duplicates)
        .change("refused", (), report.refused.len())
        .write(tx, &grant.acting);
    }
    Ok(report)
}

fn row(
    grant: &Grant,
    employee: Uuid,
    at: DateTime<Utc>,
    kind: PunchKind,
    external_id: Option<String>,
) -> NewRow {
    NewRow {
        id: g(crate::clock::new_id()),
        employee_id: g(employee),
        at: t(at),
        kind: word(&kind),
        source: word(&PunchSource::Clock),
        external_id,
        correction_id: None,
        created_at: t(grant.acting.now),
        created_by: g(grant.acting.employee_id),
    }
}

/// Who somebody is and, of whoever has left, when their last day was over.
type Known = (Uuid, Option<DateTime<Utc>>);

/// Who the staff numbers are, inside the reach.
fn people(
    conn: &mut AnyConn,
    grant: &Grant,
    new: &NewClockPunches,
) -> Answer<HashMap<String, Known>> {
    let mut numbers: Vec<&str> = new
        .punches
        .iter()
        .map(|p| p.employee_number.as_str())
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let rows: Vec<(String, Uuid, String, Option<NaiveDate>)> = employees::table
        .filter(employees::number.eq_any(numbers))
        .filter(grant.reach().on(COLUMNS))
        .select((
            employees::number,
            employees::id,
            employees::status,
            employees::leave_date,
        ))
        .load(conn)?;
    let mut left = BTreeMap::<NaiveDate, Vec<Uuid>>::new();
    for (_, id, status, last_day) in &rows {
        if let ("inactive", Some(day)) = (status.as_str(), *last_day) {
            left.entry(day).or_default().push(*id);
        }
    }
    let mut ends = HashMap::new();
    for (day, people) in left {
        ends.extend(ends_of(conn, &people, day, grant.acting.now)?);
    }
    let known = rows.into_iter().map(|(number, id, status, _)| {
        let end = ends.get(&id).copied().unwrap_or(DateTime::UNIX_EPOCH);
        (number, (id, (status == "inactive").then_some(end)))
    });
    Ok(known.collect())
}

/// Before when punches of these people still belong to that day: a shift of the night ends on the next.
fn ends_of(
    conn: &mut AnyConn,
    people: &[Uuid],
    day: NaiveDate,
    now: DateTime<Utc>,
) -> Answer<Vec<(Uuid, DateTime<Utc>)>> {
    of_people(conn, people, (day, day), now, |person, _, day| {
        (person.id, day.window.1)
    })
}

/// Which punches these numbers already mean.
pub fn numbered<'a>(
    conn: &mut AnyConn,
    numbers: impl Iterator<Item = &'a str>,
) -> Answer<HashMap<String, Same>> {
    let numbers: Vec<&str> = numbers.collect();
    let mut known = HashMap::new();
    for numbers in numbers.chunks(1000) {
        let rows: Vec<(Option<String>, Uuid, DateTime<Utc>, String)> = punches::table
            .filter(punches::external_id.eq_any(numbers))
            .select((
                punches::external_id,
                punches::employee_id,
                punches::at,
                punches::kind,
            ))
            .load(conn)?;
        let rows = rows.into_iter();
        known.extend(rows.filter_map(|(number, id, at, kind)| Some((number?, (id, at, kind)))));
    }
    Ok(known)
}
