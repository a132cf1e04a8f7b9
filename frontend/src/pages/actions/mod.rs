//! Action items: what came of a drill or a review; beside it, in a list of their own, and one by one.

mod beside;
pub mod detail;
pub mod list;
mod words;

pub use beside::of;
