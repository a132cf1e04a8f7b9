//! One approval: the figures beside the decision, where it lies, what happened, and what the caller may do now.

use contract::approval::{Approval, ApprovalAct, ApprovalDetail, Figure};
use leptos::prelude::*;
use uuid::Uuid;

use super::{acts, files, steps, timeline, words};
use crate::components::crumbs::crumbs;
use crate::components::icon::{Icon, icon, small};
use crate::components::page::card;
use crate::components::record::show;
use crate::components::{avatar, badge, person};
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::{dom, time};
use crate::tr;

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<Approval>(format!("/approvals/{id}")));
    view! { <div class="page has-bar" data-testid="page-approval">{show(record, move |one| view(record, one))}</div> }.into_any()
}

fn view(record: Remote<Approval>, one: Approval) -> AnyView {
    document().set_title(&format!("{} · {}", one.title, tr!(common.product)));
    let detail = one.detail.clone().unwrap_or(ApprovalDetail {
        steps: Vec::new(),
        timeline: Vec::new(),
        figures: Vec::new(),
        copies: Vec::new(),
    });
    let attached = files::listing(one.id);
    let attach = one.acts.contains(&ApprovalAct::Attach);
    let copies = (!detail.copies.is_empty()).then(|| {
        let people = detail.copies.iter().map(person::link).collect_view();
        card(
            tr!(approvals.copies),
            ().into_any(),
            view! { <div class="card-body row">{people}</div> }.into_any(),
        )
    });
    view! {
        {crumbs(vec![(tr!(approvals.title).into(), "/approvals".into())])}
        {head(&one)}
        <div class="split">
            <div class="stack">
                {figures(detail.figures)}
                {subject(&one)}
                {card(tr!(approvals.history), ().into_any(), view! { <div class="card-body">{timeline::timeline(one.id, detail.timeline)}</div> }.into_any())}
            </div>
            <div class="stack">
                {card(tr!(approvals.steps), badge::badge(tr!(approvals.flow_version, n = one.flow_version).to_string(), ""), view! { <div class="card-body">{steps::list(&detail.steps, one.round)}</div> }.into_any())}
                <div id="files">{card(tr!(approvals.files), ().into_any(), files::panel(one.id, attached, attach, move || record.reload()))}</div>
                {copies}
            </div>
        </div>
        {acts::bar(record, one, attached)}
    }
    .into_any()
}

fn head(one: &Approval) -> AnyView {
    let place = one.team_name.clone();
    let behalf = (one.created_by.id != one.applicant.id).then(|| view! { <span>{tr!(approvals.asked_by, who = one.created_by.name.clone()).to_string()}</span> });
    let round = (one.round > 1)
        .then(|| badge::badge(tr!(approvals.round, n = one.round).to_string(), "info"));
    view! {
        <header class="page-head">
            <div class="profile">
                {avatar::sized(&one.applicant.name, "large")}
                <div>
                    <h1>{one.title.clone()} {badge::status(words::state(one.state))} {round}</h1>
                    <p class="meta">
                        {person::link(&one.applicant)}
                        {place.map(|place| view! { <span>{place}</span> })}
                        <time datetime=one.created_at.to_rfc3339()>{tr!(approvals.asked_at, when = time::instant(one.created_at)).to_string()}</time>
                        {behalf}
                    </p>
                </div>
            </div>
        </header>
    }
    .into_any()
}

fn figures(all: Vec<Figure>) -> Option<AnyView> {
    if all.is_empty() {
        return None;
    }
    let one = |figure: Figure| {
        let clause = figure.clause.map(
            |id| view! { <span class="clause">{tr!(common.clause, id = id).to_string()}</span> },
        );
        let sign = figure.warning.then(|| icon(Icon::Alert));
        view! {
            <div class="figure" class:warn=figure.warning>
                <dt>{figure.label} {clause}</dt>
                <dd>{sign} {figure.value}</dd>
            </div>
        }
    };
    let body = view! { <dl class="figures">{all.into_iter().map(one).collect_view()}</dl> };
    Some(card(tr!(approvals.figures), ().into_any(), body.into_any()))
}

fn subject(one: &Approval) -> AnyView {
    let clause = (!one.clause.is_empty()).then(|| view! { <span class="clause">{tr!(common.clause, id = one.clause.clone()).to_string()}</span> });
    view! {
        <section class="card">
            <div class="rows">
                <a href=one.subject_path.clone() data-testid="subject">
                    <span class="lead">{icon(Icon::Document)}</span>
                    <span class="grow"><strong>{one.title.clone()}</strong><span class="small muted block">{words::kind(one.kind)} " " {clause}</span></span>
                    <span class="small muted open-hint">{tr!(approvals.open_subject)}</span>
                    {small(Icon::Chevron)}
                </a>
            </div>
        </section>
    }
    .into_any()
}

/// To the files, for the act "attach".
pub fn to_files() {
    if let Some(part) = document().get_element_by_id("files") {
        part.scroll_into_view();
    }
    dom::focus("files");
}
