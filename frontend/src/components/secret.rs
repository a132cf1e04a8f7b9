//! A secret shown once, with a button to copy it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::icon::{Icon, small};
use super::toast::use_toasts;
use crate::core::dom;
use crate::tr;

#[component]
pub fn Secret(#[prop(into)] text: String, #[prop(into)] label: String) -> impl IntoView {
    let copied = RwSignal::new(false);
    let toasts = use_toasts();
    let value = text.clone();
    let copy = move |_| {
        let value = value.clone();
        spawn_local(async move {
            if dom::copy(&value).await {
                copied.set(true);
                toasts.good(tr!(common.copied));
            }
        });
    };
    view! {
        <div class="secret" role="group" aria-label=label>
            <code data-testid="secret">{text}</code>
            <button type="button" class="btn small" on:click=copy>
                {move || small(if copied.get() { Icon::Check } else { Icon::Copy })}
                {move || if copied.get() { tr!(common.copied) } else { tr!(common.copy) }}
            </button>
        </div>
    }
}
