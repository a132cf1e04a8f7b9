//! Employees (2.1): profile, status, contact data; transfers between teams; departures, which end everything the person could
//! reach.

mod by_id;
pub mod departure;
mod logic;
mod newcomer;
mod routes;
pub mod store;
pub mod transfer;

pub use routes::mount;
