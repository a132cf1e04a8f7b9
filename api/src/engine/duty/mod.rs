//! Duties: what has to happen regularly is said once — cadence, by whom, check-list, until when — and comes due by itself: each time
//! once, whatever number of instances runs; done from the phone, handed over, excused with a reason, or late, told and counted.
//! A duty that changes leaves what was due as it was.

mod act;
mod cadence;
pub mod demo;
mod evidence;
mod files;
mod generate;
mod leaver;
mod logic;
mod my_day;
mod occurrence;
mod routes;
mod store;
mod tell;
mod template;
mod text;
mod write;

pub use evidence::{behind, evidence};
pub use generate::due;
pub use leaver::left;
pub use my_day::day_items;
pub use routes::{mount, mount_occurrences, mount_templates};
pub use store::of_clause;
pub use tell::tell;
pub use text::event as event_text;

use contract::duty::{Duty, DutyOccurrence};

crate::versioned!(Duty);
crate::addressed!(Duty => "duties");
crate::versioned!(DutyOccurrence);
crate::addressed!(DutyOccurrence => "duty-occurrences");
crate::csv_columns!(
    Duty => ["id", "clause", "title", "place", "place_id", "team_id", "team_name", "rrule", "day_rule", "starts_on", "ends_on", "due_time",
        "opens_hours", "responsible", "person.number", "person.name", "rota", "remind_minutes", "escalate_minutes", "checklist", "ended",
        "next_due_at", "version", "created_at", "updated_at"],
    DutyOccurrence => ["id", "duty_id", "clause", "title", "place", "place_id", "team_id", "owner.id", "owner.number", "owner.name", "day", "opens_at",
        "due_at", "state", "overdue", "late", "done_at", "done_by.number", "done_by.name", "reason", "note", "remarkable", "version",
        "updated_at"],
);
