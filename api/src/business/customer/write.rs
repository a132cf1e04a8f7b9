//! A customer is added or changed: draft, check, save, record.

use chrono::{DateTime, Utc};
use contract::customer::{Customer, CustomerPatch, NewCustomer};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::{self, identity_letters, phone_digits, tail};
use super::store::{Row, row, shown};
use super::vault::{Kind, Vault};
use super::{duplicate, household, tags};
use crate::access::Grant;
use crate::business::follow_up;
use crate::db::schema::customers as c;
use crate::db::sql::Kept;
use crate::db::types::{g, t};
use crate::db::words::word;
use crate::db::{AnyConn, Tx};
use crate::engine::record::Record;
use crate::http::perform::{current, fresh};
use crate::organization::people::owner_in_reach;
use crate::problem::{Answer, internal};

pub fn create(tx: &mut Tx, grant: &Grant, vault: &Vault, new: &NewCustomer) -> Answer<Customer> {
    let made = add(tx, grant, vault, new)?;
    shown(tx.conn, grant, made)
}

/// The same where nobody looks at it, as in a file of a hundred thousand.
pub fn add(tx: &mut Tx, grant: &Grant, vault: &Vault, new: &NewCustomer) -> Answer<Row> {
    let owner_id = new.owner_id.unwrap_or(grant.me());
    let team_id = owner_in_reach(tx.conn, grant.reach(), owner_id, "5.1.3")?;
    let mut made = blank(owner_id, team_id, grant.acting.now);
    made.name.clone_from(&new.name);
    made.gender = new.gender.as_ref().map(word);
    made.birthday = new.birthday;
    made.class = new.class.as_ref().map(word);
    made.tags = serde_json::to_string(&new.tags).map_err(internal)?;
    made.occupation.clone_from(&new.occupation);
    made.email.clone_from(&new.email);
    made.address.clone_from(&new.address);
    made.source.clone_from(&new.source);
    made.needs.clone_from(&new.needs);
    made.needs_listed = !new.protection_needs.is_empty();
    put_phone(&mut made, vault, new.phone.as_deref())?;
    put_identity(&mut made, vault, new.identity_number.as_deref())?;
    derive(&mut made);
    made.due_on = follow_up::first_due(tx.conn, made.class.as_deref(), made.created_at)?;
    let different = new.different_because.as_deref();
    duplicate::settle(tx.conn, grant, None, &mut made, different.is_some())?;
    insert(tx.conn, &made)?;
    if let Some(because) = different {
        duplicate::tell_apart_all(tx.conn, &made, because)?;
    }
    duplicate::mark(tx, None, &mut made)?;
    if !new.tags.is_empty() {
        tags::put(tx.conn, made.id, &new.tags)?;
    }
    if !new.family.is_empty() {
        household::put_family(tx.conn, made.id, &new.family)?;
    }
    if !new.policies.is_empty() {
        household::put_policies(tx.conn, made.id, &new.policies)?;
    }
    if !new.protection_needs.is_empty() {
        household::put_needs(tx.conn, made.id, &new.protection_needs)?;
    }
    Record::new("customer.created", "customer", made.id, &made.name)
        .team(team_id)
        .owner(Some(owner_id))
        .clause("5.1.3")
        .change("name", (), &made.name)
        .change("owner_id", (), owner_id)
        .change("different_because", (), &new.different_because)
        .write(tx, &grant.acting);
    Ok(made)
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    vault: &Vault,
    id: Uuid,
    patch: &CustomerPatch,
    known: i64,
) -> Answer<Customer> {
    let now = change(tx, grant, vault, id, patch, known)?;
    shown(tx.conn, grant, now)
}

/// The same where nobody looks at it.
pub fn change(
    tx: &mut Tx,
    grant: &Grant,
    vault: &Vault,
    id: Uuid,
    patch: &CustomerPatch,
    known: i64,
) -> Answer<Row> {
    let old = row(tx.conn, grant.reach(), id)?;
    fresh(known, old.version)?;
    let mut new = old.clone();
    apply(&mut new, vault, patch)?;
    derive(&mut new);
    let different = patch.different_because.as_deref();
    duplicate::settle(tx.conn, grant, Some(&old), &mut new, different.is_some())?;
    let mut record = changes(&old, &new);
    if let Some(family) = &patch.family {
        let before = household::family(tx.conn, id)?;
        record = record.change("family", &before, family);
        household::put_family(tx.conn, id, family)?;
    }
    if let Some(policies) = &patch.policies {
        let before = household::policies(tx.conn, id)?;
        record = record.change("policies", &before, policies);
        household::put_policies(tx.conn, id, policies)?;
    }
    if let Some(needs) = &patch.protection_needs {
        let before = household::needs(tx.conn, id)?;
        record = record.change("protection_needs", &before, needs);
        household::put_needs(tx.conn, id, needs)?;
    }
    if !record.unchanged() {
        record = record.change("different_because", (), &patch.different_because);
        save(tx, &old, &mut new, grant.acting.now)?;
        if let Some(because) = different {
            duplicate::tell_apart_all(tx.conn, &new, because)?;
        }
        if logic::told_by(&old) != logic::told_by(&new) || different.is_some() {
            duplicate::mark(tx, Some(&old), &mut new)?;
        }
        if let Some(tags) = patch.tags.as_ref().filter(|_| old.tags != new.tags) {
            tags::put(tx.conn, id, tags)?;
        }
        if old.class != new.class {
            new.due_on = follow_up::refresh(tx, id)?;
        }
        record.write(tx, &grant.acting);
    }
    Ok(new)
}

fn apply(row: &mut Row, vault: &Vault, patch: &CustomerPatch) -> Answer<()> {
    if let Some(name) = &patch.name {
        row.name.clone_from(name);
    }
    if let Some(gender) = &patch.gender {
        row.gender = gender.as_ref().map(word);
    }
    if let Some(birthday) = patch.birthday {
        row.birthday = birthday;
    }
    if let Some(class) = &patch.class {
        row.class = class.as_ref().map(word);
    }
    if let Some(tags) = &patch.tags {
        row.tags = serde_json::to_string(tags).map_err(internal)?;
    }
    if let Some(occupation) = &patch.occupation {
        row.occupation.clone_from(occupation);
    }
    if let Some(email) = &patch.email {
        row.email.clone_from(email);
    }
    if let Some(address) = &patch.address {
        row.address.clone_from(address);
    }
    if let Some(source) = &patch.source {
        row.source.clone_from(source);
    }
    if let Some(needs) = &patch.needs {
        row.needs.clone_from(needs);
    }
    if let Some(needs) = &patch.protection_needs {
        row.needs_listed = !needs.is_empty();
    }
    if let Some(phone) = &patch.phone {
        put_phone(row, vault, phone.as_deref())?;
    }
    if let Some(number) = &patch.identity_number {
        put_identity(row, vault, number.as_deref())?;
    }
    Ok(())
}

pub fn put_phone(row: &mut Row, vault: &Vault, text: Option<&str>) -> Answer<()> {
    let sealed = text
        .map(|x| vault.seal(Kind::Phone, row.id, x))
        .transpose()?;
    let normal = text.map(phone_digits);
    row.phone_hash = normal.as_ref().map(|x| vault.hash(Kind::Phone, x));
    row.phone_tail = normal.as_deref().map(tail);
    row.phone_sealed = sealed;
    Ok(())
}

pub fn put_identity(row: &mut Row, vault: &Vault, text: Option<&str>) -> Answer<()> {
    let normal = text.map(identity_letters);
    let seal = |x: &String| vault.seal(Kind::Identity, row.id, x);
    row.identity_sealed = normal.as_ref().map(seal).transpose()?;
    row.identity_hash = normal.as_ref().map(|x| vault.hash(Kind::Identity, x));
    row.identity_tail = normal.as_deref().map(tail);
    Ok(())
}

/// What follows from the rest of the row.
pub fn derive(row: &mut Row) {
    let keys = logic::keys(&row.name);
    row.name_key = keys.name;
    row.pinyin = keys.pinyin;
    row.initials = keys.initials;
    row.completeness = logic::completeness(row);
}

pub fn changes(old: &Row, new: &Row) -> Record {
    let numbers = |r: &Row| (r.phone_sealed.clone(), r.identity_sealed.clone());
    Record::new("customer.updated", "customer", new.id, &new.name)
        .team(new.team_id)
        .owner(Some(new.owner_id))
        .clause("5.1.3")
        .change("name", &old.name, &new.name)
        .change("gender", &old.gender, &new.gender)
        .change("birthday", old.birthday, new.birthday)
        .change("class", &old.class, &new.class)
        .change("tags", &old.tags, &new.tags)
        .change("occupation", &old.occupation, &new.occupation)
        .change("email", &old.email, &new.email)
        .change("postal_address", &old.address, &new.address)
        .change("source", &old.source, &new.source)
        .change("needs", &old.needs, &new.needs)
        .private_change("private", numbers(old) != numbers(new))
}

fn blank(owner_id: Uuid, team_id: Option<Uuid>, now: DateTime<Utc>) -> Row {
    Row {
        id: crate::clock::new_id(),
        name: String::new(),
        gender: None,
        birthday: None,
        class: None,
        tags: String::new(),
        occupation: None,
        email: None,
        address: None,
        source: None,
        needs: None,
        phone_sealed: None,
        phone_hash: None,
        phone_tail: None,
        identity_sealed: None,
        identity_hash: None,
        identity_tail: None,
        name_key: String::new(),
        pinyin: String::new(),
        initials: String::new(),
        completeness: 0,
        owner_id,
        team_id,
        version: 1,
        created_at: now,
        updated_at: now,
        last_contact_on: None,
        due_on: None,
        doubtful: false,
        needs_listed: false,
    }
}

macro_rules! values {
    ($row:expr) => {
        (
            c::name.eq(&$row.name),
            c::gender.eq(&$row.gender),
            c::birthday.eq($row.birthday),
            c::class.eq(&$row.class),
            c::tags.eq(&$row.tags),
            c::occupation.eq(&$row.occupation),
            c::email.eq(&$row.email),
            c::address.eq(&$row.address),
            c::source.eq(&$row.source),
            c::needs.eq(&$row.needs),
            c::phone_sealed.eq(&$row.phone_sealed),
            c::phone_hash.eq(&$row.phone_hash),
            c::phone_tail.eq(&$row.phone_tail),
            c::identity_sealed.eq(&$row.identity_sealed),
            c::identity_hash.eq(&$row.identity_hash),
            c::identity_tail.eq(&$row.identity_tail),
            c::name_key.eq(&$row.name_key),
            c::pinyin.eq(&$row.pinyin),
            c::initials.eq(&$row.initials),
            c::completeness.eq($row.completeness),
            c::needs_listed.eq($row.needs_listed),
            c::owner_id.eq(g($row.owner_id)),
            c::team_id.eq(g($row.team_id)),
            c::version.eq($row.version),
            c::updated_at.eq(t($row.updated_at)),
        )
    };
}

fn insert(conn: &mut AnyConn, row: &Row) -> Answer<()> {
    let key = (
        c::id.eq(g(row.id)),
        c::created_at.eq(t(row.created_at)),
        c::due_on.eq(row.due_on),
    );
    diesel::insert_into(c::table)
        .values((key, values!(row)))
        .execute(conn)?;
    Ok(())
}

/// Writes a changed row under its version; a concurrent change is 412.
pub fn save(tx: &mut Tx, old: &Row, new: &mut Row, now: DateTime<Utc>) -> Answer<()> {
    new.version = old.version + 1;
    new.updated_at = now;
    let change = diesel::update(c::table.find(g(old.id)).filter(c::version.eq(old.version)))
        .set(values!(new));
    current(Kept(change).execute(tx.conn)?)
}
