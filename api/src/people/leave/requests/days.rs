//! The half-days that a request holds.

use chrono::NaiveDate;
use diesel::prelude::*;
use uuid::Uuid;

use crate::db::AnyConn;
use crate::db::bulk::{Rows, Unnest};
use crate::db::schema::leave_days as d;
use crate::db::types::g;

/// A half-day that is held for a request, not yet approved.
pub struct NewDay {
    pub employee: Uuid,
    pub team: Option<Uuid>,
    pub request: Uuid,
    pub date: NaiveDate,
    pub half: String,
    pub counted: bool,
}

impl Rows for NewDay {
    fn insert(conn: &mut AnyConn, rows: &[NewDay]) -> QueryResult<()> {
        match conn {
            AnyConn::Pg(c) => insert_all(c, rows),
            AnyConn::Sqlite(c) => rows.iter().try_for_each(|row| insert_one(c, row)),
        }
    }
}

fn insert_one(conn: &mut SqliteConnection, row: &NewDay) -> QueryResult<()> {
    diesel::insert_into(d::table)
        .values((
            d::employee_id.eq(g(row.employee)),
            d::on_date.eq(row.date),
            d::half.eq(&row.half),
            d::request_id.eq(g(row.request)),
            d::team_id.eq(g(row.team)),
            d::counted.eq(row.counted),
            d::approved.eq(false),
        ))
        .execute(conn)?;
    Ok(())
}

fn insert_all(conn: &mut PgConnection, rows: &[NewDay]) -> QueryResult<()> {
    const TEXT: &str = "INSERT INTO leave_days (employee_id, on_date, half, request_id, team_id, counted, approved) \
        SELECT * FROM unnest(";
    Unnest::new(TEXT, rows)
        .guid(|r| g(Some(r.employee)))
        .date(|r| Some(r.date))
        .text(|r| Some(&r.half))
        .guid(|r| g(Some(r.request)))
        .guid(|r| g(r.team))
        .bool(|r| r.counted)
        .bool(|_| false)
        .run(conn)
}
