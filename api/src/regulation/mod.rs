//! Chapter 1: the regulation itself — its clauses, the documents that word them, and the board: what the records say about each (1.3).

mod board;
mod clause_page;
pub mod clauses;
pub mod document;
mod records;
mod trend;

pub fn mount(cfg: &mut utoipa_actix_web::service_config::ServiceConfig) {
    board::mount(cfg);
    clause_page::mount(cfg);
}
pub use trend::due;

/// The number of a clause as everything cites it; empty where there is no such clause.
pub fn clause(number: &str) -> &'static str {
    clauses::all()
        .find(|one| *one == number)
        .unwrap_or_default()
}
