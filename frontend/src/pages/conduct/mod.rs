//! Conduct (3.1.3): noted, heard, settled.

pub mod create;
pub mod detail;
pub mod list;
mod words;
