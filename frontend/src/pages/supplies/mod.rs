//! Supplies (3.1.2): what is in stock, taken from the phone; restocked and counted by whoever keeps it.

pub mod detail;
pub mod form;
pub mod list;
mod moves;
mod words;
