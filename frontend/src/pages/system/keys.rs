//! API keys: list, create (the secret shows once), revoke.

use contract::Action;
use contract::api_key::{ApiKey, CreatedApiKey, NewApiKey};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};

use super::reach;
use crate::components::choice::switch;
use crate::components::confirm::use_confirm;
use crate::components::dialog::Dialog;
use crate::components::field::{Field, checks};
use crate::components::icon::{Icon, icon};
use crate::components::secret::Secret;
use crate::components::table::{Column, table};
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{badge, banner, empty, form as view, page};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{http, time, words};
use crate::pages::org::opener;
use crate::tr;

/// The list, reachable from its cells.
#[derive(Clone, Copy)]
struct Keys(Listing<ApiKey>);

pub fn page() -> AnyView {
    let creating = opener(UrlState::here());
    let hide = RwSignal::new(true);
    let filters = Memo::new(move |_| {
        if hide.get() {
            vec![("revoked".to_owned(), "false".to_owned())]
        } else {
            Vec::new()
        }
    });
    let listing = Listing::<ApiKey>::new("/api-keys", filters.into());
    provide_context(Keys(listing));
    let columns = vec![
        Column::new(tr!(system.key_name), |key: &ApiKey| {
            view! { <strong>{key.name.clone()}</strong> }.into_any()
        }),
        Column::new(tr!(people.status), |key: &ApiKey| state(key)),
        Column::new(tr!(system.key_prefix), |key: &ApiKey| {
            view! { <code>{format!("{}…", key.prefix)}</code> }.into_any()
        }),
        Column::new(tr!(system.key_owner), |key: &ApiKey| {
            key.owner.name.clone().into_any()
        }),
        Column::new(tr!(system.key_actions), |key: &ApiKey| {
            tr!(system.key_more_actions, n = key.actions.len())
                .to_string()
                .into_any()
        }),
        Column::new(tr!(system.key_last_used), |key: &ApiKey| {
            key.last_used_at
                .map_or_else(|| tr!(system.key_never).to_owned(), time::ago)
                .into_any()
        }),
        Column::new(tr!(system.key_expires), |key: &ApiKey| {
            key.expires_at
                .map_or_else(|| tr!(common.none).to_owned(), time::last_day)
                .into_any()
        })
        .class("nowrap"),
        Column::new("", revoke).class("right bare"),
    ];
    let new = move || {
        view! { <button type="button" class="btn primary" data-testid="new-key" on:click=move |_| creating.set(true)>{icon(Icon::Plus)} {tr!(system.key_new)}</button> }
    };
    let none = move || {
        empty::empty(
            Icon::Key,
            tr!(system.keys_empty),
            tr!(system.keys_empty_text),
            new().into_any(),
        )
    };
    let body = view! {
        <div class="filters">{switch(tr!(system.key_hide_revoked), hide)}</div>
        {table(tr!(system.keys), listing, columns, None, false, none)}
        <Dialog open=creating title=tr!(system.key_new) class="wide">{create(listing, creating)}</Dialog>
    };
    page::page(
        Route::ApiKeys,
        tr!(system.keys),
        tr!(system.keys_sub),
        new.into_any(),
        body.into_any(),
    )
}

fn state(key: &ApiKey) -> AnyView {
    match (key.revoked_at, time::is_over(key.expires_at)) {
        (Some(_), _) => badge::status((tr!(system.key_revoked), "")),
        (None, true) => badge::status((tr!(system.key_expired), "warn")),
        (None, false) => badge::status((tr!(system.key_active), "good")),
    }
}

fn revoke(key: &ApiKey) -> AnyView {
    if key.revoked_at.is_some() || !key.allowed_actions.contains(&Action::ApiKeyManage) {
        return ().into_any();
    }
    let (confirm, toasts, Keys(listing)) = (use_confirm(), use_toasts(), expect_context::<Keys>());
    let (id, version, name) = (key.id, key.version, key.name.clone());
    let label = format!("{} {name}", tr!(system.key_revoke));
    let ask = move |_| {
        confirm.danger(
            tr!(system.key_revoke_title, name = name.clone()).to_string(),
            tr!(system.key_revoke_text),
            tr!(system.key_revoke),
            move || {
                spawn_local(async move {
                    match http::delete(format!("/api-keys/{id}"), Some(version)).await {
                        Ok(()) => {
                            toasts.good(tr!(system.key_revoked));
                            listing.reload();
                        }
                        Err(failure) => toasts.failure(&failure),
                    }
                });
            },
        );
    };
    view! { <button type="button" class="btn danger small" aria-label=label on:click=ask>{tr!(system.key_revoke)}</button> }.into_any()
}

fn create(listing: Listing<ApiKey>, open: RwSignal<bool>) -> AnyView {
    let made = RwSignal::new(None::<CreatedApiKey>);
    let me = use_session().me_now();
    let form = Form::new("new-key", json!({ "reach": "department" }));
    let submit = move || {
        let mut body = reach::body(form);
        if let Some(at) = body
            .get("expires_at")
            .and_then(Value::as_str)
            .and_then(|day| time::day_start(day, 1.0))
        {
            body["expires_at"] = Value::from(at);
        }
        let send = |body: Value, key| async move {
            http::post::<CreatedApiKey>("/api-keys", key, &body).await
        };
        form.submit(body, check::<NewApiKey>, send, move |key| {
            made.set(Some(key));
            listing.reload();
        });
    };
    // A key never has more than its owner: only what this person may do is offered.
    let actions: Vec<_> = me
        .iter()
        .flat_map(|me| &me.permissions)
        .map(|permission| {
            (
                permission.action.name().to_owned(),
                words::action(permission.action).to_owned(),
                permission.action.name().to_owned(),
            )
        })
        .collect();
    let actions = StoredValue::new(actions);
    (move || match made.get() {
        Some(key) => view! {
            <div class="stack">
                {banner::banner("warn", tr!(system.key_secret_text))}
                <Secret text=key.secret label=tr!(system.key_secret_title) />
                <div class="form-foot"><button type="button" class="btn primary" on:click=move |_| open.set(false)>{tr!(system.key_copied_done)}</button></div>
            </div>
        }
        .into_any(),
        None => {
            let fields = view! {
                <div class="form-grid">
                    {Field::new(form, "name", tr!(system.key_name)).required().help(tr!(system.key_name_help)).show()}
                    {Field::new(form, "expires_at", tr!(system.key_expires)).kind("date").min(time::today()).show()}
                    {reach::fields(form, "")}
                </div>
                {checks(form, "actions", tr!(system.key_actions), actions.get_value())}
            };
            view::frame(form, submit, None, fields.into_any(), view::submit(form, tr!(common.create)))
        }
    })
    .into_any()
}
