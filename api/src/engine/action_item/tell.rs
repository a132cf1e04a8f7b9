//! What isn't done by its day is told to whoever is responsible and to whoever is above; once, whatever number of instances runs.

use actix_web::web;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{OPEN, Row};
use crate::app::App;
use crate::db::schema::action_items as a;
use crate::db::sql::Predicate;
use crate::db::types::{g, t};
use crate::db::{AnyConn, Tx};
use crate::engine::late;
use crate::engine::record::Acting;
use crate::organization::{settings, superior};
use crate::problem::Answer;

pub async fn late(app: &web::Data<App>) -> Answer<()> {
    late::told(app, find, tell).await
}

fn find(conn: &mut AnyConn, now: DateTime<Utc>, most: i64) -> Answer<Vec<Uuid>> {
    if !settings::exists(conn)? {
        return Ok(Vec::new());
    }
    let today = settings::today(conn, now)?;
    Ok(a::table
        .filter(Predicate::new().sql(OPEN))
        .filter(a::due_on.lt(today))
        .filter(a::told_at.is_null())
        .order((a::due_on, a::id))
        .limit(most)
        .select(a::id)
        .load(conn)?)
}

fn tell(tx: &mut Tx, id: Uuid) -> Answer<()> {
    let acting = Acting::system("worker");
    let unsaid = a::table.find(g(id)).filter(a::told_at.is_null());
    let said = diesel::update(unsaid)
        .set(a::told_at.eq(t(Some(acting.now))))
        .execute(tx.conn)?;
    if said == 0 {
        return Ok(());
    }
    let row: Row = a::table
        .find(g(id))
        .select(Row::as_select())
        .first(tx.conn)?;
    let above = superior::of(tx.conn, row.team_id, &[row.responsible_id], acting.now)?;
    row.record("action_item.overdue")
        .notify(above)
        .notify([row.responsible_id])
        .write(tx, &acting);
    Ok(())
}
