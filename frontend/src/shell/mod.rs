//! The frame around every inner page: navigation, top bar, notifications, keyboard.

mod guard;
mod keys;
pub mod nav;
mod tabbar;
mod topbar;

use leptos::prelude::*;

use crate::components::palette::Palette;
use crate::components::toast::use_toasts;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{dom, stream};
use crate::pages;
use crate::tr;

#[component]
pub fn Shell(route: Memo<Route>) -> impl IntoView {
    let session = use_session();
    let palette = RwSignal::new(false);
    let help = RwSignal::new(false);
    keys::listen(palette, help);
    guard::watch();
    let toasts = use_toasts();
    stream::follow(session, move |notification| {
        session.unread.update(|unread| *unread += 1);
        toasts.good(notification.title);
    });
    pages::prefetch();
    let online = online();
    // A new page starts at its top, for eyes and screen readers alike.
    Effect::new(move |before: Option<Route>| {
        let now = route.get();
        if before.is_some_and(|before| before != now) {
            window().scroll_to_with_x_and_y(0.0, 0.0);
            dom::focus("content");
        }
        now
    });
    view! {
        <div class="shell">
            <a class="skip" href="#content" on:click=move |event| {
                event.prevent_default();
                dom::focus("content");
            }>{tr!(common.skip)}</a>
            {nav::sidebar(route)}
            <div>
                {topbar::topbar(palette)}
                {move || (!online.get()).then(|| view! { <p class="offline" role="status">{tr!(common.offline)}</p> })}
                <main id="content" tabindex="-1">{move || pages::inner(route.get())}</main>
            </div>
            {tabbar::tabbar(route)}
        </div>
        <Palette open=palette />
        {keys::help(help)}
    }
}

fn online() -> RwSignal<bool> {
    let online = RwSignal::new(window().navigator().on_line());
    let up = window_event_listener(leptos::ev::online, move |_| online.set(true));
    let down = window_event_listener(leptos::ev::offline, move |_| online.set(false));
    on_cleanup(move || {
        up.remove();
        down.remove();
    });
    online
}
