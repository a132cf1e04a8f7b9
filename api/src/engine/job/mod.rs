//! Long work: a job row, a worker that leases it, progress, and a report row by row.

mod routes;
pub mod store;

use std::future::Future;
use std::pin::Pin;

use actix_web::web;
use uuid::Uuid;

use crate::app::App;
use crate::problem::Answer;

/// Background work of a module: runs one leased job to its end, and finishes it (`store::finish`) in every case but `Busy`.
pub type Work = fn(web::Data<App>, Uuid) -> Pin<Box<dyn Future<Output = Answer<()>>>>;

pub use routes::mount;

/// Runs jobs until none waits. A job of a crashed instance is taken over when its lease has run out.
pub async fn run_waiting(app: &web::Data<App>) -> Answer<()> {
    while let Some(id) = store::next_waiting(app).await? {
        let Some(lease) = store::lease(app, id).await? else {
            return Ok(());
        };
        let kind = app.db.read(move |c| store::order(c, id)).await?.kind;
        match crate::registry::WORK.iter().find(|(k, _)| *k == kind) {
            Some((_, work)) => work(app.clone(), id).await?,
            None => super::import::run(app, lease).await?,
        }
    }
    Ok(())
}
