//! Customers from a file (5.1.3): found by phone or identity number; known ones are changed where a cell says something new, new
//! ones are added.

use contract::customer::{CustomerPatch, NewCustomer};
use contract::customer_columns::COLUMNS;
use contract::import::RowOutcome;
use contract::{Action, Code};
use diesel::prelude::*;
use uuid::Uuid;
use validator::Validate;

use super::duplicate::{MOST, bears};
use super::logic::{bare, identity_letters, keys, phone_digits};
use super::store::Row;
use super::vault::{Kind, Vault};
use super::write;
use crate::access::Grant;
use crate::access::actor::Actor;
use crate::db::schema::{customers as c, employees};
use crate::db::{AnyConn, Tx};
use crate::engine::import::{Cells, Import, Take};
use crate::engine::record::Acting;
use crate::http::body::invalid;
use crate::problem::{Answer, Refusal, internal};
use crate::secrets::Secrets;

pub const IMPORT: Import = Import {
    kind: "import_customers",
    action: Action::CustomerImport,
    subject: "customers",
    columns: COLUMNS,
    required: &["name"],
    // Never a number: the report is kept in clear.
    key: "name",
    take: Take::Sealed(take),
};

fn take(tx: &mut Tx, acting: &Acting, secrets: &Secrets, cells: &Cells) -> Answer<RowOutcome> {
    let vault = Vault::of(secrets);
    let asked_by = acting.employee_id;
    let asked_by = asked_by.ok_or_else(|| internal("an import that nobody asked for"))?;
    // Whoever may import reaches the whole department; the mechanism has made sure.
    let grant = Grant::system(Actor::manager(asked_by, acting.now), acting.clone());
    let new = read(tx.conn, cells)?;
    match known(tx.conn, &vault, &new)? {
        None => {
            new.validate().map_err(|e| invalid(&e))?;
            write::add(tx, &grant, &vault, &new)?;
            Ok(RowOutcome::Created)
        }
        Some(old) => change(tx, &grant, &vault, &old, new),
    }
}

/// A row as a new customer; the cells' own words are the contract's, and what people write in their place.
fn read(conn: &mut AnyConn, cells: &Cells) -> Answer<NewCustomer> {
    let text = |column: &str| cells.get(column).map(str::to_owned);
    let name = text("name");
    let name = name.ok_or_else(|| Refusal::new(Code::Invalid).field("/name", "required", ""))?;
    let tags = text("tags").unwrap_or_default();
    let tags = tags.split([';', '；', '、', ',']).map(str::trim);
    Ok(NewCustomer {
        name,
        gender: word(cells, "gender", &[("女", "female"), ("男", "male")])?,
        birthday: date(cells, "birthday")?,
        class: word(cells, "class", &[])?,
        tags: tags.filter(|t| !t.is_empty()).map(str::to_owned).collect(),
        occupation: text("occupation"),
        email: text("email"),
        address: text("address"),
        source: text("source"),
        needs: text("needs"),
        phone: text("phone"),
        identity_number: text("identity_number"),
        owner_id: cells.get("owner").map(|n| owner(conn, n)).transpose()?,
        different_because: text("different_because"),
        family: Vec::new(),
        policies: Vec::new(),
        protection_needs: Vec::new(),
    })
}

fn word<T: serde::de::DeserializeOwned>(
    cells: &Cells,
    column: &str,
    also: &[(&str, &str)],
) -> Answer<Option<T>> {
    let Some(cell) = cells.get(column) else {
        return Ok(None);
    };
    let lower = cell.to_lowercase();
    let written = also.iter().find(|(people, _)| *people == cell);
    let wire = written.map_or(lower.as_str(), |(_, wire)| wire);
    match serde_json::from_value(serde_json::Value::from(wire)) {
        Ok(value) => Ok(Some(value)),
        Err(_) => {
            let pointer = format!("/{column}");
            Err(Refusal::new(Code::Invalid).field(pointer, "unknown_value", cell))
        }
    }
}

fn date(cells: &Cells, column: &str) -> Answer<Option<chrono::NaiveDate>> {
    let Some(cell) = cells.get(column) else {
        return Ok(None);
    };
    let wrong = |_| Refusal::new(Code::Invalid).field(format!("/{column}"), "date", cell);
    cell.replace('/', "-").parse().map(Some).map_err(wrong)
}

/// By staff number.
fn owner(conn: &mut AnyConn, number: &str) -> Answer<Uuid> {
    let found = employees::table
        .filter(employees::number.eq(number))
        .select(employees::id)
        .first(conn)
        .optional()?;
    found.ok_or_else(|| Refusal::new(Code::UnknownReference).at("/owner"))
}

/// The customer who has one of the numbers; two that disagree are no row but a question.
fn known(conn: &mut AnyConn, vault: &Vault, new: &NewCustomer) -> Answer<Option<Row>> {
    let phone = new.phone.as_deref().map(phone_digits);
    let identity = new.identity_number.as_deref().map(identity_letters);
    let mut found: Vec<Row> = Vec::new();
    if let Some(digits) = phone {
        let sharing: Vec<Row> = c::table
            .filter(bears(&vault.hash(Kind::Phone, &digits)))
            .limit(MOST)
            .select(Row::as_select())
            .load(conn)?;
        let name = keys(&new.name).name;
        // A family may share it: whoever bears the name, else a question that the row has to answer.
        let namesake = sharing.into_iter().find(|one| one.name_key == name);
        found.extend(namesake);
    }
    if let Some(letters) = identity {
        let hash = vault.hash(Kind::Identity, &letters);
        let by_identity = c::table.filter(c::identity_hash.eq(hash));
        let by_identity: Option<Row> = by_identity
            .select(Row::as_select())
            .first(conn)
            .optional()?;
        found.extend(by_identity);
    }
    if let [one, other] = found.as_slice()
        && one.id != other.id
    {
        return Err(Refusal::new(Code::CustomerExists).at("/identity_number"));
    }
    Ok(found.pop())
}

/// Empty cells change nothing, and an owner isn't changed by a file: that is a transfer, with its note.
fn change(
    tx: &mut Tx,
    grant: &Grant,
    vault: &Vault,
    old: &Row,
    new: NewCustomer,
) -> Answer<RowOutcome> {
    if new.owner_id.is_some_and(|owner| owner != old.owner_id) {
        return Err(Refusal::new(Code::Conflict).clause("5.1.3").at("/owner"));
    }
    // A number that is the same however it is written isn't sealed anew.
    let same = |hash: &Option<String>, kind, normal: String| {
        bare(hash) == Some(vault.hash(kind, &normal).as_str())
    };
    let phone = new
        .phone
        .filter(|p| !same(&old.phone_hash, Kind::Phone, phone_digits(p)));
    let identity_number = new
        .identity_number
        .filter(|n| !same(&old.identity_hash, Kind::Identity, identity_letters(n)));
    let patch = CustomerPatch {
        name: Some(new.name),
        gender: new.gender.map(Some),
        birthday: new.birthday.map(Some),
        class: new.class.map(Some),
        tags: (!new.tags.is_empty()).then_some(new.tags),
        occupation: new.occupation.map(Some),
        email: new.email.map(Some),
        address: new.address.map(Some),
        source: new.source.map(Some),
        needs: new.needs.map(Some),
        phone: phone.map(Some),
        identity_number: identity_number.map(Some),
        family: None,
        policies: None,
        protection_needs: None,
        different_because: new.different_because,
    };
    patch.validate().map_err(|e| invalid(&e))?;
    let now = write::change(tx, grant, vault, old.id, &patch, old.version)?;
    Ok(match now.version == old.version {
        true => RowOutcome::Unchanged,
        false => RowOutcome::Updated,
    })
}
