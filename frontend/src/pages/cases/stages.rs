//! What the stages ask for: all five, each changed in a dialog.

use contract::Action;
use contract::case::{CaseNeed, CaseStage, CaseStageItem, CaseStages};
use leptos::prelude::*;

use super::{stage_form, words};
use crate::components::badge;
use crate::components::crumbs::crumbs;
use crate::components::dialog::Dialog;
use crate::components::page::{self, card};
use crate::components::record::show;
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::tr;

pub fn page() -> AnyView {
    let stages = Remote::new(|| http::get::<CaseStages>("/case-stages"));
    let editing = RwSignal::new(None::<CaseStage>);
    let open = RwSignal::new(false);
    let body = view! {
        {crumbs(vec![(tr!(cases.title).into(), Route::Cases.path())])}
        {show(stages, move |all| {
            let one = |stage: CaseStage| one(stage, editing, open);
            view! { <div class="stack" data-testid="stages">{all.data.into_iter().map(one).collect_view()}</div> }.into_any()
        })}
        <Dialog open title=tr!(cases.stage_settings) class="wide">
            {move || editing.get_untracked().map(|stage| stage_form::form(stages, stage, open))}
        </Dialog>
    };
    page::page(
        Route::CaseStages,
        tr!(cases.stage_settings),
        tr!(cases.stage_settings_sub),
        ().into_any(),
        body.into_any(),
    )
}

pub fn need(need: CaseNeed) -> &'static str {
    match need {
        CaseNeed::Product => tr!(cases.product),
        CaseNeed::ExpectedPremium => tr!(cases.premium),
        CaseNeed::ExpectedCloseOn => tr!(cases.close_on),
    }
}

fn one(stage: CaseStage, editing: RwSignal<Option<CaseStage>>, open: RwSignal<bool>) -> AnyView {
    let name = words::stage(std::slice::from_ref(&stage), stage.key);
    let may = stage.allowed_actions.contains(&Action::CaseStageManage);
    let kept = stage.clone();
    let click = move |_| {
        editing.set(Some(kept.clone()));
        open.set(true);
    };
    let head = view! {
        <span class="small muted num">{tr!(cases.version, n = stage.version).to_string()} " · " {tr!(cases.stuck)} " " {tr!(cases.days, n = stage.stuck_days).to_string()}</span>
        {may.then(|| view! { <button type="button" class="btn small" data-testid=format!("edit-{}", stage.key.name()) on:click=click>{tr!(common.edit)}</button> })}
    };
    let needs = stage.needs.iter().map(|n| badge::badge(need(*n), "brand"));
    let needs = (!stage.needs.is_empty()).then(|| {
        view! { <p class="row tight"><span class="muted small">{tr!(cases.needs)}</span> {needs.collect_view()}</p> }
    });
    let body = view! {
        <div class="card-body stack">
            {needs}
            <div class="grid-2">{items(tr!(cases.fields), &stage.fields)}{items(tr!(cases.checklist), &stage.checks)}</div>
        </div>
    };
    card(name, head.into_any(), body.into_any())
}

fn items(title: &'static str, items: &[CaseStageItem]) -> AnyView {
    let one = |item: &CaseStageItem| {
        let name = words::label(item).to_owned();
        let optional = (!item.required).then(|| badge::badge(tr!(cases.optional), ""));
        view! { <li class="row">{name} {optional}</li> }
    };
    view! { <div><h3 class="small muted">{title}</h3><ul>{items.iter().map(one).collect_view()}</ul></div> }
        .into_any()
}
