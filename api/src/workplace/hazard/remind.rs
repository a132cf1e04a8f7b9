//! What isn't put right in time is told to whoever sees to it and to whoever is above; once, whatever number of instances runs.

use actix_web::web;
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{OPEN, Row};
use crate::app::App;
use crate::clock;
use crate::db::Tx;
use crate::db::schema::hazards as r;
use crate::db::sql::Predicate;
use crate::db::types::{g, t};
use crate::engine::record::Acting;
use crate::organization::superior;
use crate::problem::Answer;

const BATCH: i64 = 50;

pub async fn late(app: &web::Data<App>) -> Answer<()> {
    loop {
        let now = clock::now();
        let found = app.db.read(move |conn| {
            let ids: Vec<Uuid> = r::table
                .filter(Predicate::new().sql(OPEN))
                .filter(r::due_at.lt(t(now)))
                .filter(r::told_at.is_null())
                .order((r::due_at, r::id))
                .limit(BATCH)
                .select(r::id)
                .load(conn)?;
            Ok(ids)
        });
        let ids = found.await?;
        let full = ids.len() == BATCH as usize;
        if !ids.is_empty() {
            app.db
                .write(move |tx| ids.iter().try_for_each(|id| tell(tx, *id)))
                .await?;
        }
        if !full {
            return Ok(());
        }
    }
}

/// Of two that try one finds it unsaid. Not reach-checked: the system tells.
fn tell(tx: &mut Tx, id: Uuid) -> Answer<()> {
    let acting = Acting::system("worker");
    let unsaid = r::table.find(g(id)).filter(r::told_at.is_null());
    let said = diesel::update(unsaid)
        .set(r::told_at.eq(t(Some(acting.now))))
        .execute(tx.conn)?;
    if said == 0 {
        return Ok(());
    }
    let row: Row = r::table
        .find(g(id))
        .select(Row::as_select())
        .first(tx.conn)?;
    let above = superior::of(tx.conn, row.team_id, &[], acting.now)?;
    row.record("hazard.overdue")
        .fact("due_at", row.due_at)
        .notify(above)
        .notify(row.assignee_id)
        .write(tx, &acting);
    Ok(())
}
