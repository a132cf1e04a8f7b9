//! Area reviews (2.2.2): written, published, and what comes of them.

pub mod detail;
pub mod form;
pub mod list;
mod words;
