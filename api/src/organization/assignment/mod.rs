//! Dated role assignments (2.1): one manager, one lead per team, one deputy per area and one role per person at any instant —
//! held by database constraints — with hand-overs that leave no gap.

mod logic;
mod new_seat;
mod routes;
pub mod store;

pub use routes::mount;
