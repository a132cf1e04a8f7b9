//! Drills (3.3.5): emergency plans are practised within their cadence; who took part is noted by whoever leads them, and what came of it becomes
//! action items. Which drills there are is known to everybody; whoever is in charge of the workplace plans them.

mod attend;
mod cadence;
pub mod demo;
mod evidence;
mod my_day;
mod people;
mod report;
mod routes;
mod source;
mod store;
mod text;
mod write;

pub use evidence::{behind, evidence};
pub use my_day::day_items;
pub use routes::mount;
pub use source::SOURCE;
pub use text::event as event_text;

use contract::drill::{Drill, DrillPerson};

/// The clause that all of it serves.
const CLAUSE: &str = "3.3.5";

crate::versioned!(Drill);
crate::addressed!(Drill => "drills");
crate::csv_columns!(
    Drill => ["id", "document_id", "plan.zh_hant", "plan.zh_hans", "plan.en", "planned_on", "place.name", "scenario", "leader.number",
        "leader.name", "state", "held_on", "summary", "minutes", "noted", "attended", "open_actions", "version", "created_at", "updated_at"],
    DrillPerson => ["id", "number", "name", "team_id", "attended"],
);
