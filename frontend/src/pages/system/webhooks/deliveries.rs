//! Deliveries of one webhook: what was posted, when, and what the other side said.

use contract::webhook::{DeliveryState, WebhookDelivery};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{act, words};
use crate::components::description::{list, text};
use crate::components::dialog::Dialog;
use crate::components::icon::Icon;
use crate::components::record::show;
use crate::components::table::{Column, table};
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, filters};
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::{http, time};
use crate::pages::org::audit_words;
use crate::tr;

/// The delivery that is looked at, and whether it is now.
#[derive(Clone, Copy)]
struct Looked(RwSignal<Option<Uuid>>, RwSignal<bool>);

pub fn listing(webhook: Uuid) -> Listing<WebhookDelivery> {
    let url = UrlState::here();
    let filters = Memo::new(move |_| {
        let mut pairs = vec![("webhook_id".to_owned(), webhook.to_string())];
        let state = url.get("state");
        if !state.is_empty() {
            pairs.push(("state".to_owned(), state));
        }
        pairs
    });
    Listing::new("/webhook-deliveries", filters.into())
}

pub fn card(listing: Listing<WebhookDelivery>) -> AnyView {
    let url = UrlState::here();
    let (looked, open) = (RwSignal::new(None::<Uuid>), RwSignal::new(false));
    provide_context(Looked(looked, open));
    let columns = vec![
        Column::new(tr!(org.audit_event), event),
        Column::new(tr!(common.status), |one: &WebhookDelivery| {
            badge::status(words::delivery(one.state))
        }),
        Column::new(tr!(system.delivery_tries), |one: &WebhookDelivery| {
            one.attempts.into_any()
        })
        .class("num"),
        Column::new(tr!(system.delivery_answer), answer),
        Column::new(tr!(org.audit_when), |one: &WebhookDelivery| {
            time::instant(one.created_at).into_any()
        })
        .class("nowrap"),
    ];
    let none = || {
        empty::plain(
            Icon::Send,
            tr!(system.deliveries_empty),
            tr!(system.deliveries_empty_text),
        )
    };
    view! {
        <section class="stack" aria-labelledby="deliveries">
            <div class="filters">
                <h2 id="deliveries" class="grow">{tr!(system.deliveries)}</h2>
                {filters::pick(url, "state", tr!(common.status), Signal::stored(words::deliveries()))}
                <button type="button" class="btn small" data-testid="reload" on:click=move |_| listing.reload()>{tr!(common.reload)}</button>
                {filters::export(move || listing.export_path(), "webhook-deliveries")}
            </div>
            {table(tr!(system.deliveries), listing, columns, None, true, none)}
            <Dialog open title=tr!(system.delivery) class="wide">{looked.get_untracked().map(|id| one(listing, id, open))}</Dialog>
        </section>
    }
    .into_any()
}

fn event(one: &WebhookDelivery) -> AnyView {
    let (id, Looked(looked, open)) = (one.id, expect_context::<Looked>());
    let text = audit_words::event(&one.event).map_or_else(|| test(&one.event), str::to_owned);
    let look = move |_| {
        looked.set(Some(id));
        open.set(true);
    };
    view! { <button type="button" class="link-btn main-link" data-testid="delivery" on:click=look>{text}</button> }.into_any()
}

fn test(event: &str) -> String {
    match event {
        "webhook.test" => tr!(system.delivery_test).into(),
        other => other.to_owned(),
    }
}

fn answer(one: &WebhookDelivery) -> AnyView {
    match (one.last_error, one.last_status) {
        (Some(error), status) => words::error(error, status).into_any(),
        (None, Some(status)) => status.into_any(),
        (None, None) => tr!(common.none).into_any(),
    }
}

fn one(listing: Listing<WebhookDelivery>, id: Uuid, open: RwSignal<bool>) -> AnyView {
    let record =
        Remote::new(move || http::get::<WebhookDelivery>(format!("/webhook-deliveries/{id}")));
    show(record, move |one| view(listing, one, open))
}

fn view(listing: Listing<WebhookDelivery>, one: WebhookDelivery, open: RwSignal<bool>) -> AnyView {
    let toasts = use_toasts();
    let replay = act::post(
        format!("/webhook-deliveries/{}/replays", one.id),
        json!({}),
        move |_: WebhookDelivery| {
            toasts.good(tr!(system.hook_replayed, n = 1).to_string());
            open.set(false);
            listing.reload();
        },
    );
    let facts = list(vec![
        (
            tr!(common.status),
            badge::status(words::delivery(one.state)),
        ),
        (
            tr!(org.audit_event),
            view! { <code class="small">{one.event.clone()}</code> }.into_any(),
        ),
        (
            "webhook-id",
            view! { <code class="small">{one.event_id.to_string()}</code> }.into_any(),
        ),
        (tr!(system.delivery_tries), one.attempts.into_any()),
        (tr!(system.delivery_answer), answer(&one)),
        (
            tr!(system.delivery_next),
            text(one.next_at.map(time::instant)),
        ),
        (
            tr!(system.delivery_last),
            text(one.last_at.map(time::instant)),
        ),
    ]);
    // As it goes over the wire, but with lines.
    let body = one.body.clone().unwrap_or_default();
    let body = serde_json::from_str::<Value>(&body)
        .and_then(|value| serde_json::to_string_pretty(&value))
        .unwrap_or(body);
    let again = (one.state != DeliveryState::Waiting).then(|| {
        view! { <div class="form-foot"><button type="button" class="btn primary" data-testid="replay" on:click=move |_| replay.run(())>{tr!(system.delivery_replay)}</button></div> }
    });
    view! {
        <div class="stack">
            {facts}
            <pre class="wire" tabindex="0" role="region" aria-label=tr!(system.delivery_body)>{body}</pre>
            {again}
        </div>
    }
    .into_any()
}
