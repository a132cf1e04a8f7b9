//! Modal dialogs and side sheets on the browser's own `<dialog>`: focus stays inside, Escape closes, focus returns.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::icon::{Icon, icon};
use crate::core::dom;
use crate::tr;

#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    #[prop(into)] title: String,
    /// Extra class: `wide`, or `sheet` for a panel at the side.
    #[prop(optional)]
    class: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let title = StoredValue::new(title);
    let children = StoredValue::new(children);
    move || {
        open.get().then(|| {
            let id = format!("dialog-{}", dom::unique());
            view! {
                <Modal open class=if class == "sheet" { "sheet" } else if class == "wide" { "dialog wide" } else { "dialog" } labelled=id.clone()>
                    <div class="dialog-head">
                        <h2 id=id.clone()>{title.get_value()}</h2>
                        <button
                            type="button"
                            class="btn quiet icon-only small"
                            aria-label=tr!(common.close)
                            on:click=move |_| open.set(false)
                        >
                            {icon(Icon::Close)}
                        </button>
                    </div>
                    <div class="dialog-body">{children.with_value(|children| children())}</div>
                </Modal>
            }
        })
    }
}

/// The bare modal element; closes by setting `open` to false.
#[component]
pub fn Modal(
    open: RwSignal<bool>,
    class: &'static str,
    #[prop(into)] labelled: String,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let before = document()
        .active_element()
        .and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let before = StoredValue::new_local(before);
    Effect::new(move || {
        if let Some(dialog) = node.get().filter(|dialog| !dialog.open()) {
            let _ = dialog.show_modal();
            // The first entry, not the cross beside the title.
            let first = dialog.query_selector(".dialog-body input:not([hidden]), .dialog-body select, .dialog-body textarea, .dialog-body .btn");
            if let Some(first) = first
                .ok()
                .flatten()
                .and_then(|element| element.dyn_into::<HtmlElement>().ok())
            {
                let _ = first.focus();
            }
        }
    });
    on_cleanup(move || {
        if let Some(element) = before.try_get_value().flatten() {
            let _ = element.focus();
        }
    });
    view! {
        <dialog node_ref=node class=class aria-labelledby=labelled on:close=move |_| open.set(false)>
            {children()}
        </dialog>
    }
}
