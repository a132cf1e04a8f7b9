//! Chapter 3: the workplace.

pub mod repair;
