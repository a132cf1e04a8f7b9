//! What was attained (5.3.2): actuals summed for each node of a tree, with rate, rank, what should be there by now and what it comes
//! to; one node's way through the period by month or week.

mod days;
mod list;
pub mod logic;
mod progress;
mod routes;
pub mod sums;

pub use days::{Days, current_to};
pub use list::of_target;
pub use routes::mount;

crate::csv_columns!(contract::attainment::Attainment => ["node_id", "parent_id", "level", "area_id", "team_id", "owner_id", "name",
    "amount", "actual", "rate", "expected", "forecast", "rank"]);
