//! Every morning: who handles what is due tomorrow is reminded, and of what is due by today somebody above them is told; each once,
//! whatever number of instances runs.

use actix_web::web;
use chrono::{Days, NaiveDate};
use contract::service::ServiceStepKind;
use diesel::prelude::*;
use uuid::Uuid;

use super::step;
use super::store::{Row, waiting};
use super::write::record;
use crate::app::App;
use crate::db::schema::service_requests as s;
use crate::db::types::{g, t};
use crate::db::{AnyConn, Tx};
use crate::engine::record::Acting;
use crate::organization::{settings, superior};
use crate::problem::Answer;

const BATCH: i64 = 50;

/// A batch at a time, so that nobody's write waits long.
pub async fn daily(app: &web::Data<App>) -> Answer<()> {
    let Some(day) = app.db.read(settings::morning).await? else {
        return Ok(());
    };
    loop {
        let due = app.db.read(move |conn| untold(conn, day)).await?;
        let full = due.len() == BATCH as usize;
        if due.is_empty() {
            return Ok(());
        }
        app.db.write(move |tx| tell(tx, day, &due)).await?;
        if !full {
            return Ok(());
        }
    }
}

/// Not reach-checked: everybody is told of their own.
fn untold(conn: &mut AnyConn, day: NaiveDate) -> Answer<Vec<Uuid>> {
    let tomorrow = day.checked_add_days(Days::new(1)).unwrap_or(day);
    let nobody_yet = s::due_on
        .le(day)
        .and(s::escalated_at.is_null())
        .or(s::due_on.eq(tomorrow).and(s::reminded_at.is_null()));
    Ok(s::table
        .filter(waiting())
        .filter(s::due_on.le(tomorrow))
        .filter(nobody_yet)
        .order((s::due_on, s::id))
        .limit(BATCH)
        .select(s::id)
        .load(conn)?)
}

fn tell(tx: &mut Tx, day: NaiveDate, due: &[Uuid]) -> Answer<()> {
    let acting = Acting::system("worker");
    for id in due {
        let row: Row = s::table
            .find(g(*id))
            .select(Row::as_select())
            .first(tx.conn)?;
        match row.due_on <= day {
            true => escalate(tx, &acting, &row)?,
            false => remind(tx, &acting, &row)?,
        }
    }
    Ok(())
}

/// Of two that try one finds it unsaid.
fn remind(tx: &mut Tx, acting: &Acting, row: &Row) -> Answer<()> {
    let unsaid = s::table
        .find(g(row.id))
        .filter(waiting())
        .filter(s::reminded_at.is_null());
    let said = diesel::update(unsaid)
        .set(s::reminded_at.eq(t(acting.now)))
        .execute(tx.conn)?;
    if said == 0 {
        return Ok(());
    }
    let step = step::New {
        to: Some(row.owner_id),
        ..step::New::of(row.id, ServiceStepKind::Reminded)
    };
    step::keep(tx, acting, step)?;
    record(tx.conn, row, "service.reminded")?
        .fact("due_on", row.due_on)
        .notify([row.owner_id])
        .write(tx, acting);
    Ok(())
}

/// It stays with its owner: going up one level decides nothing. Whoever it is about isn't told.
fn escalate(tx: &mut Tx, acting: &Acting, row: &Row) -> Answer<()> {
    let unsaid = s::table
        .find(g(row.id))
        .filter(waiting())
        .filter(s::escalated_at.is_null());
    let said = diesel::update(unsaid)
        .set(s::escalated_at.eq(t(acting.now)))
        .execute(tx.conn)?;
    if said == 0 {
        return Ok(());
    }
    let mut but = vec![row.owner_id];
    but.extend(row.complained_about_id);
    let above = superior::of(tx.conn, row.team_id, &but, acting.now)?;
    let step = step::New {
        to: above,
        ..step::New::of(row.id, ServiceStepKind::Escalated)
    };
    step::keep(tx, acting, step)?;
    record(tx.conn, row, "service.escalated")?
        .fact("due_on", row.due_on)
        .notify(above.into_iter().chain([row.owner_id]))
        .write(tx, acting);
    Ok(())
}
