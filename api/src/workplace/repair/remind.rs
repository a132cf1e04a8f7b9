//! What isn't repaired in time is told to whoever sees to it and to whoever is above; once, whatever number of instances runs.

use actix_web::web;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{OPEN, Row};
use crate::app::App;
use crate::db::schema::repair_tickets as r;
use crate::db::sql::Predicate;
use crate::db::types::{g, t};
use crate::db::{AnyConn, Tx};
use crate::engine::late;
use crate::engine::record::Acting;
use crate::organization::superior;
use crate::problem::Answer;

pub async fn late(app: &web::Data<App>) -> Answer<()> {
    late::told(app, find, tell).await
}

fn find(conn: &mut AnyConn, now: DateTime<Utc>, most: i64) -> Answer<Vec<Uuid>> {
    Ok(r::table
        .filter(Predicate::new().sql(OPEN))
        .filter(r::due_at.lt(t(now)))
        .filter(r::told_at.is_null())
        .order((r::due_at, r::id))
        .limit(most)
        .select(r::id)
        .load(conn)?)
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
    row.record("repair.overdue")
        .fact("due_at", row.due_at)
        .notify(above)
        .notify(row.assignee_id)
        .write(tx, &acting);
    Ok(())
}
