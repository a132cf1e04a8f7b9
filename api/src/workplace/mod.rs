//! Chapter 3: the workplace.

pub mod booking;
pub mod conduct;
pub mod drill;
pub mod filing;
pub mod hazard;
pub mod place;
pub mod repair;
pub mod safety;
pub mod supply;
