//! Cases (5.2.1): one sale for one customer through the five stages of the regulation. A case leaves a stage only when what the
//! department asks for there is complete and no risk flag is open (5.2.4); every move is kept; a case is closed as won or lost.

pub mod demo;
mod evidence;
mod flag;
pub mod inspection;
mod logic;
pub mod manual;
mod moves;
mod pipeline;
pub mod risk;
mod routes;
mod stage;
mod stage_routes;
mod store;
mod text;
mod transfer;
mod write;

pub use evidence::{behind, evidence};
pub use routes::mount;
pub use stage_routes::{mount_flags, mount_stages};
pub use text::event as event_text;
pub use write::customer_merged;

crate::versioned!(
    contract::case::Case,
    contract::case::CaseStage,
    contract::case::CaseFlag,
);
crate::addressed!(
    contract::case::Case => "cases",
    contract::case::CaseFlag => "case-flags",
);
crate::csv_columns!(
    contract::case::Case => ["id", "customer.id", "customer.name", "stage", "state", "product", "expected_premium.amount",
        "expected_premium.currency", "expected_close_on", "next_step", "missing", "stuck", "open_flags", "lost_reason", "stage_since",
        "closed_at", "owner.id", "owner.number", "owner.name", "team_id", "version", "created_at", "updated_at"],
    contract::case::CaseMove => ["id", "kind", "from", "to", "stage_version", "note", "by.id", "by.number", "by.name", "created_at"],
    contract::case::CaseFlag => ["id", "case_id", "reason", "raised_by.name", "cleared_by.name", "cleared_at", "clearing_note", "version",
        "created_at"],
);
