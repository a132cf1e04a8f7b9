//! Attendance days (4.4.1): what a day was for a person, computed from schedule, calendar, punches, leave and corrections whenever
//! it is read, so it is never out of date. Where the department has no schedule at all, nobody is asked to clock in: days are `none`.

pub mod list;
pub mod logic;
pub mod plan;
mod routes;
pub mod store;
pub mod told;
pub mod zone;

pub use routes::{mount, mount_board};
