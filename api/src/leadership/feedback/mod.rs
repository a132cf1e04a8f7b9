//! Feedback (2.2.4): a problem or what customers need is told to whoever is nearest above, answered within a week or passed further up; whoever
//! gave it says whether that settles it. What isn't answered in time is told upwards and counted.

pub mod demo;
mod evidence;
mod leaver;
mod my_day;
mod routes;
mod store;
mod tell;
mod text;
mod write;

pub use evidence::{behind, evidence};
pub use leaver::left;
pub use my_day::day_items;
pub use routes::mount;
pub use tell::late;
pub use text::event as event_text;

use contract::feedback::Feedback;

/// The clause that all of it serves.
const CLAUSE: &str = "2.2.4";

crate::versioned!(Feedback);
crate::addressed!(Feedback => "feedback");
crate::csv_columns!(
    Feedback => ["id", "kind", "text", "state", "author.number", "author.name", "team_id", "asked.number", "asked.name", "due_on", "overdue",
        "answer", "answered_by.number", "answered_by.name", "answered_at", "remark", "reopened", "version", "created_at", "updated_at"],
);
