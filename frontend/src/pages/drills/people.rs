//! Who took part, ticked by whoever is above them: one row each, everybody present until unticked.

use std::collections::HashMap;

use contract::drill::{Drill, DrillPerson};
use contract::{Action, Page};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;
use uuid::Uuid;

use super::words;
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{badge, filters};
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::session::use_session;
use crate::pages::org::options;
use crate::tr;

pub fn people(drill: Remote<Drill>, one: &Drill) -> AnyView {
    let (id, count) = (one.id, words::took_part(one));
    let url = UrlState::here();
    let found = Remote::new(move || {
        let mut pairs = vec![("limit".to_owned(), "200".to_owned())];
        let team = url.get("team_id");
        if !team.is_empty() {
            pairs.push(("team_id".to_owned(), team));
        }
        http::get::<Page<DrillPerson>>(format!("/drills/{id}/people{}", http::query(&pairs)))
    });
    // Who reaches one team only has nothing to choose from.
    let session = use_session();
    let wide = untrack(move || session.can(Action::EmployeeCreate));
    let sheet = show(found, move |page| sheet(drill, id, page.data));
    let body = view! {
        {wide.then(|| view! { <div class="card-body">{filters::pick(url, "team_id", tr!(people.team), options::teams())}</div> })}
        {sheet}
    }
    .into_any();
    let head = view! { <span class="badge num">{count}</span> };
    card(tr!(drills.people), head.into_any(), body)
}

fn sheet(drill: Remote<Drill>, id: Uuid, people: Vec<DrillPerson>) -> AnyView {
    let ticks: HashMap<Uuid, RwSignal<bool>> = people
        .iter()
        .map(|one| (one.id, RwSignal::new(one.attended.unwrap_or(true))))
        .collect();
    let kept = StoredValue::new(ticks.clone());
    let toasts = use_toasts();
    let send = move |_| {
        let of = |there: bool| {
            kept.with_value(|all| {
                let those = all.iter().filter(|(_, on)| on.get_untracked() == there);
                those.map(|(id, _)| *id).collect::<Vec<Uuid>>()
            })
        };
        let body = json!({ "attended": of(true), "missed": of(false) });
        spawn_local(async move {
            let call = http::Call::post(format!("/drills/{id}/attendance"), Uuid::new_v4());
            match call.json(&body).done().await {
                Ok(()) => {
                    toasts.good(tr!(drills.noted));
                    drill.reload();
                }
                Err(failure) => toasts.failure(&failure),
            }
        });
    };
    let row = |one: DrillPerson| {
        let on = ticks
            .get(&one.id)
            .copied()
            .unwrap_or_else(|| RwSignal::new(true));
        let said = match one.attended {
            Some(true) => ().into_any(),
            Some(false) => badge::badge(tr!(drills.missed), "bad"),
            None => badge::badge(tr!(drills.not_noted), ""),
        };
        let test = format!("person-{}", one.number);
        view! {
            <li><label class="row between drill-person">
                <span class="row"><input type="checkbox" data-testid=test prop:checked=move || on.get() on:change=move |event| on.set(event_target_checked(&event)) /> <span>{one.name}</span> <span class="small muted num">{one.number}</span></span>
                {said}
            </label></li>
        }
    };
    let none = people.is_empty();
    view! {
        <p class="card-body small muted">{tr!(drills.people_help)}</p>
        <ul class="rows">{people.into_iter().map(row).collect_view()}</ul>
        <div class="card-body"><button type="button" class="btn primary" data-testid="note-attendance" disabled=none on:click=send>{icon(Icon::Check)} {tr!(drills.note)}</button></div>
    }
    .into_any()
}
