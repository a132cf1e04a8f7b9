//! Leave (4.4.2, 4.4.4): what I have, asking for it, who is away; the types, the ledger and the holidays behind it.

pub mod absences;
mod balances;
pub mod calendar;
pub mod detail;
mod edit;
pub mod feeds;
mod fields;
pub mod ledger;
mod ledger_acts;
pub mod mine;
mod quote;
pub mod request;
pub mod type_form;
pub mod types;
pub mod words;
