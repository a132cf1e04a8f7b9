//! Chapter 1: the regulation itself. So far the board: what the records say about every clause (1.3).

mod board;
mod clauses;
mod trend;

pub use board::mount;
pub use trend::due;
