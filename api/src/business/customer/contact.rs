//! Further contacts of a customer (5.1.3): phones are sealed, found and masked as the customer's own; the rest is in clear.

use contract::Code;
use contract::customer::Customer;
use contract::duplicate::{Contact, ContactKind, NewContact, RevealedContact};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::{masked, phone_digits, tail};
use super::store;
use super::vault::{Kind, Vault};
use super::write::save;
use crate::access::Grant;
use crate::db::schema::customer_contacts as k;
use crate::db::types::g;
use crate::db::words::{parse, word};
use crate::db::{AnyConn, Tx};
use crate::engine::record::Record;
use crate::http::perform::fresh;
use crate::problem::{Answer, Refusal, internal};

/// A record holds so many.
pub const MOST: i64 = 20;

type Row = (Uuid, String, Option<String>, Option<String>, Option<String>);

/// Not reach-checked: whoever asks has the customer in hand.
pub fn of(conn: &mut AnyConn, customer: Uuid) -> Answer<Vec<Contact>> {
    let rows: Vec<Row> = k::table
        .filter(k::customer_id.eq(g(customer)))
        .order(k::id)
        .select((k::id, k::kind, k::label, k::value, k::tail))
        .load(conn)?;
    let contact = |(id, kind, label, value, tail): Row| {
        let value = value.or_else(|| tail.as_deref().map(masked));
        Ok(Contact {
            id,
            kind: parse(&kind)?,
            label,
            value: value.ok_or_else(|| internal("a contact without value"))?,
        })
    };
    rows.into_iter().map(contact).collect()
}

/// What the masks hide; not reach-checked, as [`of`].
pub fn revealed(conn: &mut AnyConn, vault: &Vault, customer: Uuid) -> Answer<Vec<RevealedContact>> {
    let rows: Vec<(Uuid, Option<String>)> = k::table
        .filter(k::customer_id.eq(g(customer)))
        .filter(k::sealed.is_not_null())
        .order(k::id)
        .select((k::id, k::sealed))
        .load(conn)?;
    let open = |(id, sealed): (Uuid, Option<String>)| {
        let value = vault.open(Kind::Contact, id, &sealed.unwrap_or_default())?;
        Ok(RevealedContact { id, value })
    };
    rows.into_iter().map(open).collect()
}

pub fn add(
    tx: &mut Tx,
    grant: &Grant,
    vault: &Vault,
    customer: Uuid,
    new: &NewContact,
    known: i64,
) -> Answer<Customer> {
    let old = store::row(tx.conn, grant.reach(), customer)?;
    fresh(known, old.version)?;
    let mut row = old.clone();
    save(tx, &old, &mut row, grant.acting.now)?;
    put(tx.conn, vault, customer, new)?;
    written(tx, grant, &row, |record| {
        record
            .change("contact", (), word(&new.kind))
            .change("label", (), &new.label)
    });
    store::shown(tx.conn, grant, row)
}

pub fn remove(tx: &mut Tx, grant: &Grant, customer: Uuid, id: Uuid) -> Answer<()> {
    let old = store::row(tx.conn, grant.reach(), customer)?;
    let contact = k::table.find(g(id)).filter(k::customer_id.eq(g(customer)));
    let (kind, label): (String, Option<String>) =
        contact.select((k::kind, k::label)).first(tx.conn)?;
    diesel::delete(contact).execute(tx.conn)?;
    let mut row = old.clone();
    save(tx, &old, &mut row, grant.acting.now)?;
    written(tx, grant, &row, |record| {
        record
            .change("contact", kind, ())
            .change("label", &label, ())
    });
    Ok(())
}

/// Adds one to a customer whose row is held.
pub fn put(conn: &mut AnyConn, vault: &Vault, customer: Uuid, new: &NewContact) -> Answer<()> {
    let of = k::table.filter(k::customer_id.eq(g(customer)));
    let have: i64 = of.count().get_result(conn)?;
    if have >= MOST {
        let full = Refusal::new(Code::TooManyContacts).clause("5.1.3");
        return Err(full.detail(MOST.to_string()));
    }
    let id = crate::clock::new_id();
    let digits = (new.kind == ContactKind::Phone).then(|| phone_digits(&new.value));
    let sealed = digits
        .as_ref()
        .map(|_| vault.seal(Kind::Contact, id, &new.value))
        .transpose()?;
    diesel::insert_into(k::table)
        .values((
            k::id.eq(g(id)),
            k::customer_id.eq(g(customer)),
            k::kind.eq(word(&new.kind)),
            k::label.eq(&new.label),
            k::value.eq(digits.is_none().then_some(&new.value)),
            k::sealed.eq(sealed),
            k::hash.eq(digits.as_ref().map(|d| vault.hash(Kind::Phone, d))),
            k::tail.eq(digits.as_deref().map(tail)),
        ))
        .execute(conn)?;
    Ok(())
}

/// In the trail as a change of the customer, without the value.
fn written(tx: &mut Tx, grant: &Grant, row: &store::Row, what: impl FnOnce(Record) -> Record) {
    let record = Record::new("customer.updated", "customer", row.id, &row.name)
        .team(row.team_id)
        .owner(Some(row.owner_id))
        .clause("5.1.3");
    what(record).write(tx, &grant.acting);
}
