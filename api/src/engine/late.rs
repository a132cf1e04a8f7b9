//! What is late is told once: found in batches, each told in a transaction that asks again whether it was told meanwhile.

use actix_web::web;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::app::App;
use crate::clock;
use crate::db::{AnyConn, Tx};
use crate::problem::Answer;

const BATCH: i64 = 50;

/// `find`: the first so many that are late at an instant and weren't told; `tell` marks one as told, so that the next batch is without it.
pub async fn told(
    app: &web::Data<App>,
    find: fn(&mut AnyConn, DateTime<Utc>, i64) -> Answer<Vec<Uuid>>,
    tell: fn(&mut Tx, Uuid) -> Answer<()>,
) -> Answer<()> {
    loop {
        let now = clock::now();
        let found = app.db.read(move |conn| find(conn, now, BATCH));
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
