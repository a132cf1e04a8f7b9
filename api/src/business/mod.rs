//! Chapter 5: business.

pub mod activity;
pub mod case;
pub mod customer;
pub mod customer_event;
pub mod expansion;
pub mod follow_up;
pub mod incentive;
pub mod service;
pub mod shortfall;
pub mod target;
