//! Organization (2.1): teams, areas, the chart, roles; who may do what, and who did it.

pub mod area;
pub mod areas;
pub mod assignments;
pub mod audit;
pub mod audit_entry;
pub mod options;
pub mod rules;
pub mod team;
pub mod teams;
pub mod tree;
