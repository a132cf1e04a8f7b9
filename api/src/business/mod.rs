//! Chapter 5: business.

pub mod customer;
pub mod target;
