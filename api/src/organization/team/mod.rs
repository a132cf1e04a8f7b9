//! Teams (2.1): one lead each, and members.

mod routes;
pub mod store;

pub use routes::mount;
