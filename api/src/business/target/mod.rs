//! Targets (5.3.1, 5.3.2): an indicator's amount for a period, broken down from the department to areas, teams and members, where children
//! sum exactly to their parent. A draft becomes history once published: whatever changes then is a new revision with its reason.
//! What was attained of it is summed from figures that other systems send.

pub mod actual;
mod assess;
pub mod attain;
pub mod demo;
mod draft;
mod evidence;
mod extend;
mod indicator;
pub mod logic;
mod nodes;
mod plant;
mod proposal;
mod revise;
mod routes;
mod store;
mod text;

pub use actual::IMPORT;
pub use assess::{Assessed, Placed, assessed, over_by, published};
pub use evidence::{behind, evidence};
pub use indicator::every as indicators;
pub use routes::{mount, mount_indicators};
pub use text::event as event_text;

crate::versioned!(contract::target::Target);
crate::addressed!(contract::target::Target => "targets");
crate::csv_columns!(contract::target::Target => ["id", "indicator_id", "period", "starts_on", "ends_on", "currency", "state",
    "revision", "reason", "published_at", "version", "created_at", "updated_at"]);
