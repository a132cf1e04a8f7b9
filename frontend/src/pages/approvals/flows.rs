//! The flows: one per kind of matter, each with its steps at a glance.

use contract::Page;
use contract::approval::{ApprovalFlow, FlowStep};
use leptos::prelude::*;

use super::words;
use crate::components::icon::{Icon, icon, small};
use crate::components::record::show;
use crate::components::{badge, page};
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::{http, time, words as common};
use crate::tr;

pub fn page() -> AnyView {
    let all = Remote::new(|| http::get::<Page<ApprovalFlow>>("/approval-flows"));
    let body = show(all, |page| {
        view! { <div class="stack">{page.data.into_iter().map(card).collect_view()}</div> }
            .into_any()
    });
    page::page(
        Route::ApprovalFlows,
        tr!(approvals.flows),
        tr!(approvals.flows_sub),
        ().into_any(),
        body,
    )
}

fn card(flow: ApprovalFlow) -> AnyView {
    let path = Route::ApprovalFlow(flow.kind).path();
    let name = flow.title.clone();
    view! {
        <section class="card">
            <div class="card-head">
                <div>
                    <h2>{flow.title.clone()}</h2>
                    <p class="sub">{published(&flow)}</p>
                </div>
                <div class="row">
                    {badge::badge(tr!(approvals.flow_version_now, n = flow.version).to_string(), "brand")}
                    <a class="btn small" href=path aria-label=format!("{} {name}", tr!(common.open))>{small(Icon::Chevron)} {tr!(common.open)}</a>
                </div>
            </div>
            <div class="card-body">{line(&flow.steps)}</div>
        </section>
    }
    .into_any()
}

/// When and by whom.
pub fn published(flow: &ApprovalFlow) -> String {
    match &flow.published_by {
        Some(who) => tr!(
            approvals.flow_published,
            when = time::instant(flow.published_at),
            who = who.name.clone()
        )
        .to_string(),
        None => tr!(approvals.flow_initial).to_owned(),
    }
}

/// The steps as a chain.
pub fn line(steps: &[FlowStep]) -> AnyView {
    let one = |step: &FlowStep| {
        let title = step
            .name
            .clone()
            .unwrap_or_else(|| words::relation(step.relation).to_owned());
        let place = step.field.map(common::field).unwrap_or_default();
        let hours = tr!(approvals.hours, n = step.deadline_hours).to_string();
        let when = conditions(step);
        view! {
            <li>
                <strong>{title}</strong>
                <span class="small muted">{[words::relation(step.relation), place].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")}</span>
                <span class="small muted row tight">{small(Icon::Clock)} {hours}</span>
                {when.map(|text| badge::badge(text, "info"))}
            </li>
        }
    };
    view! { <ol class="flow-line">{steps.iter().map(one).collect_view()} <li class="end">{icon(Icon::Check)} {tr!(approvals.approved)}</li></ol> }.into_any()
}

pub fn conditions(step: &FlowStep) -> Option<String> {
    let when = step.when.as_ref()?;
    let mut parts = Vec::new();
    parts.extend(
        when.days_over
            .map(|days| tr!(approvals.cond_days_is, n = days.to_string()).to_string()),
    );
    parts.extend(
        when.amount_over
            .map(|amount| tr!(approvals.cond_amount_is, n = amount).to_string()),
    );
    if !when.categories.is_empty() {
        parts.push(when.categories.join("、"));
    }
    (!parts.is_empty()).then(|| parts.join(" · "))
}
