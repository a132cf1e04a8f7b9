//! Long work: a job row, a worker that leases it, progress, and a report row by row.

mod routes;
pub mod store;

use actix_web::web;

use crate::app::App;
use crate::problem::Answer;

pub use routes::mount;

/// Runs jobs until none waits. A job of a crashed instance is taken over when its lease has run out.
pub async fn run_waiting(app: &web::Data<App>) -> Answer<()> {
    while let Some(id) = store::next_waiting(app).await? {
        if !store::lease(app, id).await? {
            return Ok(());
        }
        super::import::run(app, id).await?;
    }
    Ok(())
}
