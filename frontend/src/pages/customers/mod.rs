//! Customers (5.1.3): list, record with family and policies, numbers behind their masks, hand-over.

pub mod acts;
pub mod create;
pub mod detail;
pub mod edit;
mod fields;
mod household;
pub mod list;
mod numbers;
mod profile;
mod rows;
mod similar;
mod transfer_many;
pub mod words;
