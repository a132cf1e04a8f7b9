//! Punches from a file: who, when, which way; rows that are there already are counted as unchanged.

use contract::attendance::{PunchKind, PunchSource};
use contract::import::RowOutcome;
use contract::{Action, Code};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic;
use super::store::{NewRow, insert};
use crate::db::Tx;
use crate::db::schema::{departments, employees};
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::engine::import::{Cells, Import};
use crate::engine::record::Acting;
use crate::people::attendance::day::zone;
use crate::problem::{Answer, Refusal};

pub const IMPORT: Import = Import {
    kind: "import_punches",
    action: Action::PunchRecord,
    subject: "punches",
    columns: &["employee_number", "at", "kind", "external_id"],
    required: &["employee_number", "at"],
    key: "employee_number",
    take,
};

fn take(tx: &mut Tx, acting: &Acting, cells: &Cells) -> Answer<RowOutcome> {
    let required = |column: &str| {
        cells
            .get(column)
            .ok_or_else(|| Refusal::new(Code::Invalid).field(format!("/{column}"), "required", ""))
    };
    let (number, text) = (required("employee_number")?, required("at")?);
    let zone_name: String = departments::table
        .select(departments::time_zone)
        .first(tx.conn)?;
    let at = logic::instant(text, zone::of(&zone_name))
        .ok_or_else(|| Refusal::new(Code::Invalid).field("/at", "format", text))?;
    if logic::future(at, acting.now) {
        return Err(Refusal::new(Code::PunchTime).clause("4.4.1").at("/at"));
    }
    let kind = match cells.get("kind") {
        None => PunchKind::Unspecified,
        Some(text) => parse(text)
            .map_err(|_| Refusal::new(Code::Invalid).field("/kind", "unknown_value", text))?,
    };
    let employee: Uuid = employees::table
        .filter(employees::number.eq(number))
        .select(employees::id)
        .first(tx.conn)
        .optional()?
        .ok_or_else(|| Refusal::new(Code::UnknownReference).at("/employee_number"))?;
    let row = NewRow {
        id: g(crate::clock::new_id()),
        employee_id: g(employee),
        at: t(at),
        kind: word(&kind),
        source: word(&PunchSource::Import),
        external_id: cells.get("external_id").map(str::to_owned),
        correction_id: None,
        created_at: t(acting.now),
        created_by: g(acting.employee_id),
    };
    Ok(match insert(tx.conn, &[row])? {
        0 => RowOutcome::Unchanged,
        _ => RowOutcome::Created,
    })
}
