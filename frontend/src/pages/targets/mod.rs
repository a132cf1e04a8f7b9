//! Targets (5.3.1) and what was attained of them (5.3.2): the tree with live sums, its picture and revisions; the dashboard with trend and ranking; whoever fell short (5.3.4).

pub mod attainment;
mod bars;
mod create;
pub mod detail;
mod edit;
mod history;
pub mod list;
mod picture;
mod rows;
pub mod shortfall;
pub mod shortfalls;
mod trend;
pub mod words;
