//! What has no outcome by its day is told to whoever is above whoever it is about; once, whatever number of instances runs.

use actix_web::web;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{OPEN, Row};
use crate::app::App;
use crate::db::schema::conduct_records as k;
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
    Ok(k::table
        .filter(Predicate::new().sql(OPEN))
        .filter(k::due_on.lt(today))
        .filter(k::told_at.is_null())
        .order((k::due_on, k::id))
        .limit(most)
        .select(k::id)
        .load(conn)?)
}

fn tell(tx: &mut Tx, id: Uuid) -> Answer<()> {
    let acting = Acting::system("worker");
    let unsaid = k::table.find(g(id)).filter(k::told_at.is_null());
    let said = diesel::update(unsaid)
        .set(k::told_at.eq(t(Some(acting.now))))
        .execute(tx.conn)?;
    if said == 0 {
        return Ok(());
    }
    let row: Row = k::table
        .find(g(id))
        .select(Row::as_select())
        .first(tx.conn)?;
    // The two nearest above: whoever should have decided, and whoever sees to it that they do.
    let chain = superior::chain(tx.conn, row.team_id, acting.now)?;
    let above = chain.into_iter().filter(|one| *one != row.employee_id);
    row.record("conduct.overdue")
        .notify(above.take(2))
        .write(tx, &acting);
    Ok(())
}
