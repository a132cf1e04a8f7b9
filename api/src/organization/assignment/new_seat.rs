//! The row of a seat being taken, alone or many at once.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::Seat;
use crate::db::AnyConn;
use crate::db::bulk::{Rows, Unnest};
use crate::db::schema::role_assignments;
use crate::db::types::{g, t};
use crate::engine::record::Acting;

pub struct NewSeat {
    pub id: Uuid,
    /// The employee's team follows at once; else the worker sees to it when the time has come.
    pub applied: bool,
    seat: Seat,
    created_at: DateTime<Utc>,
    created_by: Option<Uuid>,
}

impl NewSeat {
    pub fn of(seat: &Seat, acting: &Acting) -> NewSeat {
        NewSeat {
            id: crate::clock::new_id(),
            applied: seat.starts_at <= acting.now,
            seat: seat.clone(),
            created_at: acting.now,
            created_by: acting.employee_id,
        }
    }
}

impl Rows for NewSeat {
    fn insert(conn: &mut AnyConn, rows: &[NewSeat]) -> QueryResult<()> {
        match conn {
            AnyConn::Pg(c) => insert_all(c, rows),
            AnyConn::Sqlite(c) => rows.iter().try_for_each(|row| insert_one(c, row)),
        }
    }
}

fn insert_one(conn: &mut SqliteConnection, row: &NewSeat) -> QueryResult<()> {
    let seat = &row.seat;
    diesel::insert_into(role_assignments::table)
        .values((
            role_assignments::id.eq(g(row.id)),
            role_assignments::employee_id.eq(g(seat.employee)),
            role_assignments::role.eq(seat.role.name()),
            role_assignments::team_id.eq(g(seat.team)),
            role_assignments::area_id.eq(g(seat.area)),
            role_assignments::starts_at.eq(t(seat.starts_at)),
            role_assignments::ends_at.eq(t(seat.ends_at)),
            role_assignments::note.eq(&seat.note),
            role_assignments::applied.eq(row.applied),
            role_assignments::version.eq(1),
            role_assignments::created_at.eq(t(row.created_at)),
            role_assignments::created_by.eq(g(row.created_by)),
        ))
        .execute(conn)?;
    Ok(())
}

fn insert_all(conn: &mut PgConnection, rows: &[NewSeat]) -> QueryResult<()> {
    const TEXT: &str = "INSERT INTO role_assignments (id, employee_id, role, team_id, area_id, starts_at, ends_at, note, applied, \
        version, created_at, created_by) SELECT * FROM unnest(";
    Unnest::new(TEXT, rows)
        .guid(|r| g(Some(r.id)))
        .guid(|r| g(Some(r.seat.employee)))
        .text(|r| Some(r.seat.role.name()))
        .guid(|r| g(r.seat.team))
        .guid(|r| g(r.seat.area))
        .time(|r| t(Some(r.seat.starts_at)))
        .time(|r| t(r.seat.ends_at))
        .text(|r| r.seat.note.as_deref())
        .bool(|r| r.applied)
        .int(|_| 1)
        .time(|r| t(Some(r.created_at)))
        .guid(|r| g(r.created_by))
        .run(conn)
}
