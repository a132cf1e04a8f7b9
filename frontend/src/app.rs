//! The root: session, language, router, and what stands above every page.

use leptos::prelude::*;
use leptos_router::WildcardSegment;
use leptos_router::components::{FlatRoutes, Route as Path, Router};
use leptos_router::hooks::{use_location, use_navigate};

use crate::components::confirm::{Confirm, ConfirmHost};
use crate::components::failure;
use crate::components::toast::{ToastHost, Toasts};
use crate::core::http::Failure;
use crate::core::locale;
use crate::core::routes::Route;
use crate::core::session::{Session, State};
use crate::{pages, shell};

#[component]
pub fn App() -> impl IntoView {
    let locale = locale::start();
    provide_context(Session::start(locale));
    provide_context(Toasts::new());
    provide_context(Confirm::new());
    view! {
        <Router>
            {move || {
                // Another language draws everything anew; see `core::locale`.
                locale.track();
                // One route that takes every address: `core::routes` knows the rest.
                view! {
                    <FlatRoutes fallback=|| ()>
                        <Path path=WildcardSegment("any") view=Root />
                    </FlatRoutes>
                }
            }}
        </Router>
    }
}

/// Which of the three faces to show; changes only with the session or between public and inner pages.
#[derive(Clone, Copy, PartialEq)]
enum Face {
    Wait,
    Unreachable,
    Public,
    Inner,
}

#[component]
fn Root() -> impl IntoView {
    let session = expect_context::<Session>();
    let location = use_location();
    let route = Memo::new(move |_| Route::parse(&location.pathname.get()));
    let navigate = use_navigate();
    let search = location.search;
    Effect::new(move || {
        let state = session.state.get();
        let at = route.get();
        if matches!(state, State::Out) && !at.public() {
            let to = if at == Route::MyDay {
                "/sign-in".to_owned()
            } else {
                format!("/sign-in?next={}", at.path())
            };
            navigate(&to, Default::default());
        }
        if matches!(state, State::In(_)) && at == Route::SignIn {
            let query = search.get_untracked();
            let next = query
                .trim_start_matches('?')
                .split('&')
                .find_map(|pair| pair.strip_prefix("next="));
            let next = next.map(|path| {
                js_sys::decode_uri_component(path)
                    .map(String::from)
                    .unwrap_or_default()
            });
            // Only an address of our own.
            let next = next
                .filter(|path| path.starts_with('/') && !path.starts_with("//"))
                .unwrap_or_else(|| "/".into());
            navigate(&next, Default::default());
        }
    });
    let face = Memo::new(move |_| {
        let public = route.get().public();
        session.state.with(|state| match state {
            _ if public => Face::Public,
            State::Starting => Face::Wait,
            State::Unreachable => Face::Unreachable,
            State::Out => Face::Wait,
            State::In(_) => Face::Inner,
        })
    });
    view! {
        {move || match face.get() {
            Face::Wait => view! { <div class="splash" aria-busy="true"></div> }.into_any(),
            Face::Unreachable => {
                view! { <main class="splash">{failure::panel(&Failure::Network, move || session.resume())}</main> }.into_any()
            }
            Face::Public => (move || pages::public(route.get())).into_any(),
            Face::Inner => view! { <shell::Shell route /> }.into_any(),
        }}
        <ToastHost />
        <ConfirmHost />
    }
}
