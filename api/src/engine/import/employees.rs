//! Employees from a file: found by staff number; known ones are changed where a cell says something new, new ones are added.

use chrono::NaiveDate;
use contract::employee::{EmployeeStatus, NewEmployee};
use contract::import::RowOutcome;
use contract::{Action, Code};
use diesel::prelude::*;
use uuid::Uuid;
use validator::Validate;

use super::{Cells, Import, Take};
use crate::db::Tx;
use crate::db::schema::{employees, teams};
use crate::db::words::{parse, word};
use crate::engine::record::{Acting, Record};
use crate::http::body::invalid;
use crate::organization::assignment::store::{Seat, take_seat};
use crate::organization::employee::store::{Row, changes, insert, write_row};
use crate::organization::people::role_at;
use crate::problem::{Answer, Refusal};

pub const IMPORT: Import = Import {
    kind: "import_employees",
    action: Action::EmployeeImport,
    subject: "employees",
    columns: COLUMNS,
    required: &["number", "name"],
    key: "number",
    take: Take::Row(take),
};

const COLUMNS: &[&str] = &[
    "number",
    "name",
    "status",
    "hire_date",
    "team",
    "post",
    "email",
    "phone",
    "locale",
];

fn take(tx: &mut Tx, acting: &Acting, cells: &Cells) -> Answer<RowOutcome> {
    let number = cells
        .get("number")
        .ok_or_else(|| Refusal::new(Code::Invalid).field("/number", "required", ""))?;
    let team = match cells.get("team") {
        None => None,
        Some(name) => {
            let id: Option<Uuid> = teams::table
                .filter(teams::name.eq(name))
                .select(teams::id)
                .first(tx.conn)
                .optional()?;
            Some(id.ok_or_else(|| Refusal::new(Code::UnknownReference).at("/team"))?)
        }
    };
    let known: Option<Row> = employees::table
        .filter(employees::number.eq(number))
        .select(Row::as_select())
        .first(tx.conn)
        .optional()?;
    match known {
        None => add(tx, acting, cells, team),
        Some(old) => change(tx, acting, cells, old, team),
    }
}

fn add(tx: &mut Tx, acting: &Acting, cells: &Cells, team_id: Option<Uuid>) -> Answer<RowOutcome> {
    let text = |column| cells.get(column).map(str::to_owned);
    let required =
        |column: &str| Refusal::new(Code::Invalid).field(format!("/{column}"), "required", "");
    let new = NewEmployee {
        number: text("number").unwrap_or_default(),
        name: text("name").ok_or_else(|| required("name"))?,
        status: value(cells, "status")?.unwrap_or_default(),
        hire_date: date(cells, "hire_date")?.ok_or_else(|| required("hire_date"))?,
        team_id,
        post: text("post"),
        email: text("email"),
        phone: text("phone"),
        locale: value(cells, "locale")?.unwrap_or_default(),
        private: None,
    };
    if new.status == EmployeeStatus::Inactive {
        return Err(Refusal::new(Code::Invalid).field(
            "/status",
            "unknown_value",
            "pending, active",
        ));
    }
    new.validate().map_err(|e| invalid(&e))?;
    let id = insert(tx, acting.now, &new)?.id;
    Record::new("employee.created", "employee", id, &new.name)
        .team(team_id)
        .owner(Some(id))
        .clause("2.1")
        .change("number", (), &new.number)
        .change("name", (), &new.name)
        .change("team_id", (), team_id)
        .write(tx, acting);
    if let Some(team) = team_id {
        take_seat(tx, acting, Seat::member(id, team, acting.now))?;
    }
    Ok(RowOutcome::Created)
}

fn change(
    tx: &mut Tx,
    acting: &Acting,
    cells: &Cells,
    old: Row,
    team: Option<Uuid>,
) -> Answer<RowOutcome> {
    let mut new = old.clone();
    let set = |to: &mut Option<String>, column| {
        if let Some(text) = cells.get(column) {
            *to = Some(text.to_owned());
        }
    };
    set(&mut new.post, "post");
    set(&mut new.email, "email");
    set(&mut new.phone, "phone");
    new.email = new.email.map(|e| e.to_lowercase());
    if let Some(name) = cells.get("name") {
        new.name = name.to_owned();
    }
    if let Some(locale) = value::<contract::Locale>(cells, "locale")? {
        new.locale = word(&locale);
    }
    if let Some(day) = date(cells, "hire_date")? {
        new.hire_date = day;
    }
    if let Some(status) = value::<EmployeeStatus>(cells, "status")? {
        let from: EmployeeStatus = parse(&old.status)?;
        match (from, status) {
            (a, b) if a == b => {}
            (EmployeeStatus::Pending, EmployeeStatus::Active) => new.status = word(&status),
            _ => return Err(Refusal::new(Code::Conflict).at("/status")),
        }
    }
    check(&new)?;
    let mut outcome = RowOutcome::Unchanged;
    let record = changes(&old, &new);
    if !record.unchanged() {
        write_row(tx, &old, &new, acting.now)?;
        record.write(tx, acting);
        outcome = RowOutcome::Updated;
    }
    if let Some(team) = team
        && old.team_id != Some(team)
    {
        // A seat isn't given away by a file: leads, deputies and the manager are moved by hand.
        if role_at(tx.conn, old.id, acting.now)?.is_some_and(|r| r != contract::Role::Member) {
            return Err(Refusal::new(Code::Conflict).at("/team"));
        }
        take_seat(tx, acting, Seat::member(old.id, team, acting.now))?;
        outcome = RowOutcome::Updated;
    }
    Ok(outcome)
}

/// The contract's rules for a changed row.
fn check(row: &Row) -> Answer<()> {
    let as_new = NewEmployee {
        number: row.number.clone(),
        name: row.name.clone(),
        status: EmployeeStatus::Active,
        hire_date: row.hire_date,
        team_id: None,
        post: row.post.clone(),
        email: row.email.clone(),
        phone: row.phone.clone(),
        locale: contract::Locale::default(),
        private: None,
    };
    as_new.validate().map_err(|e| invalid(&e))
}

fn value<T: serde::de::DeserializeOwned>(cells: &Cells, column: &str) -> Answer<Option<T>> {
    let Some(text) = cells.get(column) else {
        return Ok(None);
    };
    match serde_json::from_value(serde_json::Value::String(text.to_owned())) {
        Ok(value) => Ok(Some(value)),
        Err(_) => {
            Err(Refusal::new(Code::Invalid).field(format!("/{column}"), "unknown_value", text))
        }
    }
}

fn date(cells: &Cells, column: &str) -> Answer<Option<NaiveDate>> {
    let Some(text) = cells.get(column) else {
        return Ok(None);
    };
    match text.replace('/', "-").parse() {
        Ok(day) => Ok(Some(day)),
        Err(_) => Err(Refusal::new(Code::Invalid).field(format!("/{column}"), "date", text)),
    }
}
