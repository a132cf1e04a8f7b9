//! Activities and follow-up (5.1.2, 5.1.4): who is due, what was done, the cadence, and the quick log that is reached from each.

mod cadence;
pub mod due;
pub mod list;
mod load;
pub mod log;
pub mod timeline;
pub mod words;
