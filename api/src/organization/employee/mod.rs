//! Employees (2.1): profile, status, contact data; transfers between teams; departures, which end everything the person could
//! reach.

pub mod departure;
mod logic;
mod routes;
pub mod store;
pub mod transfer;

pub use routes::mount;
