//! Balances as a ledger (4.4.4): entries are only ever added, a balance is their sum.

mod accounts;
mod job;
mod lines;
mod routes;
pub mod store;

pub use job::{closing, grant_now, grants};
pub use routes::{mount_balances, mount_closings, mount_entries, mount_grants};
