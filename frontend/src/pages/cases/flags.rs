//! Risk flags of a case: what was seen, who cleared it and why.

use contract::case::{Case, CaseFlag, NewFlagClearing};
use contract::{Action, Page};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::acts::Acts;
use crate::components::badge;
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::form as view;
use crate::components::page::card;
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::remote::Remote;
use crate::core::{http, time};
use crate::tr;

pub fn show_flags(acts: Acts, case: &Case) -> AnyView {
    let id = case.id;
    let flags =
        Remote::new(move || http::get::<Page<CaseFlag>>(format!("/cases/{id}/flags?limit=50")));
    let clearing = RwSignal::new(None::<CaseFlag>);
    let open = RwSignal::new(false);
    let list = show(flags, move |page| {
        if page.data.is_empty() {
            return view! { <p class="card-body muted">{tr!(cases.no_flags)}</p> }.into_any();
        }
        let one = |flag: CaseFlag| row(flag, clearing, open);
        view! { <ul class="rows" data-testid="flags">{page.data.into_iter().map(one).collect_view()}</ul> }.into_any()
    });
    view! {
        {card(tr!(cases.flags), ().into_any(), list)}
        <Dialog open title=tr!(cases.clear_title)>
            {move || clearing.get_untracked().map(|flag| form(acts, &flag, open))}
        </Dialog>
    }
    .into_any()
}

fn row(flag: CaseFlag, clearing: RwSignal<Option<CaseFlag>>, open: RwSignal<bool>) -> AnyView {
    let name = |who: &Option<contract::employee::PersonRef>| {
        who.as_ref().map(|who| who.name.clone()).unwrap_or_default()
    };
    let raised = tr!(cases.raised_by, name = name(&flag.raised_by)).to_string();
    let cleared = flag.cleared_at.map(|at| {
        let by = tr!(cases.cleared_by, name = name(&flag.cleared_by)).to_string();
        let note = flag.clearing_note.clone().unwrap_or_default();
        view! { <p class="small"><span class="muted">{by} " · " {time::instant(at)}</span> <br /> {note}</p> }
    });
    let may = flag.allowed_actions.contains(&Action::CaseFlagClear);
    let (tone, at) = (flag.cleared_at.map_or("bad", |_| ""), flag.created_at);
    let reason = flag.reason.clone();
    let mark = match flag.cleared_at {
        None => tr!(cases.open),
        Some(_) => tr!(cases.cleared),
    };
    let button = may.then(move || {
        let click = move |_| {
            clearing.set(Some(flag.clone()));
            open.set(true);
        };
        view! { <button type="button" class="btn small" data-testid="clear-flag" on:click=click>{tr!(cases.clear)}</button> }
    });
    view! {
        <li class="stack tight">
            <div class="row between">{badge::badge(mark, tone)}<span class="small muted num">{time::instant(at)}</span></div>
            <p class="as-written">{reason}</p>
            <div class="row between"><span class="small muted">{raised}</span>{button}</div>
            {cleared}
        </li>
    }
    .into_any()
}

fn form(acts: Acts, flag: &CaseFlag, open: RwSignal<bool>) -> AnyView {
    let (id, version) = (flag.id, flag.version);
    let form = Form::new(format!("clear-flag-{id}"), json!({}));
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, key| async move {
            let call = http::Call::post(format!("/case-flags/{id}/clearings"), key);
            call.json(&body).version(version).done().await
        };
        form.submit(form.body(), check::<NewFlagClearing>, send, move |()| {
            open.set(false);
            toasts.good(tr!(cases.cleared));
            acts.record.reload();
        });
    };
    let field = Field::new(form, "note", tr!(cases.clear_note)).required();
    view::frame(
        form,
        submit,
        None,
        field.show(),
        view::submit(form, tr!(cases.clear)),
    )
}
