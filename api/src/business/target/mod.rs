//! Targets (5.3.1): an indicator's amount for a period, broken down from the department to areas, teams and members, where children
//! sum exactly to their parent.

pub mod logic;
