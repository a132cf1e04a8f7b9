//! Rooms (3.2): who has which when, how they are prepared and left, and the register of places.

mod acts;
mod calendar;
pub mod create;
pub mod detail;
pub mod list;
pub mod place;
pub mod places;
mod words;
