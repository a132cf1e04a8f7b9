//! The approval engine: one mechanism for every matter that somebody else must decide (rules.md, invariants 1–5). A module declares
//! its matter ([`Matter`]) and calls [`submit`]; flows, deciders, delegation, escalation and the timeline are here.
//!
//! `logic` and `case` are pure: with whom a step lies, and the transition table. `resolve` answers their questions about people,
//! `begin` starts a request, `store` locks, loads and keeps one, `tell` records what happened; the other files are one act each.

mod begin;
mod bulk;
mod case;
mod comment;
mod company;
mod data_routes;
mod day;
pub mod deadline;
mod decide;
mod delegation;
mod files;
mod flow;
mod follow;
mod list;
mod logic;
mod matter;
#[cfg(test)]
mod properties;
mod read;
mod resolve;
mod routes;
mod row;
mod shape;
mod step;
mod store;
mod tell;
mod text;
mod transfer;

pub use begin::{plan, submit};
pub use data_routes::{mount_delegations, mount_flows};
pub use day::day_items;
pub use deadline::place_then;
pub use decide::decide;
pub use delegation::{Named as NamedStandIn, stand_down, stand_in, stand_in_fits};
pub use follow::withdraw_all;
pub use matter::{Facts, Matter, NewApproval, Outcome};
pub use routes::mount;
pub use store::{hold_subjects, recounted};
pub use text::of as event_text;

crate::versioned!(
    contract::approval::Approval,
    contract::approval::ApprovalFlow,
    contract::approval::Delegation,
);
crate::addressed!(contract::approval::Delegation => "delegations");
crate::csv_columns!(
    contract::approval::Approval => ["id", "kind", "subject_id", "title", "state", "applicant.id", "applicant.number", "applicant.name",
        "created_by.id", "team_id", "team_name", "flow_version", "round", "days", "amount.amount", "amount.currency", "current_step.level",
        "current_step.holder.id", "current_step.holder.name", "current_step.due_at", "created_at", "updated_at", "decided_at", "clause", "version"],
    contract::approval::ApprovalFlow => ["kind", "title", "version", "steps", "note", "published_at", "published_by.id", "published_by.name"],
    contract::approval::Delegation => ["id", "delegator.id", "delegator.number", "delegator.name", "delegate.id", "delegate.number",
        "delegate.name", "starts_on", "ends_on", "kinds", "note", "leave_request_id", "revoked_at", "current", "version", "created_at"],
);
