//! Chapter 1: the regulation itself. So far the board: what the records say about every clause (1.3).

mod board;
pub mod clauses;
mod trend;

pub use board::mount;
pub use trend::due;

/// The number of a clause as everything cites it; empty where there is no such clause.
pub fn clause(number: &str) -> &'static str {
    clauses::all()
        .find(|one| *one == number)
        .unwrap_or_default()
}
