//! Service requests and complaints (5.1.5, 7.2.1): what waits, one request with its steps, the figures, the categories.

mod acts;
pub mod beside;
pub mod categories;
pub mod create;
pub mod detail;
mod edit;
mod end;
mod figures;
pub mod list;
mod words;
