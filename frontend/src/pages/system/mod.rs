//! Notifications, API keys and the department's settings.

pub mod keys;
pub mod notifications;
mod reach;
pub mod region;
pub mod settings;
pub mod webhooks;
