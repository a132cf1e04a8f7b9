//! The regulation, procedures and emergency plans (1, 2.2.2, 3.3.5): read, acknowledged, and for those who write them the next version.

pub mod detail;
mod form;
pub mod list;
mod reading;
mod section;
mod watch;
mod words;
mod writing;

pub use form::new;
