//! A `partial` import: the good rows, committed piece by piece with the report about them and how far it has come. Whoever takes
//! over after a crash goes on behind the last piece.

use std::sync::Arc;
use std::time::Duration;

use actix_web::web;
use contract::Code;

use super::file;
use super::run::Run;
use crate::app::App;
use crate::db::Tx;
use crate::engine::job::store;
use crate::problem::Answer;

const PATIENCE: Duration = Duration::from_millis(300);

pub async fn run(app: &web::Data<App>, run: Arc<Run>) -> Answer<()> {
    loop {
        let run = run.clone();
        match app.db.write(move |tx| piece(tx, &run)).await {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            // Whoever waits for an answer goes first.
            Err(refusal) if refusal.code() == Code::Busy => tokio::time::sleep(PATIENCE).await,
            Err(refusal) => return Err(refusal),
        }
    }
}

/// Takes the next rows; false when there is nothing more to do.
fn piece(tx: &mut Tx, run: &Run) -> Answer<bool> {
    // Another worker has taken over when this one was thought dead.
    let Some(before) = store::progress(tx, run.lease)? else {
        return Ok(false);
    };
    let with = run.with(tx)?;
    let from = before.total() as usize;
    let (here, report) = file::take(tx, &with, &run.file, from, run.piece())?;
    let counts = before + here;
    store::report(tx, run.lease.job, &report)?;
    let over = counts.total() as usize >= run.file.rows();
    if over {
        run.told(tx, &with, counts);
    }
    store::come_so_far(tx, run.lease.job, counts, run.file.rows() as i64, over)?;
    Ok(!over)
}
