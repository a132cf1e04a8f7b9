//! Inspections of business (5.2.3): each month a sample of every team's cases by a plan, looked over by somebody above the owner; what is
//! found is rectified by the owner and checked again by somebody else.

mod act;
mod checklist;
pub mod demo;
mod draw;
mod evidence;
mod finding;
mod logic;
mod my_day;
mod plan;
mod recheck;
mod remind;
mod routes;
mod step;
mod store;
mod text;

pub use draw::due;
pub use evidence::{behind, evidence};
pub use finding::case_transferred;
pub use my_day::day_items;
pub use remind::daily;
pub use routes::{mount, mount_checklist, mount_draws, mount_findings, mount_plans};
pub use text::event as event_text;

use contract::inspection::{
    Inspection, InspectionChecklist, InspectionDraw, InspectionFinding, InspectionPlan,
    InspectionStep,
};

/// The clause that all of it serves.
const CLAUSE: &str = "5.2.3";

crate::versioned!(
    Inspection,
    InspectionFinding,
    InspectionChecklist,
    InspectionPlan
);
crate::addressed!(Inspection => "inspections");
crate::csv_columns!(
    InspectionPlan => ["id", "team_id", "team_name", "percent", "least", "from_month", "version", "created_at", "updated_at"],
    InspectionDraw => ["id", "team_id", "team_name", "month", "percent", "least", "seed", "cases", "drawn", "inspected", "open_findings",
        "created_at"],
    Inspection => ["id", "case_id", "customer.id", "customer.name", "case_stage", "owner.id", "owner.number", "owner.name", "team_id",
        "inspector.id", "inspector.number", "inspector.name", "draw_id", "reason", "state", "due_on", "overdue", "summary",
        "open_findings", "inspected_at", "version", "created_at", "updated_at"],
    InspectionFinding => ["id", "inspection_id", "case_id", "customer.id", "customer.name", "owner.id", "owner.number", "owner.name",
        "team_id", "description", "severity", "state", "rectify_by", "overdue", "rectification", "refused", "version", "created_at",
        "updated_at", "closed_at"],
    InspectionStep => ["id", "kind", "finding_id", "note", "to.name", "by.name", "created_at"],
);
