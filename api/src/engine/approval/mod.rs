//! The approval engine: one mechanism for every matter that somebody else must decide (rules.md, invariants 1–5). A module declares
//! its matter ([`Matter`]) and calls [`submit`]; flows, deciders, delegation, escalation and the timeline are here.

mod matter;
mod store;

pub use matter::{Facts, Matter, NewApproval, Outcome};
pub use store::{plan, submit};
