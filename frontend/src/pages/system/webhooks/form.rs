//! A webhook's fields, for a new one and for one that is there.

use contract::webhook::{CreatedWebhook, NewWebhook, Webhook, WebhookPatch};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

use super::super::reach;
use super::events;
use crate::components::banner;
use crate::components::field::Field;
use crate::components::form as view;
use crate::components::secret::Secret;
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::{Form, pick};
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::tr;

pub fn create() -> AnyView {
    let made = RwSignal::new(None::<CreatedWebhook>);
    let navigate = StoredValue::new(use_navigate());
    let form = Form::new("new-webhook", json!({ "reach": "department" }));
    let submit = move || {
        let send = |body: Value, key| async move {
            http::post::<CreatedWebhook>("/webhooks", key, &body).await
        };
        form.submit(reach::body(form), check::<NewWebhook>, send, move |one| {
            made.set(Some(one))
        });
    };
    (move || match made.get() {
        Some(one) => {
            let path = Route::Webhook(one.webhook.id).path();
            let done = move |_| navigate.with_value(|go| go(&path, Default::default()));
            view! {
                <div class="stack">
                    {secret(one.secret)}
                    <div class="form-foot"><button type="button" class="btn primary" data-testid="secret-kept" on:click=done>{tr!(system.key_copied_done)}</button></div>
                </div>
            }
            .into_any()
        }
        None => {
            let fields = view! {
                <div class="form-grid">
                    {fields(form)}
                    {reach::fields(form, tr!(system.hook_reach_help))}
                </div>
                {events::picker(form)}
            };
            view::frame(form, submit, None, fields.into_any(), view::submit(form, tr!(common.create)))
        }
    })
    .into_any()
}

/// A new secret, this once.
pub fn secret(text: String) -> AnyView {
    view! {
        {banner::banner("warn", tr!(system.hook_secret_text))}
        <Secret text label=tr!(system.hook_secret) />
    }
    .into_any()
}

pub fn change(record: Remote<Webhook>, hook: &Webhook, open: RwSignal<bool>) -> AnyView {
    let toasts = use_toasts();
    let (id, version) = (hook.id, hook.version);
    let start = pick(hook, &["name", "url", "events"]);
    let form = Form::new(format!("webhook-{id}"), start);
    let submit = move || {
        let send = move |body: Value, _| async move {
            http::patch::<Webhook>(format!("/webhooks/{id}"), version, &body).await
        };
        form.submit(form.patch(), check::<WebhookPatch>, send, move |now| {
            toasts.good(tr!(common.saved));
            open.set(false);
            record.put(now);
        });
    };
    let again = Callback::new(move |()| {
        open.set(false);
        record.reload();
    });
    let fields = view! { <div class="form-grid">{fields(form)}</div> {events::picker(form)} };
    view::frame(
        form,
        submit,
        Some(again),
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}

fn fields(form: Form) -> AnyView {
    view! {
        {Field::new(form, "name", tr!(system.key_name)).required().help(tr!(system.key_name_help)).show()}
        {Field::new(form, "url", tr!(system.hook_url)).required().kind("url").help(tr!(system.hook_url_help)).show()}
    }
    .into_any()
}
