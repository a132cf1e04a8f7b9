//! Choosing a file by click, keyboard or drop.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, File, HtmlInputElement};

use super::icon::{Icon, large};
use crate::tr;

#[component]
pub fn FilePicker(
    #[prop(into)] label: String,
    #[prop(into)] help: String,
    #[prop(optional)] accept: &'static str,
    #[prop(optional)] disabled: Signal<bool>,
    chosen: impl Fn(File) + 'static,
) -> impl IntoView {
    let over = RwSignal::new(false);
    let change = move |event: Event| {
        over.set(false);
        let Some(input) = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
        else {
            return;
        };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            chosen(file);
        }
        input.set_value("");
    };
    view! {
        <label class="file-drop" class:over=move || over.get()>
            {large(Icon::Upload)}
            <strong>{label.clone()}</strong>
            <span class="small">{tr!(common.file_choose)}</span>
            <span class="small muted">{help}</span>
            <input
                type="file"
                accept=accept
                aria-label=label
                disabled=move || disabled.get()
                data-testid="file-input"
                on:change=change
                on:dragenter=move |_| over.set(true)
                on:dragleave=move |_| over.set(false)
            />
        </label>
    }
}
