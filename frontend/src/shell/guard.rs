//! Unsaved entries: leaving asks first; the draft stays in the tab either way.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{BeforeUnloadEvent, Element, Event, HtmlAnchorElement, MouseEvent};

use crate::components::confirm::use_confirm;
use crate::core::form;
use crate::tr;

pub fn watch() {
    let closing = window_event_listener(leptos::ev::beforeunload, |event: BeforeUnloadEvent| {
        if form::unsaved() {
            event.prevent_default();
        }
    });
    let confirm = use_confirm();
    let navigate = use_navigate();
    // In the capture phase: before the router sees the click.
    let click = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        let Some(path) = link_away(&event).filter(|_| form::unsaved()) else {
            return;
        };
        event.prevent_default();
        event.stop_propagation();
        let navigate = navigate.clone();
        confirm.plain(
            tr!(common.leave_title),
            tr!(common.leave_text),
            tr!(common.leave),
            move || navigate(&path, Default::default()),
        );
    });
    let _ = document().add_event_listener_with_callback_and_bool(
        "click",
        click.as_ref().unchecked_ref(),
        true,
    );
    let click = StoredValue::new_local(click);
    on_cleanup(move || {
        closing.remove();
        click.with_value(|click| {
            let _ = document().remove_event_listener_with_callback_and_bool(
                "click",
                click.as_ref().unchecked_ref(),
                true,
            );
        });
    });
}

/// Path of a plain click on a link to another page of ours.
fn link_away(event: &Event) -> Option<String> {
    let mouse = event.dyn_ref::<MouseEvent>()?;
    if mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key() || mouse.button() != 0 {
        return None;
    }
    let element = event.target()?.dyn_into::<Element>().ok()?;
    let link = element
        .closest("a[href]")
        .ok()
        .flatten()?
        .dyn_into::<HtmlAnchorElement>()
        .ok()?;
    let location = window().location();
    let elsewhere = link.pathname() != location.pathname().unwrap_or_default();
    let ours = link.origin() == location.origin().unwrap_or_default() && link.target().is_empty();
    (ours && elsewhere).then(|| format!("{}{}{}", link.pathname(), link.search(), link.hash()))
}
