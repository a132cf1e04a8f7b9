//! Kinds of leave (4.4.4) as data the manager keeps: what counts, how long before it is asked, what it is taken from.

mod routes;
pub mod seed;
pub mod store;

pub use routes::mount;
pub use store::{Row, Rules, find, named, reference};
