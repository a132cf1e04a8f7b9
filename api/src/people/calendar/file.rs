//! Days of the calendar from a file: found by date; known ones are changed where the file says something new.

use contract::calendar::NewCalendarDay;
use contract::import::RowOutcome;
use contract::{Action, Code};
use validator::Validate;

use super::store;
use crate::db::Tx;
use crate::db::words::word;
use crate::engine::import::{Cells, Import, Take};
use crate::engine::record::Acting;
use crate::http::body::invalid;
use crate::problem::{Answer, Refusal};

pub const IMPORT: Import = Import {
    kind: "import_calendar_days",
    action: Action::CalendarManage,
    subject: "calendar days",
    columns: &["date", "kind", "name"],
    required: &["date", "kind", "name"],
    key: "date",
    take: Take::Row(take),
};

fn take(tx: &mut Tx, acting: &Acting, cells: &Cells) -> Answer<RowOutcome> {
    let refused = |column: &str, rule: &str, cell: &str| {
        Refusal::new(Code::Invalid).field(format!("/{column}"), rule, cell)
    };
    let cell = |column: &str| {
        cells
            .get(column)
            .ok_or_else(|| refused(column, "required", ""))
    };
    let (date, kind, name) = (cell("date")?, cell("kind")?, cell("name")?);
    let new = NewCalendarDay {
        date: date
            .replace('/', "-")
            .parse()
            .map_err(|_| refused("date", "date", date))?,
        kind: serde_json::from_value(serde_json::json!(kind))
            .map_err(|_| refused("kind", "unknown_value", "holiday, workday"))?,
        name: name.to_owned(),
    };
    new.validate().map_err(|e| invalid(&e))?;
    let Some(old) = store::of_date(tx.conn, new.date)? else {
        store::insert(tx, acting, &new)?;
        return Ok(RowOutcome::Created);
    };
    let mut row = old.clone();
    row.kind = word(&new.kind);
    row.name = new.name;
    Ok(match store::change(tx, acting, &old, &row)? {
        true => RowOutcome::Updated,
        false => RowOutcome::Unchanged,
    })
}
