//! Beside the stage: what is known of the case, and how it came here.

use contract::case::{Case, CaseMove, CaseStage};
use contract::{Action, Page};
use leptos::prelude::*;
use uuid::Uuid;

use super::acts::Acts;
use super::{edit, words};
use crate::components::badge;
use crate::components::description::{link, list as rows, text};
use crate::components::dialog::Dialog;
use crate::components::page::card;
use crate::components::person;
use crate::components::record::show;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::{http, time};
use crate::pages::customers::words as money;
use crate::tr;

pub fn summary(acts: Acts, case: &Case) -> AnyView {
    let open = RwSignal::new(false);
    let may = case.allowed_actions.contains(&Action::CaseUpdate);
    let button = may.then(|| {
        view! { <button type="button" class="btn small" data-testid="edit-case" on:click=move |_| open.set(true)>{tr!(common.edit)}</button> }
    });
    let customer = Some(Route::Customer(case.customer.id).path());
    let list = rows(vec![
        (
            tr!(cases.customer),
            link(Some(case.customer.name.clone()), customer),
        ),
        (tr!(cases.product), text(case.product.clone())),
        (
            tr!(cases.premium),
            text(case.expected_premium.as_ref().map(money::money)),
        ),
        (
            tr!(cases.close_on),
            text(case.expected_close_on.map(time::date)),
        ),
        (tr!(cases.owner), person::link(&case.owner)),
        (
            tr!(cases.since),
            time::instant_date(case.stage_since).into_any(),
        ),
        (tr!(cases.next_step), text(case.next_step.clone())),
    ]);
    let record = acts.record;
    view! {
        {card(tr!(cases.summary), button.into_any(), view! { <div class="card-body">{list}</div> }.into_any())}
        <Dialog open title=tr!(cases.edit)>{move || edit::form(record, &acts.now.get_untracked(), open)}</Dialog>
    }
    .into_any()
}

pub fn history(id: Uuid, stages: StoredValue<Vec<CaseStage>>) -> AnyView {
    let moves =
        Remote::new(move || http::get::<Page<CaseMove>>(format!("/cases/{id}/moves?limit=50")));
    let body = show(moves, move |page| {
        let one = |one: CaseMove| {
            let (what, tone) = stages.with_value(|all| words::kind(all, &one));
            let by = one.by.map(|by| by.name).unwrap_or_default();
            let at = time::instant(one.created_at);
            let version = tr!(cases.stage_version, n = one.stage_version).to_string();
            view! {
                <li class="stack tight">
                    <div class="row between">{badge::badge(what, tone)}<span class="small muted num">{at}</span></div>
                    <span class="small muted">{by} " · " {version}</span>
                    {one.note.map(|note| view! { <p class="as-written">{note}</p> })}
                </li>
            }
        };
        view! { <ul class="rows" data-testid="moves">{page.data.into_iter().map(one).collect_view()}</ul> }.into_any()
    });
    card(tr!(cases.history), ().into_any(), body)
}
