//! Coaching notes and care talks (2.2.3). One shape, two kinds: a coaching note is read by whoever it is about as well; a care talk is private to
//! whoever is above them, and what is said in it stands nowhere else, not in the audit trail either.

pub mod demo;
mod evidence;
mod my_day;
mod routes;
mod store;
mod text;
mod write;

pub use evidence::{behind, evidence};
pub use my_day::day_items;
pub use routes::{mount_care, mount_coaching};
pub use text::event as event_text;

use contract::talk::Talk;

/// The clause that all of it serves.
const CLAUSE: &str = "2.2.3";

crate::versioned!(Talk);
crate::csv_columns!(
    Talk => ["id", "kind", "employee.number", "employee.name", "team_id", "author.number", "author.name", "held_on", "text", "next_step",
        "next_on", "version", "created_at", "updated_at"],
);

impl crate::http::answer::Addressed for Talk {
    fn path(&self) -> String {
        match self.kind {
            contract::talk::TalkKind::Coaching => format!("/api/v1/coaching-notes/{}", self.id),
            contract::talk::TalkKind::Care => format!("/api/v1/care-talks/{}", self.id),
        }
    }
}
