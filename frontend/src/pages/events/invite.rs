//! Customers are found by name, class or tag and invited together.

use std::collections::BTreeSet;

use contract::Page;
use contract::customer::Customer;
use contract::customer_event::{CustomerEvent, EventInvitations};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;
use uuid::Uuid;

use super::guests::Both;
use crate::components::dialog::Dialog;
use crate::components::failure;
use crate::components::icon::{Icon, icon};
use crate::components::toast::use_toasts;
use crate::core::http;
use crate::core::remote::Remote;
use crate::pages::customers::words as customers;
use crate::tr;

/// As many as the list of found customers shows.
const SHOWN: &str = "50";

pub fn button(both: Both, one: &CustomerEvent) -> AnyView {
    let open = RwSignal::new(false);
    let (id, team) = (one.id, one.team_id);
    view! {
        <button type="button" class="btn small primary" data-testid="invite" on:click=move |_| open.set(true)>{icon(Icon::UserPlus)} {tr!(events.invite)}</button>
        <Dialog open title=tr!(events.invite)>{move || chooser(both, (id, team), open)}</Dialog>
    }
    .into_any()
}

fn chooser(both: Both, (event, team): (Uuid, Option<Uuid>), open: RwSignal<bool>) -> AnyView {
    let (words, class) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let chosen = RwSignal::new(BTreeSet::<Uuid>::new());
    let busy = RwSignal::new(false);
    let toasts = use_toasts();
    let found = Remote::new(move || {
        let team = team.map(|team| team.to_string()).unwrap_or_default();
        let pairs = [
            ("q", words.get()),
            ("class", class.get()),
            ("team_id", team),
            ("limit", SHOWN.to_owned()),
        ];
        let asked: Vec<(String, String)> = pairs
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| (key.to_owned(), value))
            .collect();
        http::get::<Page<Customer>>(format!("/customers{}", http::query(&asked)))
    });
    let toggle = move |id: Uuid, on: bool| {
        chosen.update(|all| {
            match on {
                true => all.insert(id),
                false => all.remove(&id),
            };
        });
    };
    let choice = move |one: Customer| {
        let id = one.id;
        let owner = one.owner.name.clone();
        let class = one.class.map(|class| customers::class(class).0);
        let second = [class.map(str::to_owned), Some(owner)];
        let second = second.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        view! {
            <label class="check">
                <input type="checkbox" data-testid="invite-choice" prop:checked=move || chosen.with(|all| all.contains(&id)) on:change=move |event| toggle(id, event_target_checked(&event)) />
                <span>{one.name}<span class="help">{second}</span></span>
            </label>
        }
    };
    let shown = move || match found.value.get() {
        Some(Ok(page)) => page.data.iter().map(|one| one.id).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    let all = move |_| {
        let ids = untrack(shown);
        chosen.update(|all| all.extend(ids));
    };
    let submit = move |_| {
        let ids: Vec<Uuid> = chosen.with_untracked(|all| all.iter().copied().collect());
        busy.set(true);
        spawn_local(async move {
            let body = json!({ "event_id": event, "customer_ids": ids });
            let made =
                http::post::<EventInvitations>("/event-invitations", Uuid::new_v4(), &body).await;
            busy.set(false);
            match made {
                Ok(made) => {
                    open.set(false);
                    let text = tr!(events.invited_n, n = made.data.len(), m = made.already);
                    toasts.good(text.to_string());
                    both.reload();
                }
                Err(failure) => toasts.failure(&failure),
            }
        });
    };
    view! {
        <div class="form-grid">
            <div class="field">
                <label for="invite-find">{tr!(events.find)}</label>
                <input id="invite-find" class="input" type="search" autocomplete="off" data-testid="find-guest" prop:value=move || words.get() on:input=move |event| words.set(event_target_value(&event)) />
            </div>
            <div class="field">
                <label for="invite-class">{tr!(customers.class)}</label>
                <select id="invite-class" class="input" on:change=move |event| class.set(event_target_value(&event))>
                    <option value="">{tr!(events.any_class)}</option>
                    {customers::classes().into_iter().map(|(value, text)| view! { <option value=value>{text}</option> }).collect_view()}
                </select>
            </div>
        </div>
        <fieldset class="field full">
            <legend class="label">{tr!(events.customers)}</legend>
            <div class="row end"><button type="button" class="btn small" data-testid="choose-all" on:click=all>{tr!(events.choose_all)}</button></div>
            {move || match found.value.get() {
                None => ().into_any(),
                Some(Err(problem)) => failure::panel(&problem, move || found.reload()),
                Some(Ok(page)) if page.data.is_empty() => view! { <p class="muted">{tr!(cases.no_customer)}</p> }.into_any(),
                Some(Ok(page)) => view! { <div class="checks invite-list">{page.data.into_iter().map(choice).collect_view()}</div> }.into_any(),
            }}
        </fieldset>
        <div class="form-foot">
            <button type="button" class="btn primary" data-testid="send-invitations" disabled=move || busy.get() || chosen.with(BTreeSet::is_empty) on:click=submit>
                {icon(Icon::Send)} {move || tr!(events.invite_n, n = chosen.with(BTreeSet::len)).to_string()}
            </button>
        </div>
    }
    .into_any()
}
