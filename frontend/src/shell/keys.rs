//! Keyboard everywhere: Ctrl-K palette, J/K through rows, ? for help. Silent while typing or composing.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use crate::components::description;
use crate::components::dialog::Dialog;
use crate::tr;

pub fn listen(palette: RwSignal<bool>, help: RwSignal<bool>) {
    let handle = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let key = event.key().to_lowercase();
        if (event.ctrl_key() || event.meta_key()) && key == "k" {
            event.prevent_default();
            palette.update(|open| *open = !*open);
            return;
        }
        if event.ctrl_key()
            || event.meta_key()
            || event.alt_key()
            || typing()
            || palette.get_untracked()
        {
            return;
        }
        match key.as_str() {
            "j" => step(1),
            "k" => step(-1),
            "?" => help.set(true),
            "/" => {
                if let Ok(Some(search)) = document().query_selector("[data-testid=search]") {
                    event.prevent_default();
                    let _ = search.unchecked_into::<HtmlElement>().focus();
                }
            }
            _ => {}
        }
    });
    on_cleanup(move || handle.remove());
}

fn typing() -> bool {
    document().active_element().is_some_and(|element: Element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.closest("dialog").ok().flatten().is_some()
    })
}

fn step(by: i32) {
    let Ok(rows) = document().query_selector_all(".main-link, .rows > a") else {
        return;
    };
    let count = rows.length() as i32;
    let active = document().active_element();
    let at =
        (0..count).find(|i| rows.item(*i as u32).as_ref() == active.as_ref().map(AsRef::as_ref));
    let next = at.map_or(0, |at| (at + by).clamp(0, count - 1));
    if let Some(row) = rows.item(next as u32) {
        let _ = row.unchecked_into::<HtmlElement>().focus();
    }
}

pub fn help(open: RwSignal<bool>) -> AnyView {
    view! {
        <Dialog open title=tr!(nav.shortcuts)>
            {description::list(vec![
                (tr!(nav.shortcut_palette), keys(&["Ctrl", "K"])),
                (tr!(common.search), keys(&["/"])),
                (tr!(nav.shortcut_next), keys(&["J", "K"])),
                (tr!(nav.shortcut_open), keys(&["Enter"])),
                (tr!(nav.shortcut_help), keys(&["?"])),
            ])}
        </Dialog>
    }
    .into_any()
}

fn keys(names: &[&'static str]) -> AnyView {
    view! { <span class="row tight">{names.iter().map(|name| view! { <kbd>{*name}</kbd> }).collect_view()}</span> }.into_any()
}
