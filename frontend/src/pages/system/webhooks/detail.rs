//! One webhook: how it stands, what can be done with it, its deliveries.

use contract::Action;
use contract::webhook::{
    Webhook, WebhookDelivery, WebhookPatch, WebhookReplay, WebhookSecret, WebhookState,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use serde_json::json;
use uuid::Uuid;

use super::super::reach;
use super::{act, deliveries, form, words};
use crate::components::confirm::use_confirm;
use crate::components::crumbs::crumbs;
use crate::components::description::{list, text};
use crate::components::dialog::Dialog;
use crate::components::icon::{Icon, icon};
use crate::components::menu::Menu;
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::components::{badge, banner};
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::{http, time};
use crate::tr;

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<Webhook>(format!("/webhooks/{id}")));
    let listing = deliveries::listing(id);
    view! {
        <div class="page" data-testid="page-webhook">
            {show(record, move |hook| view(record, listing, hook))}
            {deliveries::card(listing)}
        </div>
    }
    .into_any()
}

fn view(record: Remote<Webhook>, listing: Listing<WebhookDelivery>, hook: Webhook) -> AnyView {
    document().set_title(&format!("{} · {}", hook.name, tr!(common.product)));
    let facts = list(vec![
        (tr!(common.status), badge::status(words::state(&hook))),
        (
            tr!(system.hook_url),
            view! { <code class="small">{hook.url.clone()}</code> }.into_any(),
        ),
        (
            tr!(system.hook_events),
            view! { <span>{words::events(&hook)}</span> }.into_any(),
        ),
        (tr!(system.key_reach), reach::name(hook.reach).into_any()),
        (tr!(system.key_owner), hook.owner.name.clone().into_any()),
        (
            tr!(system.hook_last),
            text(hook.last_success_at.map(time::instant)),
        ),
        (
            tr!(system.hook_failing_since),
            text(hook.failing_since.map(time::instant)),
        ),
        (tr!(system.delivery_waiting), hook.waiting_count.into_any()),
        (tr!(system.delivery_dead), hook.dead_count.into_any()),
    ]);
    let why = hook
        .paused_reason
        .map(|reason| banner::banner("warn", words::reason(reason)));
    let acts = hook
        .allowed_actions
        .contains(&Action::WebhookManage)
        .then(|| acts(record, listing, &hook));
    view! {
        {crumbs(vec![(tr!(system.hooks).into(), Route::Webhooks.path())])}
        <header class="page-head"><div class="grow"><h1>{hook.name.clone()}</h1></div><div class="actions">{acts}</div></header>
        {why}
        <section class="card"><div class="card-body">{facts}</div></section>
    }
    .into_any()
}

fn acts(record: Remote<Webhook>, listing: Listing<WebhookDelivery>, hook: &Webhook) -> AnyView {
    let toasts = use_toasts();
    let (id, version, dead) = (hook.id, hook.version, hook.dead_count);
    let (changing, secret) = (RwSignal::new(false), RwSignal::new(None::<WebhookSecret>));
    let shown = RwSignal::new(false);
    let path = format!("/webhooks/{id}");
    let test = act::post(
        format!("{path}/tests"),
        json!({}),
        move |_: WebhookDelivery| {
            toasts.good(tr!(system.hook_tested));
            listing.reload();
        },
    );
    let rotate = act::post(
        format!("{path}/secrets"),
        json!({}),
        move |new: WebhookSecret| {
            secret.set(Some(new));
            shown.set(true);
        },
    );
    // Not before it is closed: the record drawn anew takes its dialogs away.
    Effect::new(move |before: Option<bool>| {
        let now = shown.get();
        if before == Some(true) && !now {
            record.reload();
        }
        now
    });
    let since = json!({ "since": hook.created_at });
    let replay = act::post(
        format!("{path}/replays"),
        since,
        move |done: WebhookReplay| {
            toasts.good(tr!(system.hook_replayed, n = done.queued).to_string());
            record.reload();
            listing.reload();
        },
    );
    let active = hook.state == WebhookState::Active;
    let turn = move |_| {
        let state = match active {
            true => WebhookState::Paused,
            false => WebhookState::Active,
        };
        let patch = WebhookPatch {
            state: Some(state),
            ..Default::default()
        };
        spawn_local(async move {
            let body = http::value(&patch);
            match http::patch::<Webhook>(format!("/webhooks/{id}"), version, &body).await {
                Ok(now) => {
                    toasts.good(tr!(common.saved));
                    record.put(now);
                    listing.reload();
                }
                Err(failure) => {
                    toasts.failure(&failure);
                    record.reload();
                }
            }
        });
    };
    let name = hook.name.clone();
    let rotating = {
        let confirm = use_confirm();
        move |_| {
            confirm.plain(
                tr!(system.hook_rotate_title),
                tr!(system.hook_rotate_text),
                tr!(system.hook_rotate),
                move || rotate.run(()),
            );
        }
    };
    let stored = StoredValue::new(hook.clone());
    let turning = if active {
        tr!(system.hook_pause)
    } else {
        tr!(system.hook_resume)
    };
    view! {
        <button type="button" class="btn" data-testid="test-webhook" on:click=move |_| test.run(())>{icon(Icon::Send)} {tr!(system.hook_test)}</button>
        <button type="button" class="btn" class:primary=!active data-testid="turn-webhook" on:click=turn>{turning}</button>
        <Menu label=tr!(common.more) class="btn icon-only" face=icon(Icon::Dots) testid="webhook-more">
            <button type="button" data-testid="edit-webhook" on:click=move |_| changing.set(true)>{icon(Icon::Edit)} {tr!(common.edit)}</button>
            <button type="button" data-testid="replay-dead" disabled=dead == 0 on:click=move |_| replay.run(())>{icon(Icon::Return)} {tr!(system.hook_replay)}</button>
            <button type="button" data-testid="rotate-secret" on:click=rotating>{icon(Icon::Key)} {tr!(system.hook_rotate)}</button>
            {remove(id, version, name.clone())}
        </Menu>
        <Dialog open=changing title=tr!(system.hook_edit) class="wide">{stored.with_value(|hook| form::change(record, hook, changing))}</Dialog>
        <Dialog open=shown title=tr!(system.hook_secret)>
            {secret.get_untracked().map(|new| view! {
                <div class="stack">
                    {form::secret(new.secret)}
                    <p class="muted small">{tr!(system.hook_old_until, until = time::instant(new.old_until)).to_string()}</p>
                </div>
            })}
        </Dialog>
    }
    .into_any()
}

fn remove(id: Uuid, version: i64, name: String) -> AnyView {
    let (confirm, toasts) = (use_confirm(), use_toasts());
    let navigate = use_navigate();
    let send = move || {
        let navigate = navigate.clone();
        spawn_local(async move {
            match http::delete(format!("/webhooks/{id}"), Some(version)).await {
                Ok(()) => {
                    toasts.good(tr!(system.hook_deleted));
                    navigate(&Route::Webhooks.path(), Default::default());
                }
                Err(failure) => toasts.failure(&failure),
            }
        });
    };
    let ask = move |_| {
        confirm.danger(
            tr!(system.hook_delete_title, name = name.clone()).to_string(),
            tr!(system.hook_delete_text),
            tr!(common.delete),
            send.clone(),
        );
    };
    view! { <button type="button" class="danger" data-testid="delete-webhook" on:click=ask>{icon(Icon::Trash)} {tr!(common.delete)}</button> }.into_any()
}
