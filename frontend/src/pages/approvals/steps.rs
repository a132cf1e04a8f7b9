//! Who decides, in order: where the request lies now, and who comes after.

use contract::approval::{ApprovalStep, PlannedStep, StepState};
use leptos::prelude::*;

use super::words;
use crate::components::icon::{Icon, small};
use crate::components::{avatar, badge};
use crate::core::{time, words as common};
use crate::tr;

/// Steps of the current round.
pub fn list(steps: &[ApprovalStep], round: i64) -> AnyView {
    let mine: Vec<&ApprovalStep> = steps.iter().filter(|step| step.round == round).collect();
    view! { <ol class="step-list">{mine.into_iter().map(step).collect_view()}</ol> }.into_any()
}

fn title(step: &ApprovalStep) -> String {
    let place = match step.field {
        Some(field) => format!(
            "{} · {}",
            words::relation(step.relation),
            common::field(field)
        ),
        None => words::relation(step.relation).to_owned(),
    };
    match &step.name {
        Some(name) => format!("{name} · {place}"),
        None => place,
    }
}

fn step(step: &ApprovalStep) -> AnyView {
    let who = step
        .decided_by
        .as_ref()
        .or(step.holder.as_ref())
        .map(|who| who.name.clone());
    let behalf = step.on_behalf_of.as_ref().map(|who| view! { <span class="small muted">{tr!(approvals.for_whom, who = who.name.clone()).to_string()}</span> });
    let raised = (step.level != step.relation).then(|| view! { <span class="small muted">{tr!(approvals.moved_up, level = words::relation(step.level)).to_string()}</span> });
    let due = (step.state == StepState::Open)
        .then(|| words::due(step))
        .flatten()
        .map(|(text, class)| view! { <span class=format!("small {class}")>{small(Icon::Clock)} {text}</span> });
    let decided = step
        .decided_at
        .map(|at| view! { <span class="small muted">{time::instant(at)}</span> });
    let class = match step.state {
        StepState::Open => "now",
        StepState::Approved => "done",
        StepState::Refused | StepState::Returned => "stopped",
        _ => "later",
    };
    let sign = match step.state {
        StepState::Approved => small(Icon::Check),
        StepState::Refused => small(Icon::Close),
        StepState::Returned => small(Icon::Return),
        _ => ().into_any(),
    };
    view! {
        <li class=class aria-current=(class == "now").then_some("step")>
            <span class="knot" aria-hidden="true">{sign}</span>
            <div class="grow">
                <div class="row between"><strong>{title(step)}</strong>{badge::status(words::step_state(step.state))}</div>
                <div class="row tight">
                    {who.map(|name| view! { <span class="row tight">{avatar::sized(&name, "tiny")} <span>{name.clone()}</span></span> })}
                    {behalf}
                </div>
                <div class="row">{raised} {due} {decided}</div>
                {step.comment.clone().map(|text| view! { <p class="said">{text}</p> })}
            </div>
        </li>
    }
    .into_any()
}

/// The same before anything was asked.
pub fn planned(steps: &[PlannedStep]) -> AnyView {
    let row = |step: &PlannedStep| {
        let name = step
            .name
            .clone()
            .unwrap_or_else(|| words::relation(step.level).to_owned());
        let who = step.holder.as_ref().map_or_else(
            || words::relation(step.level).to_owned(),
            |who| who.name.clone(),
        );
        let behalf = step.on_behalf_of.as_ref().map(|who| view! { <span class="small muted">{tr!(approvals.for_whom, who = who.name.clone()).to_string()}</span> });
        view! {
            <li class="later">
                <span class="knot" aria-hidden="true"></span>
                <div class="grow"><span class="small muted block">{name}</span> <span class="row tight"><strong>{who}</strong> {behalf}</span></div>
            </li>
        }
    };
    view! { <ol class="step-list">{steps.iter().map(row).collect_view()}</ol> }.into_any()
}
