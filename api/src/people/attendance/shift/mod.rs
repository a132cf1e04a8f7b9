//! Shifts (4.4.1): when a working day begins and ends, its break, where its halves meet, and how exact it is.

mod logic;
mod routes;
pub mod store;

pub use logic::Times;
pub use routes::mount;
