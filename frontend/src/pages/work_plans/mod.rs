//! Plans of the year (2.2.1, 2.2.3): goals with owners and progress, in published revisions.

pub mod detail;
pub mod form;
mod goals;
pub mod list;
mod words;
