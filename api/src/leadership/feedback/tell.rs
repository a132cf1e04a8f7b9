//! What isn't answered by its day is told to whoever was asked and to whoever is above them; once, whatever number of instances runs.

use actix_web::web;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{OPEN, Row};
use crate::app::App;
use crate::db::schema::feedback as f;
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
    Ok(f::table
        .filter(Predicate::new().sql(OPEN))
        .filter(f::due_on.lt(today))
        .filter(f::told_at.is_null())
        .order((f::due_on, f::id))
        .limit(most)
        .select(f::id)
        .load(conn)?)
}

fn tell(tx: &mut Tx, id: Uuid) -> Answer<()> {
    let acting = Acting::system("worker");
    let unsaid = f::table.find(g(id)).filter(f::told_at.is_null());
    let said = diesel::update(unsaid)
        .set(f::told_at.eq(t(Some(acting.now))))
        .execute(tx.conn)?;
    if said == 0 {
        return Ok(());
    }
    let row: Row = f::table
        .find(g(id))
        .select(Row::as_select())
        .first(tx.conn)?;
    let chain = superior::chain(tx.conn, row.team_id, acting.now)?;
    let asked = chain.iter().position(|one| *one == row.asked_id);
    let above = chain.into_iter().nth(asked.map_or(0, |at| at + 1));
    row.record("feedback.overdue")
        .notify(above.filter(|one| *one != row.author_id))
        .notify([row.asked_id])
        .write(tx, &acting);
    Ok(())
}
