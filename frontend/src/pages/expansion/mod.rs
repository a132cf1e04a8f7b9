//! Expansion plans (5.1.1): what is to be won, by whom and through which channels, and how far it is.

pub mod create;
pub mod detail;
mod lines;
pub mod list;
mod words;
