//! The index of paper files (3.1.2): found, taken out, brought back, destroyed when their day is over.

pub mod detail;
pub mod form;
pub mod list;
mod words;
