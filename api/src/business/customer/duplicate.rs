//! Nobody twice: one identity number is one customer, one phone and name are; one phone, or one name and birthday, may be, until
//! somebody says why they aren't. What only looks alike is marked. Not reach-checked: a colleague's customer counts, but is named
//! only to whoever may see them.

use contract::Action;
use contract::Code;
use contract::access::Field;
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::bare;
use super::store::{Row, shown};
use crate::access::Grant;
use crate::db::schema::{customer_distinctions as d, customers as c};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::g;
use crate::db::{AnyConn, MultiBackend, Tx, hold};
use crate::problem::{Answer, Refusal};

/// So many that look alike are looked at.
pub const MOST: i64 = 20;

/// Everybody but the customer of a row.
macro_rules! other_than {
    ($row:expr) => {
        c::table
            .filter(c::id.ne(g($row.id)))
            .select(Row::as_select())
    };
}

/// Refuses a row that would be somebody a second time. Of those who share a phone all but the first bear it with their own id
/// behind, so that two who come at once without saying so still meet the database's own constraint.
pub fn settle(
    conn: &mut AnyConn,
    grant: &Grant,
    old: Option<&Row>,
    row: &mut Row,
    differs: bool,
) -> Answer<()> {
    if let Some(hash) = &row.identity_hash {
        let other = other_than!(row).filter(c::identity_hash.eq(hash.clone()));
        if let Some(other) = other.first(conn).optional()? {
            let refusal = named(conn, grant, Code::CustomerExists, "/identity_number", other);
            return Err(refusal);
        }
    }
    let (was, is) = (old.and_then(|o| bare(&o.phone_hash)), bare(&row.phone_hash));
    match is.map(str::to_owned) {
        Some(phone) if was != Some(phone.as_str()) => {
            row.phone_hash = Some(share(conn, grant, row, phone, differs)?);
        }
        // As it was borne before.
        Some(_) => row.phone_hash = old.and_then(|o| o.phone_hash.clone()),
        None => {}
    }
    let unchanged = old.is_some_and(|o| (&o.name_key, o.birthday) == (&row.name_key, row.birthday));
    let Some(birthday) = row.birthday.filter(|_| !differs && !unchanged) else {
        return Ok(());
    };
    let alike = other_than!(row)
        .filter(c::name_key.eq(row.name_key.clone()))
        .filter(c::birthday.eq(birthday));
    match alike.first(conn).optional()? {
        Some(other) => Err(named(conn, grant, Code::CustomerSimilar, "/name", other)),
        None => Ok(()),
    }
}

/// How a phone is borne: alone, or beside others of other names.
fn share(
    conn: &mut AnyConn,
    grant: &Grant,
    row: &Row,
    phone: String,
    differs: bool,
) -> Answer<String> {
    let others: Vec<Row> = other_than!(row)
        .filter(bears(&phone))
        .order(c::phone_hash)
        .limit(MOST)
        .load(conn)?;
    let namesake = others.iter().find(|o| o.name_key == row.name_key);
    let (code, other) = match (namesake, others.first()) {
        (Some(other), _) => (Code::CustomerExists, other),
        (None, Some(_)) if differs => return Ok(format!("{phone}:{}", row.id)),
        (None, Some(other)) => (Code::CustomerSimilar, other),
        (None, None) => return Ok(phone),
    };
    Err(named(conn, grant, code, "/phone", other.clone()))
}

/// Whoever has the phone, alone or beside others.
pub fn bears(phone: &str) -> Predicate {
    Predicate::begins("customers.phone_hash", phone)
}

/// With the other record for whoever may see it.
fn named(conn: &mut AnyConn, grant: &Grant, code: Code, pointer: &str, other: Row) -> Refusal {
    let refusal = Refusal::new(code).clause("5.1.3").at(pointer);
    let seen = grant.may(
        Action::CustomerRead,
        other.team_id,
        Some(other.owner_id),
        Field::Business,
    );
    match seen {
        true => refusal.as_it_is(shown(conn, grant, other)),
        false => refusal,
    }
}

/// Records of the same name that nothing known tells apart from this one, and nobody has.
fn namesakes(row: &Row) -> Predicate {
    let mut like = Predicate::new()
        .sql("customers.name_key = ")
        .bind(Bind::Text(row.name_key.clone()));
    let or_unknown = |column: &str, known: Predicate| {
        Predicate::new()
            .sql("(")
            .sql(column)
            .sql(" IS NULL OR ")
            .join(known)
            .sql(")")
    };
    let equals = |column: &str, value: Bind| Predicate::new().sql(column).sql(" = ").bind(value);
    if let Some(birthday) = row.birthday {
        let column = "customers.birthday";
        like = like.and(or_unknown(column, equals(column, Bind::Date(birthday))));
    }
    if let Some(gender) = &row.gender {
        let column = "customers.gender";
        like = like.and(or_unknown(
            column,
            equals(column, Bind::Text(gender.clone())),
        ));
    }
    if let Some(phone) = bare(&row.phone_hash) {
        like = like.and(or_unknown("customers.phone_hash", bears(phone)));
    }
    if row.identity_hash.is_some() {
        // Nobody else has the same.
        like = like.and(Predicate::new().sql("customers.identity_hash IS NULL"));
    }
    like.and(not_told_apart(row.id))
}

/// Not yet said to be another than this customer.
fn not_told_apart(id: Uuid) -> Predicate {
    Predicate::new()
        .sql("NOT EXISTS (SELECT 1 FROM customer_distinctions d WHERE d.other_id = customers.id AND d.one_id = ")
        .bind(Bind::guid(id))
        .sql(")")
}

/// Those that may be the same person's: of the same name, or with the same phone.
pub fn alike(row: &Row) -> Predicate {
    let phone = match bare(&row.phone_hash) {
        Some(phone) => bears(phone).and(not_told_apart(row.id)),
        None => Predicate::new().sql("1 = 0"),
    };
    let either = Predicate::new()
        .sql("(")
        .join(namesakes(row))
        .sql(" OR ")
        .join(phone)
        .sql(")");
    let another = Predicate::new()
        .sql("customers.id <> ")
        .bind(Bind::guid(row.id));
    either.and(another)
}

/// Those of them but the row itself, as many as are looked at.
pub fn ids(conn: &mut AnyConn, row: &Row, what: Predicate) -> Answer<Vec<Uuid>> {
    Ok(c::table
        .into_boxed::<MultiBackend>()
        .filter(what)
        .filter(c::id.ne(g(row.id)))
        .limit(MOST)
        .select(c::id)
        .load(conn)?)
}

/// What is known of two is that they are two: kept for all that look like this one.
pub fn tell_apart_all(conn: &mut AnyConn, row: &Row, because: &str) -> Answer<()> {
    for other in ids(conn, row, alike(row))? {
        tell_apart(conn, row.id, other, because)?;
    }
    Ok(())
}

pub fn tell_apart(conn: &mut AnyConn, one: Uuid, other: Uuid, because: &str) -> Answer<()> {
    let mut both = [one, other];
    both.sort_unstable();
    // Of two who say so at once the second finds it said.
    hold(conn, "customers", &both, "FOR UPDATE")?;
    let said = d::table.find((g(one), g(other)));
    if diesel::select(diesel::dsl::exists(said)).get_result(conn)? {
        return Ok(());
    }
    for (one, other) in [(one, other), (other, one)] {
        diesel::insert_into(d::table)
            .values((
                d::one_id.eq(g(one)),
                d::other_id.eq(g(other)),
                d::because.eq(because),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Marks a record whose name, or what tells it apart, is new, and those that looked or look like it.
pub fn mark(tx: &mut Tx, old: Option<&Row>, row: &mut Row) -> Answer<()> {
    let now = ids(tx.conn, row, namesakes(row))?;
    if row.doubtful == now.is_empty() {
        row.doubtful = !row.doubtful;
        set(tx.conn, row.id, row.doubtful)?;
    }
    for other in &now {
        set(tx.conn, *other, true)?;
    }
    let before = match old {
        Some(old) => ids(tx.conn, old, namesakes(old))?,
        None => Vec::new(),
    };
    for other in before.into_iter().filter(|id| !now.contains(id)) {
        again(tx.conn, other)?;
    }
    Ok(())
}

/// Looks anew whether anything is like this one.
pub fn again(conn: &mut AnyConn, id: Uuid) -> Answer<bool> {
    let row: Row = c::table.find(g(id)).select(Row::as_select()).first(conn)?;
    let doubtful = !ids(conn, &row, namesakes(&row))?.is_empty();
    set(conn, id, doubtful)?;
    Ok(doubtful)
}

/// The mark isn't part of what a caller changes: the version stays.
fn set(conn: &mut AnyConn, id: Uuid, doubtful: bool) -> Answer<()> {
    diesel::update(c::table.find(g(id)).filter(c::doubtful.ne(doubtful)))
        .set(c::doubtful.eq(doubtful))
        .execute(conn)?;
    Ok(())
}
