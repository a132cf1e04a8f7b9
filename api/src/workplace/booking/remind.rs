//! A room that isn't ready two hours before, and one that isn't closed a day after, is told; once, whatever number of instances runs.

use actix_web::web;
use diesel::prelude::*;
use uuid::Uuid;

use super::CLOSED;
use super::logic::CLOSING;
use super::store::Row;
use crate::app::App;
use crate::clock;
use crate::db::Tx;
use crate::db::schema::bookings as b;
use crate::db::types::{g, t};
use crate::engine::record::Acting;
use crate::organization::superior;
use crate::problem::Answer;

const BATCH: i64 = 50;

pub async fn due(app: &web::Data<App>) -> Answer<()> {
    loop {
        let now = clock::now();
        let found = app.db.read(move |conn| {
            let ids: Vec<(Uuid, i64)> = b::table
                .filter(b::tell_at.is_not_null())
                .filter(b::tell_at.le(t(Some(now))))
                .order((b::tell_at, b::id))
                .limit(BATCH)
                .select((b::id, b::told))
                .load(conn)?;
            Ok(ids)
        });
        let found = found.await?;
        let full = found.len() == BATCH as usize;
        if !found.is_empty() {
            app.db
                .write(move |tx| found.iter().try_for_each(|one| tell(tx, *one)))
                .await?;
        }
        if !full {
            return Ok(());
        }
    }
}

/// Of two that try one finds it unsaid. Not reach-checked: the system tells.
fn tell(tx: &mut Tx, (id, told): (Uuid, i64)) -> Answer<()> {
    let acting = Acting::system("worker");
    let row: Option<Row> = b::table
        .find(g(id))
        .filter(b::told.eq(told))
        .filter(b::tell_at.le(t(Some(acting.now))))
        .select(Row::as_select())
        .first(tx.conn)
        .optional()?;
    let Some(row) = row else { return Ok(()) };
    let next = (told == 0).then_some(row.ends_at + CLOSING);
    let unsaid = b::table
        .find(g(id))
        .filter(b::told.eq(told))
        .filter(b::version.eq(row.version));
    let said = diesel::update(unsaid)
        .set((b::told.eq(told + 1), b::tell_at.eq(t(next))))
        .execute(tx.conn)?;
    if said == 0 {
        return Ok(());
    }
    if told == 0 {
        row.record("booking.unprepared")
            .notify([row.owner_id])
            .write(tx, &acting);
        return Ok(());
    }
    let above = superior::of(tx.conn, row.team_id, &[row.owner_id], acting.now)?;
    row.record("booking.unclosed")
        .clause(CLOSED)
        .notify([row.owner_id])
        .notify(above)
        .write(tx, &acting);
    Ok(())
}
