//! Supplies (3.1.2): what is in stock and where. Every change of the stock is a line of its ledger; whoever is in charge of the workplace
//! restocks and counts, everybody takes what they need, and what runs low is told once.

pub mod demo;
mod evidence;
mod movement;
mod my_day;
mod routes;
mod store;
mod text;
mod write;

pub use evidence::{behind, evidence};
pub use my_day::day_items;
pub use routes::{mount, mount_movements};
pub use text::event as event_text;

use contract::supply::{SupplyItem, SupplyMovement};

/// The clause that all of it serves.
const CLAUSE: &str = "3.1.2";

crate::versioned!(SupplyItem);
crate::addressed!(SupplyItem => "supplies");
crate::csv_columns!(
    SupplyItem => ["id", "name", "kind", "unit", "place.name", "spot", "on_hand", "reorder_level", "low", "counted_on", "active", "version",
        "created_at", "updated_at"],
    SupplyMovement => ["id", "item_id", "item_name", "unit", "kind", "quantity", "on_hand", "employee.number", "employee.name", "team_id",
        "recorded_by.number", "recorded_by.name", "note", "at"],
);
