//! Conduct in the office (3.1.3): somebody above notes what they saw, whoever it is about is heard or has had their days for it, and somebody
//! above decides; what is grave is decided by somebody else than whoever saw it. What has no outcome in time is told upwards and counted.

pub mod demo;
mod evidence;
mod my_day;
mod routes;
mod store;
mod tell;
mod text;
mod write;

pub use evidence::{behind, evidence};
pub use my_day::day_items;
pub use routes::mount;
pub use tell::late;
pub use text::event as event_text;

use contract::conduct::ConductRecord;

/// The clause that all of it serves.
const CLAUSE: &str = "3.1.3";

crate::versioned!(ConductRecord);
crate::addressed!(ConductRecord => "conduct-records");
crate::csv_columns!(
    ConductRecord => ["id", "kind", "description", "observed_on", "place.name", "state", "employee.number", "employee.name", "team_id",
        "observer.number", "observer.name", "heard_by", "due_on", "overdue", "statement", "heard_at", "outcome", "reason", "decided_by.number",
        "decided_by.name", "decided_at", "version", "created_at", "updated_at"],
);
