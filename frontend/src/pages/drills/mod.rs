//! Drills (3.3.5): planned, reported, who took part, what came of it.

pub mod detail;
pub mod form;
pub mod list;
mod people;
mod words;
