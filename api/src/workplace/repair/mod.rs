//! Repair tickets (3.1.4): damage is reported at once by whoever sees it, sorted by whoever is above, repaired within its service level,
//! and confirmed by whoever reported it. Nobody takes anything apart: who repairs it is named.

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

use contract::repair::RepairTicket;

/// The clause that all of it serves.
const CLAUSE: &str = "3.1.4";

crate::versioned!(RepairTicket);
crate::addressed!(RepairTicket => "repair-tickets");
crate::csv_columns!(
    RepairTicket => ["id", "title", "place", "description", "urgency", "state", "reporter.id", "reporter.number", "reporter.name", "team_id",
        "assignee.number", "assignee.name", "repairer", "due_at", "overdue", "fixed_at", "repair", "confirmed_at", "declined_because",
        "reopened", "hours", "version", "created_at", "updated_at"],
);
