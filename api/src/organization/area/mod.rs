//! Areas (2.1, 2.2.2): what a deputy is in charge of — a set of teams and a set of fields of work.

mod routes;
pub mod store;

pub use routes::mount;
