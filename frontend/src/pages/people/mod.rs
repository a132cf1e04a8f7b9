//! Employees (2.1): list, record, changes of place, documents, import.

pub mod create;
pub mod detail;
pub mod edit;
pub mod import;
pub mod list;
