//! Short confirmations at the bottom; they go by themselves and never carry the only copy of anything.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::failure;
use super::icon::{Icon, icon, small};
use crate::core::dom;
use crate::core::http::Failure;
use crate::tr;

#[derive(Clone, PartialEq)]
struct Toast {
    number: u32,
    text: String,
    bad: bool,
}

#[derive(Clone, Copy)]
pub struct Toasts(RwSignal<Vec<Toast>>);

impl Toasts {
    pub fn new() -> Toasts {
        Toasts(RwSignal::new(Vec::new()))
    }

    pub fn good(self, text: impl Into<String>) {
        self.show(text.into(), false, 4_000);
    }

    pub fn bad(self, text: impl Into<String>) {
        self.show(text.into(), true, 8_000);
    }

    pub fn failure(self, failure: &Failure) {
        self.bad(failure::words(failure));
    }

    fn show(self, text: String, bad: bool, stay: i32) {
        let number = dom::unique();
        self.0.update(|list| list.push(Toast { number, text, bad }));
        spawn_local(async move {
            dom::sleep(stay).await;
            self.hide(number);
        });
    }

    fn hide(self, number: u32) {
        self.0
            .try_update(|list| list.retain(|toast| toast.number != number));
    }
}

pub fn use_toasts() -> Toasts {
    expect_context::<Toasts>()
}

#[component]
pub fn ToastHost() -> impl IntoView {
    let toasts = use_toasts();
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.0.get() key=|toast| toast.number let:toast>
                <div class=if toast.bad { "toast bad" } else { "toast" }>
                    {icon(if toast.bad { Icon::Alert } else { Icon::Check })}
                    <span class="grow">{toast.text.clone()}</span>
                    <button type="button" aria-label=tr!(common.dismiss) on:click=move |_| toasts.hide(toast.number)>
                        {small(Icon::Close)}
                    </button>
                </div>
            </For>
        </div>
    }
}
