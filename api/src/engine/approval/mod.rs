//! The approval engine: one mechanism for every matter that somebody else must decide (rules.md, invariants 1–5). A module declares
//! its matter ([`Matter`]) and calls [`submit`]; flows, deciders, delegation, escalation and the timeline are here.

mod case;
mod deadline;
mod decide;
mod delegation;
mod flow;
mod logic;
mod matter;
mod read;
mod resolve;
mod store;
mod tell;

pub use delegation::{stand_down, stand_in};
pub use matter::{Facts, Matter, NewApproval, Outcome};
pub use store::{plan, submit};
