//! Chapter 1: the board of clauses.

pub mod board;
mod serves;
mod trend;
