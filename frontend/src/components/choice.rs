//! One of a few, and on or off.

use leptos::prelude::*;

/// Segmented buttons; `now` is tracked.
pub fn segmented<T: Copy + PartialEq + Send + Sync + 'static>(
    label: &'static str,
    options: Vec<(T, &'static str)>,
    now: impl Fn() -> T + Copy + Send + Sync + 'static,
    choose: impl Fn(T) + Copy + 'static,
) -> AnyView {
    view! {
        <div class="segmented" role="group" aria-label=label>
            {options
                .into_iter()
                .map(|(value, text)| {
                    view! {
                        <button type="button" aria-pressed=move || (now() == value).to_string() on:click=move |_| choose(value)>
                            {text}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
    .into_any()
}

pub fn switch(label: impl Into<String>, on: RwSignal<bool>) -> AnyView {
    view! {
        <button
            type="button"
            class="switch"
            role="switch"
            aria-checked=move || on.get().to_string()
            on:click=move |_| on.update(|on| *on = !*on)
        >
            <span class="track" aria-hidden="true"></span>
            <span>{label.into()}</span>
        </button>
    }
    .into_any()
}
