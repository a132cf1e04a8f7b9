//! Duties of the roles (2.2): how a deputy sums up the area, what a lead notes of talks with the team, what members tell and is answered.

pub mod feedback;
pub mod plan;
pub mod review;
pub mod talk;
