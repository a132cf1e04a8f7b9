//! Safety equipment (3.3.2): the register, what wants attention first, and every inspection.

pub mod detail;
pub mod form;
pub mod list;
mod words;
