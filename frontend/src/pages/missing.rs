//! An address without a page, or a page that this person may not see.

use leptos::prelude::*;

use crate::components::empty::empty;
use crate::components::icon::Icon;
use crate::components::page;
use crate::core::routes::Route;
use crate::tr;

pub fn page() -> AnyView {
    let home = view! { <a class="btn primary" href="/">{tr!(common.go_home)}</a> }.into_any();
    let body = view! { <div class="card">{empty(Icon::Search, tr!(common.not_found_title), tr!(common.not_found_text), home)}</div> };
    page::page(
        Route::NotFound,
        tr!(common.not_found_title),
        "",
        ().into_any(),
        body.into_any(),
    )
}
