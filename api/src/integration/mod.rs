//! What other programs read and are told: calendar feeds, webhooks.

pub mod feed;
pub mod webhook;
