//! Events for customers (5.1.5): what is ahead and what was held, who is invited, who came.

mod acts;
pub mod beside;
pub mod create;
pub mod detail;
mod guests;
mod invite;
pub mod list;
mod words;
