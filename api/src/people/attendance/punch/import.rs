//! Punches from a file: who, when, which way; rows that are there already are counted as unchanged. What rows are held against is
//! read once for the file, and what is new is written in chunks.

use std::collections::HashMap;

use chrono_tz::Tz;
use contract::attendance::{PunchKind, PunchSource};
use contract::import::RowOutcome;
use contract::{Action, Code};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic;
use super::record::{Same, means_another, numbered};
use super::store::{NewRow, insert};
use crate::db::Tx;
use crate::db::schema::employees;
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::engine::import::{Cells, Import, Take};
use crate::engine::record::Acting;
use crate::organization::settings;
use crate::problem::{Answer, Refusal};

pub const IMPORT: Import = Import {
    kind: "import_punches",
    action: Action::PunchRecord,
    subject: "punches",
    columns: &["employee_number", "at", "kind", "external_id"],
    required: &["employee_number", "at"],
    key: "employee_number",
    take: Take::Rows(take),
};

fn take(tx: &mut Tx, acting: &Acting, file: &[Cells]) -> Answer<Vec<Answer<RowOutcome>>> {
    let zone = settings::zone(tx.conn)?;
    let people = numbers(tx, file)?;
    let external = file.iter().filter_map(|cells| cells.get("external_id"));
    let mut numbered = numbered(tx.conn, external)?;
    let rows: Vec<Answer<NewRow>> = file
        .iter()
        .map(|cells| row(acting, cells, zone, &people, &mut numbered))
        .collect();
    let new: Vec<NewRow> = rows.iter().flatten().cloned().collect();
    let taken = insert(tx.conn, &new)?;
    let outcome = |row: NewRow| match taken.contains(&row.id.0) {
        true => RowOutcome::Created,
        false => RowOutcome::Unchanged,
    };
    Ok(rows.into_iter().map(|row| row.map(outcome)).collect())
}

/// Who the staff numbers of the file are.
fn numbers(tx: &mut Tx, file: &[Cells]) -> Answer<HashMap<String, Uuid>> {
    let mut numbers: Vec<&str> = file
        .iter()
        .filter_map(|cells| cells.get("employee_number"))
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut known = HashMap::new();
    for numbers in numbers.chunks(1000) {
        let rows: Vec<(String, Uuid)> = employees::table
            .filter(employees::number.eq_any(numbers))
            .select((employees::number, employees::id))
            .load(tx.conn)?;
        known.extend(rows);
    }
    Ok(known)
}

fn row(
    acting: &Acting,
    cells: &Cells,
    zone: Tz,
    people: &HashMap<String, Uuid>,
    numbered: &mut HashMap<String, Same>,
) -> Answer<NewRow> {
    let required = |column: &str| {
        cells
            .get(column)
            .ok_or_else(|| Refusal::new(Code::Invalid).field(format!("/{column}"), "required", ""))
    };
    let (number, text) = (required("employee_number")?, required("at")?);
    let at = logic::instant(text, zone)
        .ok_or_else(|| Refusal::new(Code::Invalid).field("/at", "format", text))?;
    if logic::future(at, acting.now) {
        return Err(Refusal::new(Code::PunchTime).clause("4.4.1").at("/at"));
    }
    let kind = match cells.get("kind") {
        None => PunchKind::Unspecified,
        Some(text) => parse(text)
            .map_err(|_| Refusal::new(Code::Invalid).field("/kind", "unknown_value", text))?,
    };
    let employee = *people
        .get(number)
        .ok_or_else(|| Refusal::new(Code::UnknownReference).at("/employee_number"))?;
    let external_id = cells.get("external_id").map(str::to_owned);
    // A number that means another punch: nothing may be lost silently.
    if means_another(numbered, external_id.as_ref(), (employee, at, word(&kind))) {
        return Err(Refusal::new(Code::Conflict)
            .clause("4.4.1")
            .at("/external_id"));
    }
    Ok(NewRow {
        id: g(crate::clock::new_id()),
        employee_id: g(employee),
        at: t(at),
        kind: word(&kind),
        source: word(&PunchSource::Import),
        external_id,
        correction_id: None,
        created_at: t(acting.now),
        created_by: g(acting.employee_id),
    })
}
