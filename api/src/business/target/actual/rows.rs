//! Figures on their way into the table, many at once.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::db::AnyConn;
use crate::db::bulk::{Rows, Unnest};
use crate::db::schema::target_actuals as a;
use crate::db::types::{g, t};

#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = a)]
pub struct Row {
    pub id: Uuid,
    pub source: String,
    pub external_id: String,
    pub indicator_id: Uuid,
    pub owner_id: Uuid,
    pub team_id: Option<Uuid>,
    pub on_date: NaiveDate,
    pub amount: i64,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Rows for Row {
    fn insert(conn: &mut AnyConn, rows: &[Row]) -> QueryResult<()> {
        match conn {
            AnyConn::Pg(c) => {
                const TEXT: &str = "INSERT INTO target_actuals (id, source, external_id, indicator_id, owner_id, team_id, on_date, \
                    amount, version, created_at, updated_at) SELECT * FROM unnest(";
                Unnest::new(TEXT, rows)
                    .guid(|r| g(Some(r.id)))
                    .text(|r| Some(&r.source))
                    .text(|r| Some(&r.external_id))
                    .guid(|r| g(Some(r.indicator_id)))
                    .guid(|r| g(Some(r.owner_id)))
                    .guid(|r| g(r.team_id))
                    .date(|r| Some(r.on_date))
                    .int(|r| r.amount)
                    .int(|r| r.version)
                    .time(|r| Some(t(r.created_at)))
                    .time(|r| Some(t(r.updated_at)))
                    .run(c)
            }
            AnyConn::Sqlite(c) => rows.iter().try_for_each(|r| {
                diesel::insert_into(a::table)
                    .values((
                        a::id.eq(g(r.id)),
                        a::source.eq(&r.source),
                        a::external_id.eq(&r.external_id),
                        a::indicator_id.eq(g(r.indicator_id)),
                        a::owner_id.eq(g(r.owner_id)),
                        a::team_id.eq(g(r.team_id)),
                        a::on_date.eq(r.on_date),
                        a::amount.eq(r.amount),
                        a::version.eq(r.version),
                        a::created_at.eq(t(r.created_at)),
                        a::updated_at.eq(t(r.updated_at)),
                    ))
                    .execute(c)
                    .map(|_| ())
            }),
        }
    }
}

/// Figures that are there already, as they are to be. Corrections are few: one statement each.
pub fn correct(conn: &mut AnyConn, rows: &[Row]) -> QueryResult<()> {
    rows.iter().try_for_each(|r| {
        diesel::update(a::table.find(g(r.id)))
            .set((
                a::indicator_id.eq(g(r.indicator_id)),
                a::owner_id.eq(g(r.owner_id)),
                a::team_id.eq(g(r.team_id)),
                a::on_date.eq(r.on_date),
                a::amount.eq(r.amount),
                a::version.eq(r.version),
                a::updated_at.eq(t(r.updated_at)),
            ))
            .execute(conn)
            .map(|_| ())
    })
}
