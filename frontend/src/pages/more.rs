//! The phone's "more": the whole menu.

use leptos::prelude::*;

use crate::components::icon::{Icon, icon};
use crate::components::page;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::shell::nav;
use crate::tr;

pub fn page() -> AnyView {
    let session = use_session();
    let here = Memo::new(|_| Route::More);
    let body = view! {
        <nav class="stack" aria-label=tr!(common.menu)>
            {move || nav::groups(session, here)}
            <div class="nav-group">
                <a class="nav-link" href="/account">{icon(Icon::User)} <span>{tr!(nav.account)}</span></a>
                <button type="button" class="nav-link btn quiet" on:click=move |_| session.sign_out()>{icon(Icon::SignOut)} <span>{tr!(nav.sign_out)}</span></button>
            </div>
        </nav>
    };
    page::page(
        Route::More,
        tr!(common.more),
        "",
        ().into_any(),
        body.into_any(),
    )
}
