//! Batches of time clocks: each punch is taken, known already, or refused with its reason.

use std::collections::HashMap;

use chrono::{DateTime, SubsecRound, Utc};
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
use crate::problem::{Answer, Refusal};

type Same = (Uuid, DateTime<Utc>, String);

pub fn record(tx: &mut Tx, grant: &Grant, new: &NewClockPunches) -> Answer<ClockReport> {
    let now = grant.acting.now;
    let people = people(tx.conn, grant, new)?;
    let mut numbered = numbered(tx.conn, new)?;
    let mut rows = Vec::new();
    let mut refused = Vec::new();
    for (index, punch) in new.punches.iter().enumerate() {
        let at = punch.at.trunc_subsecs(6);
        let refusal = match people.get(&punch.employee_number) {
            None => Some(Code::UnknownReference),
            Some((_, active)) if !active => Some(Code::EmployeeInactive),
            Some(_) if !logic::deliverable(at, now) => Some(Code::PunchTime),
            // A clock's number that means another punch: nothing may be lost silently.
            Some((id, _)) => punch.external_id.as_ref().and_then(|number| {
                let this = (*id, at, word(&punch.kind));
                let known = numbered
                    .entry(number.clone())
                    .or_insert_with(|| this.clone());
                (*known != this).then_some(Code::Conflict)
            }),
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
    let taken = insert(tx.conn, &rows)? as i64;
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

/// Who the staff numbers are, inside the reach, and whether they still work here.
fn people(
    conn: &mut AnyConn,
    grant: &Grant,
    new: &NewClockPunches,
) -> Answer<HashMap<String, (Uuid, bool)>> {
    let mut numbers: Vec<&str> = new
        .punches
        .iter()
        .map(|p| p.employee_number.as_str())
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let rows: Vec<(String, Uuid, String)> = employees::table
        .filter(employees::number.eq_any(numbers))
        .filter(grant.reach().on(COLUMNS))
        .select((employees::number, employees::id, employees::status))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(number, id, status)| (number, (id, status != "inactive")))
        .collect())
}

/// Which punches the clocks' numbers of this batch already mean.
fn numbered(conn: &mut AnyConn, new: &NewClockPunches) -> Answer<HashMap<String, Same>> {
    let numbers: Vec<&str> = new
        .punches
        .iter()
        .filter_map(|p| p.external_id.as_deref())
        .collect();
    if numbers.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Option<String>, Uuid, DateTime<Utc>, String)> = punches::table
        .filter(punches::external_id.eq_any(numbers))
        .select((
            punches::external_id,
            punches::employee_id,
            punches::at,
            punches::kind,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter_map(|(number, id, at, kind)| Some((number?, (id, at, kind))))
        .collect())
}
