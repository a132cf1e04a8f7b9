//! Calendar feeds: addresses that calendar programs read, each shown once and revocable.

use contract::calendar::{CalendarFeed, CreatedCalendarFeed, NewCalendarFeed};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};

use crate::components::confirm::use_confirm;
use crate::components::crumbs::crumbs;
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::icon::{Icon, icon};
use crate::components::secret::Secret;
use crate::components::table::{Column, table};
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{banner, empty, form as view, page};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::{http, time};
use crate::pages::org::opener;
use crate::tr;

/// The list, reachable from its cells.
#[derive(Clone, Copy)]
struct Feeds(Listing<CalendarFeed>);

pub fn page() -> AnyView {
    let creating = opener(UrlState::here());
    let listing = Listing::<CalendarFeed>::of("/calendar-feeds");
    provide_context(Feeds(listing));
    let columns = vec![
        Column::new(tr!(leave.feed_name), |one: &CalendarFeed| {
            view! { <strong>{one.name.clone()}</strong> }.into_any()
        }),
        Column::new(tr!(leave.feed_used), |one: &CalendarFeed| {
            one.last_used_at
                .map_or_else(|| tr!(leave.feed_never).to_owned(), time::ago)
                .into_any()
        }),
        Column::new(tr!(leave.feed_created), |one: &CalendarFeed| {
            time::instant_date(one.created_at).into_any()
        }),
        Column::new("", revoke).class("right bare"),
    ];
    let new = move || {
        view! { <button type="button" class="btn primary" data-testid="new-feed" on:click=move |_| creating.set(true)>{icon(Icon::Plus)} {tr!(leave.feed_new)}</button> }
    };
    let none = move || {
        empty::empty(
            Icon::Calendar,
            tr!(leave.feeds_empty),
            tr!(leave.feeds_empty_text),
            new().into_any(),
        )
    };
    let body = view! {
        {crumbs(vec![(tr!(leave.title).into(), Route::Leave.path())])}
        {table(tr!(leave.feeds), listing, columns, None, false, none)}
        <Dialog open=creating title=tr!(leave.feed_new)>{create(listing, creating)}</Dialog>
    };
    page::page(
        Route::CalendarFeeds,
        tr!(leave.feeds),
        tr!(leave.feeds_sub),
        new().into_any(),
        body.into_any(),
    )
}

fn create(listing: Listing<CalendarFeed>, open: RwSignal<bool>) -> AnyView {
    let made = RwSignal::new(None::<CreatedCalendarFeed>);
    let form = Form::new("new-feed", json!({}));
    let submit = move || {
        let send = |body: Value, key| async move {
            http::post::<CreatedCalendarFeed>("/calendar-feeds", key, &body).await
        };
        form.submit(form.body(), check::<NewCalendarFeed>, send, move |feed| {
            made.set(Some(feed));
            listing.reload();
        });
    };
    (move || match made.get() {
        Some(feed) => {
            let origin = window().location().origin().unwrap_or_default();
            view! {
                <div class="stack">
                    {banner::banner("warn", tr!(leave.feed_once))}
                    <Secret text=format!("{origin}{}", feed.path) label=tr!(leave.feed_address) />
                    <div class="form-foot"><button type="button" class="btn primary" on:click=move |_| open.set(false)>{tr!(system.key_copied_done)}</button></div>
                </div>
            }
            .into_any()
        }
        None => {
            let name = Field::new(form, "name", tr!(leave.feed_name)).required().help(tr!(leave.feed_name_help)).show();
            view::frame(form, submit, None, name, view::submit(form, tr!(common.create)))
        }
    })
    .into_any()
}

fn revoke(one: &CalendarFeed) -> AnyView {
    let Some(Feeds(listing)) = use_context::<Feeds>() else {
        return ().into_any();
    };
    let (confirm, toasts) = (use_confirm(), use_toasts());
    let (id, name) = (one.id, one.name.clone());
    let label = format!("{} {name}", tr!(system.key_revoke));
    let send = move || {
        spawn_local(async move {
            match http::delete(format!("/calendar-feeds/{id}"), None).await {
                Ok(()) => {
                    toasts.good(tr!(system.key_revoked));
                    listing.reload();
                }
                Err(failure) => toasts.failure(&failure),
            }
        });
    };
    let ask = move |_| {
        confirm.danger(
            tr!(leave.feed_revoke_title, name = name.clone()).to_string(),
            tr!(leave.feed_revoke_text),
            tr!(system.key_revoke),
            send,
        );
    };
    view! { <button type="button" class="btn danger small" aria-label=label on:click=ask>{tr!(system.key_revoke)}</button> }.into_any()
}
