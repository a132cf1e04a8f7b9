//! One file of the index: where it is, who keeps it, who has it.

use contract::Action;
use contract::filing::{FilingEntry, FilingState, NewFilingDestruction};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;
use uuid::Uuid;

use super::{form as edit, words};
use crate::components::ask::ask;
use crate::components::crumbs::crumbs;
use crate::components::description::{list as rows, text};
use crate::components::dialog::Dialog;
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::components::{badge, person};
use crate::core::check::check;
use crate::core::http::{self, Call};
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::time;
use crate::tr;

type Record = Remote<FilingEntry>;

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<FilingEntry>(format!("/filing-entries/{id}")));
    view! { <div class="page" data-testid="page-filing-entry">{show(record, move |one| face(record, one))}</div> }.into_any()
}

fn face(record: Record, one: FilingEntry) -> AnyView {
    document().set_title(&format!("{} · {}", one.code, tr!(common.product)));
    view! {
        {crumbs(vec![(tr!(filing.title).into(), Route::Filing.path())])}
        <header class="page-head">
            <div class="grow"><h1>{one.code.clone()} " " {badge::status(words::state(&one))}</h1><p class="sub">{one.title.clone()}</p></div>
            <div class="actions">{buttons(record, &one)}</div>
        </header>
        <div class="stack">{facts(&one)}</div>
    }
    .into_any()
}

fn facts(one: &FilingEntry) -> AnyView {
    let place = one.place.as_ref().map(|place| place.name.clone());
    let here: Vec<String> = place.into_iter().chain([one.spot.clone()]).collect();
    let mut all = vec![
        (tr!(filing.spot), text(Some(here.join(" · ")))),
        (
            tr!(filing.category),
            words::category(one.category).into_any(),
        ),
        (tr!(filing.keeper), person::link(&one.keeper).into_any()),
        (
            tr!(filing.retain_until),
            match one.retain_until {
                Some(day) => time::date(day).into_any(),
                None => tr!(filing.for_good).into_any(),
            },
        ),
    ];
    if let Some(who) = &one.out_to {
        all.push((tr!(filing.out_to), person::link(who).into_any()));
        all.push((tr!(filing.out_since), text(one.out_since.map(time::date))));
    }
    if let Some(why) = &one.destroyed_because {
        all.push((tr!(filing.why), text(Some(why.clone()))));
    }
    card(
        tr!(filing.about),
        ().into_any(),
        view! { <div class="card-body">{rows(all)}</div> }.into_any(),
    )
}

fn buttons(record: Record, one: &FilingEntry) -> AnyView {
    let may = |action| one.allowed_actions.contains(&action);
    let (borrows, keeps) = (may(Action::FilingBorrow), may(Action::FilingManage));
    let (out, over) = (one.state == FilingState::Out, one.expired);
    let [editing, destroying] = [(); 2].map(|()| RwSignal::new(false));
    let (id, version, entry) = (one.id, one.version, one.clone());
    let toasts = use_toasts();
    let (noun, label, sign) = match out {
        true => ("returns", tr!(filing.bring_back), Icon::Return),
        false => ("loans", tr!(filing.take), Icon::Document),
    };
    // Nothing is read under a version here: whoever is second is told that it is out.
    let go = move |_| {
        spawn_local(async move {
            let call = Call::post(format!("/filing-entries/{id}/{noun}"), Uuid::new_v4());
            let call = match out {
                true => call,
                false => call.json(&json!({})),
            };
            match call.done().await {
                Ok(()) => {
                    toasts.good(tr!(common.saved));
                    record.reload();
                }
                Err(failure) => toasts.failure(&failure),
            }
        });
    };
    let to = move || (format!("/filing-entries/{id}/destructions"), Some(version));
    view! {
        {borrows.then(|| view! { <button type="button" class="btn primary" data-testid=noun on:click=go>{icon(sign)} {label}</button> })}
        {keeps.then(|| view! { <button type="button" class="btn" data-testid="edit" on:click=move |_| editing.set(true)>{icon(Icon::Edit)} {tr!(filing.edit)}</button> })}
        {(keeps && over && !out).then(|| view! { <button type="button" class="btn" data-testid="destroy" on:click=move |_| destroying.set(true)>{icon(Icon::Trash)} {tr!(filing.destroy)}</button> })}
        <Dialog open=editing title=tr!(filing.edit)>{edit::edit(record, &entry, editing)}</Dialog>
        <Dialog open=destroying title=tr!(filing.destroy)>{ask(record, to(), json!({}), ("reason", tr!(filing.why)), check::<NewFilingDestruction>, destroying)}</Dialog>
    }
    .into_any()
}
