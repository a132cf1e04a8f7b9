//! Employees (2.1): list, record, changes of place, documents, import.

mod acts;
pub mod create;
pub mod detail;
mod documents;
pub mod edit;
mod fields;
mod history;
pub mod import;
pub mod list;
mod profile;
