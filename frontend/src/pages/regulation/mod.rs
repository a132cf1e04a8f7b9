//! Chapter 1: the board of clauses.

mod behind;
pub mod board;
mod serves;
mod trend;
