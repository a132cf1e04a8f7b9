//! My account: profile, security, sessions, preferences.

pub mod preferences;
mod profile;
mod security;
mod sessions;

use leptos::prelude::*;

use crate::components::page;
use crate::components::tabs::tabs;
use crate::components::url_state::UrlState;
use crate::core::routes::Route;
use crate::tr;

pub fn page() -> AnyView {
    let url = UrlState::here();
    let sections = vec![
        ("profile", tr!(system.tab_profile)),
        ("security", tr!(system.tab_security)),
        ("sessions", tr!(system.tab_sessions)),
        ("preferences", tr!(system.tab_preferences)),
    ];
    let tab = Memo::new(move |_| url.get("tab"));
    let body = view! {
        {tabs(tr!(system.account), url, sections)}
        {move || match tab.get().as_str() {
            "security" => security::panel(),
            "sessions" => sessions::panel(),
            "preferences" => preferences::panel(),
            _ => profile::panel(),
        }}
    };
    page::narrow(
        Route::Account,
        tr!(system.account),
        tr!(system.account_sub),
        body.into_any(),
    )
}
