//! Work plans (2.2.1, 2.2.3): the department's plan of a year, made by the manager, and each team's, made by its lead: goals with owners, days and
//! progress. A plan holds as it was published last; every revision is kept, with why.

pub mod demo;
mod evidence;
mod goals;
mod my_day;
mod progress;
mod publish;
mod revisions;
mod routes;
mod store;
mod text;
mod write;

pub use evidence::{behind, evidence};
pub use my_day::day_items;
pub use routes::mount;
pub use text::event as event_text;

use contract::work_plan::{WorkPlan, WorkPlanRevision};
use uuid::Uuid;

/// The clause that a plan serves: the department's or a team's.
fn clause(team: Option<Uuid>) -> &'static str {
    match team {
        None => "2.2.1",
        Some(_) => "2.2.3",
    }
}

crate::versioned!(WorkPlan);
crate::addressed!(WorkPlan => "work-plans");
crate::csv_columns!(
    WorkPlan => ["id", "team_id", "team_name", "year", "summary", "state", "revision", "published_at", "revised_at", "goals", "progress",
        "version", "created_at", "updated_at"],
    WorkPlanRevision => ["id", "number", "note", "summary", "goals", "published_at", "published_by.number", "published_by.name"],
);
