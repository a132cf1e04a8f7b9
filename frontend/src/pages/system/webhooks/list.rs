//! Webhooks of the department.

use contract::webhook::Webhook;
use leptos::prelude::*;

use super::{form, words};
use crate::components::dialog::Dialog;
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, page};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::time;
use crate::pages::org::opener;
use crate::tr;

pub fn page() -> AnyView {
    let creating = opener(UrlState::here());
    let listing = Listing::<Webhook>::of("/webhooks");
    // A dialog that is left behind may have made one.
    Effect::new(move |before: Option<bool>| {
        let open = creating.get();
        if before == Some(true) && !open {
            listing.reload();
        }
        open
    });
    let columns = vec![
        Column::new(tr!(system.key_name), |hook: &Webhook| {
            let face = view! { <strong>{hook.name.clone()}</strong> };
            main_link(Route::Webhook(hook.id).path(), face.into_any())
        }),
        Column::new(tr!(common.status), |hook: &Webhook| {
            badge::status(words::state(hook))
        }),
        Column::new(tr!(system.hook_url), |hook: &Webhook| {
            view! { <code class="small">{hook.url.clone()}</code> }.into_any()
        }),
        Column::new(tr!(system.hook_events), |hook: &Webhook| {
            view! { <span class="small">{words::events(hook)}</span> }.into_any()
        }),
        Column::new(tr!(system.hook_last), |hook: &Webhook| {
            hook.last_success_at
                .map_or_else(|| tr!(system.key_never).to_owned(), time::ago)
                .into_any()
        })
        .class("nowrap"),
        Column::new(tr!(system.delivery_waiting), |hook: &Webhook| {
            hook.waiting_count.into_any()
        })
        .class("num"),
        Column::new(tr!(system.delivery_dead), |hook: &Webhook| {
            hook.dead_count.into_any()
        })
        .class("num"),
    ];
    let new = move || {
        view! { <button type="button" class="btn primary" data-testid="new-webhook" on:click=move |_| creating.set(true)>{icon(Icon::Plus)} {tr!(system.hook_new)}</button> }
    };
    let none = move || {
        empty::empty(
            Icon::Send,
            tr!(system.hooks_empty),
            tr!(system.hooks_empty_text),
            new().into_any(),
        )
    };
    let body = view! {
        {table(tr!(system.hooks), listing, columns, None, true, none)}
        <Dialog open=creating title=tr!(system.hook_new) class="wide">{form::create()}</Dialog>
    };
    page::page(
        Route::Webhooks,
        tr!(system.hooks),
        tr!(system.hooks_sub),
        new.into_any(),
        body.into_any(),
    )
}
