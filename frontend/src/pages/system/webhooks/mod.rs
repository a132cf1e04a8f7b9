//! Webhooks: where events are posted to, and every event on its way there.

mod act;
mod deliveries;
pub mod detail;
mod events;
mod form;
pub mod list;
mod words;
