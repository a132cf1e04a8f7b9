//! Leave requests (4.4.2): asked ahead, taken only once approved, given back when they end otherwise or early.

pub mod ask;
mod days;
pub mod early;
mod figures;
pub mod follow;
mod quote;
mod recount;
mod routes;
pub mod store;
pub mod words;

pub use figures::figures;
pub use recount::{day_changed, week_changed};
pub use routes::{mount, mount_quotes};
