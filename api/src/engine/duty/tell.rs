//! Whoever has to do something is reminded before it is due and told when it is late; then whoever is above them. Each once, whatever
//! number of instances runs.

use actix_web::web;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::telling;
use super::occurrence::{Row, told};
use crate::app::App;
use crate::clock;
use crate::db::Tx;
use crate::db::schema::duty_occurrences as o;
use crate::db::sql::Predicate;
use crate::db::types::{g, t};
use crate::engine::record::Acting;
use crate::organization::superior;
use crate::problem::Answer;

const BATCH: i64 = 100;

pub async fn tell(app: &web::Data<App>) -> Answer<()> {
    loop {
        let now = clock::now();
        let due = app.db.read(move |conn| {
            let ids: Vec<Uuid> = o::table
                .filter(Predicate::new().sql("duty_occurrences.tell_at IS NOT NULL"))
                .filter(o::tell_at.le(t(Some(now))))
                .order((o::tell_at, o::id))
                .limit(BATCH)
                .select(o::id)
                .load(conn)?;
            Ok(ids)
        });
        let ids = due.await?;
        let full = ids.len() == BATCH as usize;
        if !ids.is_empty() {
            app.db
                .write(move |tx| ids.iter().try_for_each(|id| one(tx, *id, now)))
                .await?;
        }
        if !full {
            return Ok(());
        }
    }
}

/// Not reach-checked: everybody is told of their own. Of two that try one finds it unsaid.
fn one(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Answer<()> {
    let row: Row = o::table
        .find(g(id))
        .select(Row::as_select())
        .first(tx.conn)?;
    // What is late already needn't be said to be due soon.
    let told_now = match row.told {
        0 if row.due_at <= now => 1,
        told => told,
    };
    let next = telling(told_now + 1, row.due_at, row.escalate_at);
    let unsaid = o::table
        .find(g(id))
        .filter(o::told.eq(row.told))
        .filter(o::state.eq("open"))
        .filter(o::tell_at.is_not_null());
    let said = diesel::update(unsaid)
        .set((o::told.eq(told_now + 1), o::tell_at.eq(t(next))))
        .execute(tx.conn)?;
    if said == 0 {
        return Ok(());
    }
    let (event, whom) = match told_now {
        0 => ("duty.reminded", Some(row.owner_id)),
        1 => ("duty.overdue", Some(row.owner_id)),
        _ => (
            "duty.escalated",
            superior::of(tx.conn, row.team_id, &[row.owner_id], now)?,
        ),
    };
    let was = told(tx.conn, &row)?;
    row.record(event, &was.title)
        .fact("place", &was.place)
        .fact("due_at", row.due_at)
        .notify(whom)
        .write(tx, &Acting::system("worker"));
    Ok(())
}
