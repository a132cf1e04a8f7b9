//! Hazards (3.3.3): whoever sees private wiring, a high-power appliance or a blocked exit reports it; whoever is above says who puts it
//! right by when; somebody else looks at it again before it is closed.

mod act;
pub mod demo;
mod evidence;
mod files;
mod logic;
mod my_day;
mod remind;
mod routes;
mod store;
mod text;

pub use evidence::{behind, evidence};
pub use my_day::day_items;
pub use remind::late;
pub use routes::mount;
pub use store::left;
pub use text::event as event_text;

use contract::hazard::Hazard;

/// The clause that all of it serves.
const CLAUSE: &str = "3.3.3";

crate::versioned!(Hazard);
crate::addressed!(Hazard => "hazards");
crate::csv_columns!(
    Hazard => ["id", "title", "kind", "severity", "place.name", "spot", "description", "state", "reporter.id", "reporter.number",
        "reporter.name", "team_id", "assignee.number", "assignee.name", "due_at", "overdue", "rectified_at", "rectified_by.name",
        "rectification", "rechecked_at", "rechecked_by.name", "dismissed_because", "reopened", "version", "created_at", "updated_at"],
);
