//! The register of safety equipment (3.3.2): what there is, where, until when it may be relied upon, and every inspection of it. It is the
//! department's; whoever's turn it is inspects, whoever is in charge of the workplace keeps the register.

pub mod demo;
mod evidence;
mod logic;
mod my_day;
mod routes;
mod store;
mod text;
mod write;

pub use evidence::{behind, evidence};
pub use my_day::day_items;
pub use routes::mount;
pub use text::event as event_text;

use contract::safety::SafetyItem;

/// The clause that all of it serves.
const CLAUSE: &str = "3.3.2";

crate::versioned!(SafetyItem);
crate::addressed!(SafetyItem => "safety-items");
crate::csv_columns!(
    SafetyItem => ["id", "label", "kind", "place.name", "spot", "state", "expires_on", "inspect_months", "inspected_on", "due_on", "overdue",
        "version", "created_at", "updated_at"],
);
crate::csv_columns!(
    contract::safety::SafetyInspection => ["id", "inspected_at", "inspected_by.number", "inspected_by.name", "in_order", "note", "expires_on"],
);
