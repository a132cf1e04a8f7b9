//! An act on something and what is said of it: one request, a word when it went well, the problem when not.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use crate::components::toast::use_toasts;
use crate::core::http;

/// Posts, and hands the answer on.
pub fn post<T: DeserializeOwned + 'static>(
    path: String,
    body: Value,
    then: impl Fn(T) + Clone + Send + Sync + 'static,
) -> Callback<()> {
    let toasts = use_toasts();
    let busy = StoredValue::new(false);
    Callback::new(move |()| {
        if busy.get_value() {
            return;
        }
        busy.set_value(true);
        let (path, body, then) = (path.clone(), body.clone(), then.clone());
        spawn_local(async move {
            match http::post::<T>(path, Uuid::new_v4(), &body).await {
                Ok(answer) => then(answer),
                Err(failure) => toasts.failure(&failure),
            }
            busy.try_set_value(false);
        });
    })
}
