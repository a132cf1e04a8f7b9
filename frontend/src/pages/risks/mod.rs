//! The risk register (5.2.4): the matrix, the list, one risk with its reviews.

mod acts;
pub mod detail;
mod form;
pub mod list;
mod matrix;
mod words;
