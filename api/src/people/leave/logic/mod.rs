//! The rules of leave, pure: no database, no clock. Lengths are half-days.

pub mod account;
pub mod entitlement;
pub mod rules;
pub mod span;
