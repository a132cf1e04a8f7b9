//! A button with a list of actions: arrows move, Escape and a click elsewhere close.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlElement, KeyboardEvent, Node};

#[component]
pub fn Menu(
    #[prop(into)] label: String,
    #[prop(default = "btn quiet icon-only")] class: &'static str,
    #[prop(optional, into)] testid: String,
    face: AnyView,
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let children = StoredValue::new(children);
    let left = move |event: FocusEvent| {
        let target = event
            .related_target()
            .and_then(|target| target.dyn_into::<Node>().ok());
        // The page may be gone by the time the focus moves.
        let Some(Some(root)) = root.try_get_untracked() else {
            return;
        };
        let inside = root.contains(target.as_ref());
        if !inside {
            open.try_set(false);
        }
    };
    let key = move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" if open.get() => {
            event.stop_propagation();
            open.set(false);
            if let Some(button) = button.get() {
                let _ = button.focus();
            }
        }
        "ArrowDown" => {
            event.prevent_default();
            open.set(true);
            request_animation_frame(move || step(root, 1));
        }
        "ArrowUp" if open.get() => {
            event.prevent_default();
            step(root, -1);
        }
        _ => {}
    };
    view! {
        <div class="menu" node_ref=root on:focusout=left on:keydown=key>
            <button
                type="button"
                node_ref=button
                class=class
                aria-label=label
                aria-haspopup="true"
                aria-expanded=move || open.get().to_string()
                data-testid=testid
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {face}
            </button>
            {move || {
                open.get()
                    .then(|| {
                        view! {
                            <div class="menu-list" tabindex="-1" on:click=move |_| open.set(false)>
                                {children.with_value(|children| children())}
                            </div>
                        }
                    })
            }}
        </div>
    }
}

/// Moves the focus among the entries, around the ends.
fn step(root: NodeRef<html::Div>, by: i32) {
    let Some(list) = root.get_untracked().and_then(|root| {
        root.query_selector_all(".menu-list a, .menu-list button")
            .ok()
    }) else {
        return;
    };
    let count = list.length() as i32;
    if count == 0 {
        return;
    }
    let active = document().active_element();
    let at = (0..count)
        .find(|i| list.item(*i as u32).as_ref() == active.as_ref().map(AsRef::as_ref))
        .unwrap_or(-1);
    let next = if at < 0 && by < 0 {
        count - 1
    } else {
        (at + by).rem_euclid(count)
    };
    if let Some(element) = list
        .item(next as u32)
        .and_then(|node| node.dyn_into::<HtmlElement>().ok())
    {
        let _ = element.focus();
    }
}
