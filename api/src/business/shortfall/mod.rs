//! Shortfalls (5.3.4): opened by themselves for every team and member below target when a period is over, once for each; then cause,
//! measures, coach and checks until one is the last.

mod act;
pub mod demo;
mod evidence;
mod logic;
mod my_day;
mod open;
mod routes;
mod store;
mod text;

pub use evidence::{behind, evidence};
pub use my_day::day_items;
pub use open::due;
pub use routes::mount;
pub use text::event as event_text;

crate::versioned!(contract::shortfall::Shortfall);
crate::csv_columns!(contract::shortfall::Shortfall => ["id", "target_id", "indicator_id", "period", "starts_on", "ends_on", "level",
    "team_id", "owner_id", "name", "amount", "actual", "currency", "state", "cause", "measures", "coach.id", "coach.number", "coach.name",
    "next_check_on", "overdue", "version", "created_at", "updated_at"]);
crate::csv_columns!(contract::shortfall::ShortfallCheck => ["id", "note", "next_check_on", "by.id", "by.name", "created_at"]);
