//! Leave requests (4.4.2): asked ahead, taken only once approved, given back when they end otherwise or early.

pub mod ask;
pub mod early;
mod figures;
pub mod follow;
mod quote;
mod routes;
pub mod store;
mod words;

pub use figures::figures;
pub use routes::{mount, mount_quotes};
