//! The morning of the day before: whoever organises an event, and whoever invited customers to it, is reminded; each once, whatever
//! number of instances runs.

use actix_web::web;
use chrono::Days;
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{LIVE, Row};
use super::write::inviters;
use crate::app::App;
use crate::db::schema::customer_events as e;
use crate::db::sql::Predicate;
use crate::db::types::{g, t};
use crate::db::{AnyConn, Tx};
use crate::engine::record::Acting;
use crate::organization::settings;
use crate::people::attendance::day::zone;
use crate::problem::Answer;

const BATCH: i64 = 50;

pub async fn daily(app: &web::Data<App>) -> Answer<()> {
    let Some(day) = app.db.read(settings::morning).await? else {
        return Ok(());
    };
    loop {
        let ids = app.db.read(move |conn| untold(conn, day)).await?;
        let full = ids.len() == BATCH as usize;
        if !ids.is_empty() {
            app.db.write(move |tx| tell(tx, &ids)).await?;
        }
        if !full {
            return Ok(());
        }
    }
}

/// Those that begin before the day after tomorrow does. Not reach-checked: everybody is told of their own.
fn untold(conn: &mut AnyConn, day: chrono::NaiveDate) -> Answer<Vec<Uuid>> {
    let tz = settings::zone(conn)?;
    let after = day.checked_add_days(Days::new(2)).unwrap_or(day);
    let until = zone::instant(tz, after, 0);
    Ok(e::table
        .filter(Predicate::new().sql(LIVE))
        .filter(e::starts_at.lt(t(until)))
        .filter(e::starts_at.gt(t(crate::clock::now())))
        .filter(e::reminded_at.is_null())
        .order((e::starts_at, e::id))
        .limit(BATCH)
        .select(e::id)
        .load(conn)?)
}

/// Of two that try one finds it unsaid.
fn tell(tx: &mut Tx, ids: &[Uuid]) -> Answer<()> {
    let acting = Acting::system("worker");
    for id in ids {
        let unsaid = e::table.find(g(*id)).filter(e::reminded_at.is_null());
        let said = diesel::update(unsaid)
            .set(e::reminded_at.eq(t(Some(acting.now))))
            .execute(tx.conn)?;
        if said == 0 {
            continue;
        }
        let row: Row = e::table
            .find(g(*id))
            .select(Row::as_select())
            .first(tx.conn)?;
        let mut told = inviters(tx.conn, *id)?;
        told.push(row.organiser_id);
        row.record("customer_event.reminded")
            .fact("starts_at", row.starts_at)
            .fact("place", &row.place)
            .notify(told)
            .write(tx, &acting);
    }
    Ok(())
}
