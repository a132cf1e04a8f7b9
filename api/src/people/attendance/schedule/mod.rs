//! Schedules (4.4.1): a week of shifts, one of them the default for everybody who has no other; and who works by which, dated.

pub mod assign;
mod routes;
pub mod store;

pub use routes::{mount, mount_assignments};
