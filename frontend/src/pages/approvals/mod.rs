//! Approvals (rules.md, invariants 1–5): the inbox, one decision with what matters for it, stand-ins, and the flows as data.

mod acts;
mod bulk;
pub mod delegations;
pub mod detail;
pub mod files;
pub mod flow;
mod flow_step;
pub mod flows;
pub mod inbox;
mod steps;
mod timeline;
pub mod words;
pub use steps::planned;
