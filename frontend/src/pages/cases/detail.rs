//! One case: the bar of stages, what the stage asks for, flags, and how it came here.

use contract::Action;
use contract::audit::AuditEntry;
use contract::case::{Case, CaseStage, CaseStageKey, CaseStages, CaseState};
use leptos::prelude::*;
use uuid::Uuid;

use super::acts::Acts;
use super::{flags, manual_text, side, stage_work, words};
use crate::components::crumbs::crumbs;
use crate::components::record::show;
use crate::components::tabs::tabs;
use crate::components::url_state::UrlState;
use crate::components::{avatar, badge, banner};
use crate::core::http;
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::pages::inspections::beside as inspections;
use crate::pages::org::audit;
use crate::tr;

pub fn page(id: Uuid) -> AnyView {
    let stages = Remote::new(|| http::get::<CaseStages>("/case-stages"));
    let record = Remote::new(move || http::get::<Case>(format!("/cases/{id}")));
    let url = UrlState::here();
    view! {
        <div class="page" data-testid="page-case">
            {show(stages, move |stages| {
                let stages = StoredValue::new(stages.data);
                show(record, move |case| view(record, case, stages, url))
            })}
        </div>
    }
    .into_any()
}

fn view(
    record: Remote<Case>,
    case: Case,
    stages: StoredValue<Vec<CaseStage>>,
    url: UrlState,
) -> AnyView {
    let name = case.customer.name.clone();
    document().set_title(&format!("{name} · {}", tr!(common.product)));
    let acts = Acts::new(record, case.clone(), stages);
    let mut sections = vec![("work", tr!(cases.work))];
    let audited = case.allowed_actions.contains(&Action::AuditRead);
    sections.extend(audited.then_some(("audit", tr!(cases.changes))));
    let second = [
        case.product.clone(),
        Some(format!("{} {}", tr!(cases.owner), case.owner.name)),
    ];
    let second = second.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let marks = super::list::marks(&case);
    let state = (case.state != CaseState::Open).then(|| badge::status(words::state(case.state)));
    let id = case.id;
    let shown = case.clone();
    view! {
        {crumbs(vec![(tr!(cases.title).into(), Route::Cases.path())])}
        <header class="page-head">
            <div class="profile">
                {avatar::sized(&name, "large")}
                <div><h1>{name.clone()} " " {state} {marks}</h1><p class="sub">{second}</p></div>
            </div>
            <div class="actions">{acts.buttons()}</div>
        </header>
        {bar(&case, stages)}
        {case.lost_reason.clone().map(|why| banner::banner("info", format!("{}：{why}", tr!(cases.lost))))}
        {tabs(tr!(cases.title), url, sections)}
        {move || match url.get("tab").as_str() {
            "audit" => changes(id),
            _ => work(acts, &shown),
        }}
    }
    .into_any()
}

fn work(acts: Acts, case: &Case) -> AnyView {
    view! {
        <div class="case-grid">
            {stage_work::stage(acts, case)}
            <div class="stack">
                {side::summary(acts, case)}
                {manual_text::beside(case.stage)}
                {flags::show_flags(acts, case)}
                {inspections::of_case(case.id)}
                {side::history(case.id, acts.stages)}
            </div>
        </div>
    }
    .into_any()
}

/// The five stages, and where the case is.
fn bar(case: &Case, stages: StoredValue<Vec<CaseStage>>) -> AnyView {
    let (at, won) = (case.stage, case.state == CaseState::Won);
    let one = |key: CaseStageKey| {
        let done = key < at || won;
        let here = key == at && !won;
        let name = stages.with_value(|all| words::stage(all, key));
        view! { <li class:done=done class:here=here aria-current=here.then_some("step")><span class="dot" aria-hidden="true">{if done { "✓".to_owned() } else { (key as usize + 1).to_string() }}</span><span>{name}</span></li> }
    };
    view! { <ol class="stage-bar" aria-label=tr!(cases.stages) data-testid="stage-bar">{CaseStageKey::ALL.map(one).into_iter().collect_view()}</ol> }
        .into_any()
}

fn changes(id: Uuid) -> AnyView {
    let path = format!("/audit-entries?subject_kind=case&subject_id={id}");
    audit::table(Listing::<AuditEntry>::of(path), None)
}
