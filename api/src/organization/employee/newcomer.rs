//! The row of somebody new, alone or many at once.

use chrono::{DateTime, Utc};
use contract::employee::NewEmployee;
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{Row, search_text};
use crate::db::AnyConn;
use crate::db::bulk::{Rows, Unnest};
use crate::db::schema::employees;
use crate::db::types::{g, t};
use crate::db::words::word;

/// What will stand in the table. `team`: of the seat that is taken with it, which counts as a change of its own.
pub fn draft(new: &NewEmployee, team: Option<Uuid>, now: DateTime<Utc>) -> Row {
    let private = new.private.clone().unwrap_or_default();
    Row {
        id: crate::clock::new_id(),
        number: new.number.clone(),
        name: new.name.clone(),
        status: word(&new.status),
        team_id: team,
        post: new.post.clone(),
        hire_date: new.hire_date,
        leave_date: None,
        email: new.email.as_ref().map(|e| e.to_lowercase()),
        phone: new.phone.clone(),
        locale: word(&new.locale),
        birth_date: private.birth_date,
        address: private.address,
        emergency_name: private.emergency_name,
        emergency_phone: private.emergency_phone,
        version: if team.is_some() { 2 } else { 1 },
        created_at: now,
        updated_at: now,
    }
}

fn search(row: &Row) -> String {
    let (email, phone) = (row.email.as_deref(), row.phone.as_deref());
    search_text(&row.name, &row.number, email, phone)
}

impl Rows for Row {
    fn insert(conn: &mut AnyConn, rows: &[Row]) -> QueryResult<()> {
        match conn {
            AnyConn::Pg(c) => insert_all(c, rows),
            AnyConn::Sqlite(c) => rows.iter().try_for_each(|row| insert_one(c, row)),
        }
    }
}

fn insert_one(conn: &mut SqliteConnection, row: &Row) -> QueryResult<()> {
    diesel::insert_into(employees::table)
        .values((
            employees::id.eq(g(row.id)),
            employees::number.eq(&row.number),
            employees::name.eq(&row.name),
            employees::status.eq(&row.status),
            employees::team_id.eq(g(row.team_id)),
            employees::post.eq(&row.post),
            employees::hire_date.eq(row.hire_date),
            employees::leave_date.eq(row.leave_date),
            employees::email.eq(&row.email),
            employees::phone.eq(&row.phone),
            employees::locale.eq(&row.locale),
            employees::birth_date.eq(row.birth_date),
            employees::address.eq(&row.address),
            employees::emergency_name.eq(&row.emergency_name),
            employees::emergency_phone.eq(&row.emergency_phone),
            employees::search.eq(search(row)),
            employees::version.eq(row.version),
            employees::created_at.eq(t(row.created_at)),
            employees::updated_at.eq(t(row.updated_at)),
        ))
        .execute(conn)?;
    Ok(())
}

fn insert_all(conn: &mut PgConnection, rows: &[Row]) -> QueryResult<()> {
    const TEXT: &str = "INSERT INTO employees (id, number, name, status, team_id, post, hire_date, leave_date, email, phone, locale, \
        birth_date, address, emergency_name, emergency_phone, search, version, created_at, updated_at) SELECT * FROM unnest(";
    let searches: Vec<String> = rows.iter().map(search).collect();
    let mut searches = searches.iter();
    Unnest::new(TEXT, rows)
        .guid(|r| g(Some(r.id)))
        .text(|r| Some(&r.number))
        .text(|r| Some(&r.name))
        .text(|r| Some(&r.status))
        .guid(|r| g(r.team_id))
        .text(|r| r.post.as_deref())
        .date(|r| Some(r.hire_date))
        .date(|r| r.leave_date)
        .text(|r| r.email.as_deref())
        .text(|r| r.phone.as_deref())
        .text(|r| Some(&r.locale))
        .date(|r| r.birth_date)
        .text(|r| r.address.as_deref())
        .text(|r| r.emergency_name.as_deref())
        .text(|r| r.emergency_phone.as_deref())
        .text(|_| searches.next().map(String::as_str))
        .int(|r| r.version)
        .time(|r| t(Some(r.created_at)))
        .time(|r| t(Some(r.updated_at)))
        .run(conn)
}
