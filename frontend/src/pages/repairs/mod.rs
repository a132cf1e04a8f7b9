//! Repair tickets (3.1.4): damage that is reported, repaired and confirmed.

pub mod create;
pub mod detail;
pub mod list;
mod words;
