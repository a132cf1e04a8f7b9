//! The risk register (5.2.4): risks with likelihood, impact and controls, each watched by somebody and looked at again by a day.

pub mod demo;
mod evidence;
mod review;
mod routes;
mod store;
mod write;

pub use evidence::{behind, evidence};
pub use routes::mount;

crate::versioned!(contract::risk::Risk);
crate::addressed!(contract::risk::Risk => "risks");
crate::csv_columns!(
    contract::risk::Risk => ["id", "title", "description", "controls", "likelihood", "impact", "score", "state", "next_review_on", "overdue",
        "owner.id", "owner.number", "owner.name", "team_id", "version", "created_at", "updated_at"],
    contract::risk::RiskReview => ["id", "likelihood", "impact", "note", "next_review_on", "by.id", "by.number", "by.name", "created_at"],
);
