//! States and reasons in words.

use contract::webhook::{DeliveryError, DeliveryState, PauseReason, Webhook, WebhookState};

use crate::tr;

/// How it stands: failing while nothing arrives, though it is still tried.
pub fn state(hook: &Webhook) -> (&'static str, &'static str) {
    match (hook.state, hook.failing_since) {
        (WebhookState::Paused, _) if hook.paused_reason == Some(PauseReason::ByHand) => {
            (tr!(system.hook_paused), "")
        }
        (WebhookState::Paused, _) => (tr!(system.hook_paused), "bad"),
        (WebhookState::Active, Some(_)) => (tr!(system.hook_failing), "warn"),
        (WebhookState::Active, None) => (tr!(system.hook_active), "good"),
    }
}

pub fn reason(reason: PauseReason) -> &'static str {
    match reason {
        PauseReason::ByHand => tr!(system.hook_by_hand),
        PauseReason::Gone => tr!(system.hook_gone),
        PauseReason::Failing => tr!(system.hook_given_up),
    }
}

pub fn delivery(state: DeliveryState) -> (&'static str, &'static str) {
    match state {
        DeliveryState::Waiting => (tr!(system.delivery_waiting), "info"),
        DeliveryState::Delivered => (tr!(system.delivery_delivered), "good"),
        DeliveryState::Dead => (tr!(system.delivery_dead), "bad"),
    }
}

pub fn deliveries() -> Vec<(String, String)> {
    [
        ("waiting", DeliveryState::Waiting),
        ("delivered", DeliveryState::Delivered),
        ("dead", DeliveryState::Dead),
    ]
    .map(|(name, state)| (name.to_owned(), delivery(state).0.to_owned()))
    .to_vec()
}

/// Why the last try failed.
pub fn error(error: DeliveryError, status: Option<i64>) -> String {
    match (error, status) {
        (DeliveryError::Status, Some(status)) => {
            tr!(system.delivery_status, status = status).to_string()
        }
        (DeliveryError::Status, None) => tr!(system.delivery_no_status).into(),
        (DeliveryError::Timeout, _) => tr!(system.delivery_timeout).into(),
        (DeliveryError::Connection, _) => tr!(system.delivery_connection).into(),
        (DeliveryError::PrivateAddress, _) => tr!(system.delivery_private).into(),
        (DeliveryError::Owner, _) => tr!(system.delivery_owner).into(),
    }
}

/// What it subscribes to, in short.
pub fn events(hook: &Webhook) -> String {
    match hook.events.as_slice() {
        all if all.iter().any(|one| one == "*") => tr!(system.hook_all_events).into(),
        some => some.join(" · "),
    }
}
