//! Figures from a file: rows become figures, all taken in one go.

use contract::attainment::NewTargetActual;
use contract::import::RowOutcome;
use contract::{Action, Code};
use validator::Validate;

use super::take;
use crate::db::Tx;
use crate::engine::import::{Cells, Import, Take};
use crate::engine::record::Acting;
use crate::http::body::invalid;
use crate::problem::{Answer, Refusal};

const COLUMNS: &[&str] = &[
    "source",
    "external_id",
    "indicator",
    "employee_number",
    "on_date",
    "amount",
];

pub const IMPORT: Import = Import {
    kind: "import_target_actuals",
    action: Action::ActualRecord,
    subject: "target actuals",
    columns: COLUMNS,
    required: COLUMNS,
    key: "external_id",
    take: Take::Rows(rows),
};

fn rows(tx: &mut Tx, acting: &Acting, file: &[Cells]) -> Answer<Vec<Answer<RowOutcome>>> {
    let read = file.iter().map(read).collect();
    let taken = take::many(tx, acting, read)?;
    Ok(taken.into_iter().map(|row| row.map(|(_, o)| o)).collect())
}

fn read(cells: &Cells) -> Answer<NewTargetActual> {
    let text = |column: &str| {
        let cell = cells.get(column);
        cell.ok_or_else(|| Refusal::new(Code::Invalid).field(format!("/{column}"), "required", ""))
    };
    let (date, amount) = (text("on_date")?, text("amount")?);
    let wrong = |column: &str, rule: &str, cell: &str| {
        Refusal::new(Code::Invalid).field(format!("/{column}"), rule, cell)
    };
    let new = NewTargetActual {
        source: text("source")?.to_owned(),
        external_id: text("external_id")?.to_owned(),
        indicator: text("indicator")?.to_owned(),
        employee_number: text("employee_number")?.to_owned(),
        on_date: date
            .replace('/', "-")
            .parse()
            .map_err(|_| wrong("on_date", "date", date))?,
        amount: amount
            .parse()
            .map_err(|_| wrong("amount", "format", amount))?,
    };
    new.validate().map_err(|e| invalid(&e))?;
    Ok(new)
}
