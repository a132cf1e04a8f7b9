//! Plans that are worked by are counted anew in the background, so that lists show figures that are minutes old at most.

use actix_web::web;
use chrono::Duration;
use contract::expansion::ExpansionPlanState;
use diesel::prelude::*;
use uuid::Uuid;

use super::count;
use super::store::{Row, keep_count, lines};
use crate::app::App;
use crate::clock;
use crate::db::schema::expansion_plans as p;
use crate::db::sql::Predicate;
use crate::db::types::{g, t};
use crate::db::{AnyConn, Tx};
use crate::problem::Answer;

/// So long figures in lists may be old.
const OLD: Duration = Duration::minutes(10);
const BATCH: i64 = 20;

pub const ACTIVE: &str = "expansion_plans.state = 'active'";

pub async fn due(app: &web::Data<App>) -> Answer<()> {
    let before = clock::now() - OLD;
    loop {
        let old = app.db.read(move |conn| {
            let ids: Vec<Uuid> = p::table
                .filter(Predicate::new().sql(ACTIVE))
                .filter(p::counted_at.lt(t(Some(before))))
                .order((p::counted_at, p::id))
                .limit(BATCH)
                .select(p::id)
                .load(conn)?;
            Ok(ids)
        });
        let ids = old.await?;
        let full = ids.len() == BATCH as usize;
        for id in ids {
            // Counted beside the writers: only what comes of it is written.
            let found = app.db.read(move |conn| counted(conn, id)).await?;
            app.db.write(move |tx| keep(tx, id, &found)).await?;
        }
        if !full {
            return Ok(());
        }
    }
}

/// Not reach-checked: a plan counts what its people did.
fn counted(conn: &mut AnyConn, id: Uuid) -> Answer<(i64, Vec<super::store::Line>)> {
    let row: Row = p::table.find(g(id)).select(Row::as_select()).first(conn)?;
    let all = lines(conn, vec![id])?;
    Ok((row.version, count::counted(conn, &row, all)?))
}

/// Unless the plan was changed meanwhile, and counted by that. The version stays: nobody who writes the plan has to reload it for this.
fn keep(tx: &mut Tx, id: Uuid, (version, all): &(i64, Vec<super::store::Line>)) -> Answer<()> {
    let same = p::table
        .find(g(id))
        .filter(p::version.eq(version))
        .filter(p::state.eq(crate::db::words::word(&ExpansionPlanState::Active)));
    let mine = diesel::update(same)
        .set(p::counted_at.eq(t(Some(clock::now()))))
        .execute(tx.conn)?;
    match mine {
        0 => Ok(()),
        _ => keep_count(tx, all),
    }
}
