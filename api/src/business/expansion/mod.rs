//! Expansion plans (5.1.1): what a team, or the department, is to win in a period, by whom and through which channels. What came of it
//! is counted from customers and activities, never typed in.

mod count;
pub mod demo;
mod evidence;
mod logic;
mod my_day;
mod recount;
mod routes;
mod store;
mod text;
mod write;

pub use evidence::{behind, evidence};
pub use my_day::day_items;
pub use recount::due;
pub use routes::mount;
pub use text::event as event_text;

use contract::expansion::ExpansionPlan;

/// The clause that all of it serves.
const CLAUSE: &str = "5.1.1";

crate::versioned!(ExpansionPlan);
crate::addressed!(ExpansionPlan => "expansion-plans");
crate::csv_columns!(
    ExpansionPlan => ["id", "team_id", "team_name", "title", "goal", "starts_on", "ends_on", "state", "author.id", "author.number",
        "author.name", "percent", "lines", "counted_at", "result", "over", "version", "created_at", "updated_at"],
);
