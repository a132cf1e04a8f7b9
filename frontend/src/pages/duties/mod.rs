//! Duties (3.1 to 3.3): what is due, as a list, a calendar and a check-list for the phone; and which duties there are.

mod cadence;
mod calendar;
pub mod due;
pub mod edit;
mod items;
pub mod list;
pub mod occurrence;
pub mod plan;
mod plans;
mod queue;
mod rota;
mod sheet;
mod words;
