//! Coaching notes and care talks (2.2.3).

pub mod detail;
mod form;
pub mod list;
