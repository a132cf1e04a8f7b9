//! Targets (5.3.1): an indicator's amount for a period, broken down from the department to areas, teams and members, where children
//! sum exactly to their parent. A draft becomes history once published: whatever changes then is a new revision with its reason.

mod evidence;
pub mod logic;
mod plant;
mod routes;
mod store;
mod text;
mod write;

pub use evidence::evidence;
pub use routes::{mount, mount_indicators};
pub use text::event as event_text;

crate::versioned!(contract::target::Target);
crate::addressed!(contract::target::Target => "targets");
crate::csv_columns!(contract::target::Target => ["id", "indicator_id", "period", "starts_on", "ends_on", "currency", "state",
    "revision", "reason", "published_at", "version", "created_at", "updated_at"]);
