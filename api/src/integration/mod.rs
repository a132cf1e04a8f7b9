//! What other programs read and write: calendar feeds.

pub mod feed;
