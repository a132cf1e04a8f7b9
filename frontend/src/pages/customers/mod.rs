//! Customers (5.1.3): list, record with family and policies, numbers behind their masks, hand-over.

pub mod acts;
mod contacts;
pub mod create;
pub mod detail;
mod duplicates;
pub mod edit;
mod fields;
mod household;
pub mod list;
mod merge;
mod numbers;
mod profile;
mod rows;
mod similar;
mod transfer_many;
pub mod words;
