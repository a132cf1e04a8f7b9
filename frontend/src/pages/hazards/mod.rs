//! Hazards (3.3.3): found, put right, looked at again.

pub mod create;
pub mod detail;
pub mod list;
mod words;
