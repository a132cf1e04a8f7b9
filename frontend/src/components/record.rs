//! Shows a `Remote`: skeleton, failure with retry, or the record.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use uuid::Uuid;

use super::toast::Toasts;
use super::{failure, skeleton};
use crate::core::http;
use crate::core::remote::Remote;

pub fn show<T: Clone + Send + Sync + 'static>(
    remote: Remote<T>,
    view: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    (move || match remote.value.get() {
        None => skeleton::card(),
        // Drawn anew when another record arrives, not when a form on it changes.
        Some(Ok(record)) => untrack(|| view(record)),
        Some(Err(problem)) => failure::panel(&problem, move || remote.reload()),
    })
    .into_any()
}

/// An act on a record that needs no form: sent under the version that is shown, said in a toast, and the record fetched again.
pub fn act<T: Clone + Send + Sync + 'static>(
    record: Remote<T>,
    toasts: Toasts,
    to: (String, i64),
    body: Value,
    done: &'static str,
) {
    send(toasts, to, body, move || {
        toasts.good(done);
        record.reload();
    });
}

/// The same where something else is to be said or fetched afterwards.
pub fn send(
    toasts: Toasts,
    (path, version): (String, i64),
    body: Value,
    after: impl FnOnce() + 'static,
) {
    spawn_local(async move {
        let call = http::Call::post(path, Uuid::new_v4());
        match call.json(&body).version(version).done().await {
            Ok(()) => after(),
            Err(failure) => toasts.failure(&failure),
        }
    });
}
