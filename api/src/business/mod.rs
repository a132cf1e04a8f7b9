//! Chapter 5: business.

pub mod case;
pub mod customer;
