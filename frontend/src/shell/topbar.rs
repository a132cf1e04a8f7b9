//! Search, notifications and the person's own menu.

use leptos::prelude::*;

use super::nav::{mark, unread};
use crate::components::avatar;
use crate::components::icon::{Icon, icon};
use crate::components::menu::Menu;
use crate::core::session::{Session, use_session};
use crate::core::words;
use crate::pages::account::preferences;
use crate::tr;

pub fn topbar(palette: RwSignal<bool>) -> AnyView {
    let session = use_session();
    view! {
        <header class="topbar">
            <a class="brand only-phone" href="/" aria-label=tr!(nav.my_day)>{mark()}</a>
            <button type="button" class="search-button" data-testid="open-palette" on:click=move |_| palette.set(true)>
                {icon(Icon::Search)}
                <span>{tr!(nav.search_hint)}</span>
                <kbd aria-hidden="true">"Ctrl K"</kbd>
            </button>
            <span class="grow"></span>
            {preferences::language_menu()}
            <a class="btn quiet icon-only bell" href="/notifications">
                <span class="sr">{tr!(nav.notifications)}</span>
                {icon(Icon::Bell)}
                {move || unread(session)}
            </a>
            {move || person_menu(session)}
        </header>
    }
    .into_any()
}

fn person_menu(session: Session) -> Option<AnyView> {
    let me = session.me()?;
    let role = me.role.map(words::role).unwrap_or_default();
    let place = me
        .team_name
        .clone()
        .or(me.area_name.clone())
        .unwrap_or_default();
    let (name, face) = (me.name.clone(), avatar::avatar(&me.name));
    let menu = view! {
        <Menu label=tr!(nav.account) face=face testid="account-menu">
            <div class="menu-head">
                <strong>{name.clone()}</strong>
                <div class="small muted">{format!("{role} {place}")}</div>
            </div>
            <a href="/account" data-testid="nav-account">{icon(Icon::User)} {tr!(nav.account)}</a>
            <a href="/account?tab=preferences">{icon(Icon::Sun)} {tr!(common.theme)}</a>
            <hr />
            <button type="button" data-testid="sign-out" on:click=move |_| session.sign_out()>{icon(Icon::SignOut)} {tr!(nav.sign_out)}</button>
        </Menu>
    };
    Some(menu.into_any())
}
