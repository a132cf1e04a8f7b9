//! Feedback (2.2.4): told, answered, settled.

pub mod create;
pub mod detail;
pub mod list;
mod words;
