//! Shows a `Remote`: skeleton, failure with retry, or the record.

use leptos::prelude::*;

use super::{failure, skeleton};
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
