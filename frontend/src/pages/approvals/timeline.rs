//! What happened, with names, times, on whose behalf and under which version of the flow.

use contract::approval::{ApprovalEvent, ApprovalEventKind as Kind};
use leptos::prelude::*;

use super::files;
use crate::components::avatar;
use crate::components::icon::{Icon, small};
use crate::core::time;
use crate::tr;
use uuid::Uuid;

pub fn timeline(approval: Uuid, events: Vec<ApprovalEvent>) -> AnyView {
    let last = events.last().map(|event| event.flow_version);
    let mixed = events.iter().any(|event| Some(event.flow_version) != last);
    view! { <ol class="happened">{events.into_iter().map(|event| entry(approval, event, mixed)).collect_view()}</ol> }
        .into_any()
}

fn entry(approval: Uuid, event: ApprovalEvent, mixed: bool) -> AnyView {
    let (text, sign, tone) = told(&event);
    let actor = match (&event.actor, event.api_key_id) {
        (Some(actor), _) => actor.name.clone(),
        (None, Some(_)) => tr!(approvals.by_key).to_owned(),
        (None, None) => tr!(approvals.by_system).to_owned(),
    };
    let face = match &event.actor {
        Some(actor) => avatar::avatar(&actor.name),
        None => view! { <span class="avatar hue-0">{small(Icon::Bolt)}</span> }.into_any(),
    };
    let behalf = event.on_behalf_of.as_ref().map(|who| view! { <span class="muted">{tr!(approvals.for_whom, who = who.name.clone()).to_string()}</span> });
    let version = (mixed || matches!(event.event, Kind::Submitted | Kind::Resubmitted))
        .then(|| tr!(approvals.flow_version, n = event.flow_version).to_string());
    let document = event.document_id.map(|id| files::open(approval, id));
    view! {
        <li>
            {face}
            <div class="grow">
                <p class="row tight"><strong>{actor}</strong> {behalf} <span class=format!("deed {tone}")>{small(sign)} {text}</span></p>
                <p class="small muted row tight"><time datetime=event.at.to_rfc3339()>{time::instant(event.at)}</time> {version.map(|text| view! { <span>{format!("· {text}")}</span> })}</p>
                {event.note.map(|text| view! { <p class="said">{text}</p> })}
                {document}
            </div>
        </li>
    }
    .into_any()
}

fn told(event: &ApprovalEvent) -> (String, Icon, &'static str) {
    let who = event.target.as_ref().map_or_else(
        || tr!(approvals.somebody).to_owned(),
        |who| who.name.clone(),
    );
    let to_company = event.target.is_none();
    match event.event {
        Kind::Submitted => (tr!(approvals.ev_submitted).into(), Icon::Send, ""),
        Kind::Resubmitted => (tr!(approvals.ev_resubmitted).into(), Icon::Send, ""),
        Kind::Opened if to_company => (tr!(approvals.ev_opened_company).into(), Icon::Next, ""),
        Kind::Opened => (
            tr!(approvals.ev_opened, who = who).to_string(),
            Icon::Next,
            "",
        ),
        Kind::Approved => (tr!(approvals.ev_approved).into(), Icon::Check, "good"),
        Kind::Refused => (tr!(approvals.ev_refused).into(), Icon::Close, "bad"),
        Kind::Returned => (tr!(approvals.ev_returned).into(), Icon::Return, "warn"),
        Kind::Transferred => (
            tr!(approvals.ev_transferred, who = who).to_string(),
            Icon::Swap,
            "",
        ),
        Kind::AddedBefore => (
            tr!(approvals.ev_added_before, who = who).to_string(),
            Icon::UserPlus,
            "",
        ),
        Kind::AddedAfter => (
            tr!(approvals.ev_added_after, who = who).to_string(),
            Icon::UserPlus,
            "",
        ),
        Kind::Commented => (tr!(approvals.ev_commented).into(), Icon::Chat, ""),
        Kind::Copied => (
            tr!(approvals.ev_copied, who = who).to_string(),
            Icon::Copy,
            "",
        ),
        Kind::Attached => (tr!(approvals.ev_attached).into(), Icon::Clip, ""),
        Kind::Withdrawn => (tr!(approvals.ev_withdrawn).into(), Icon::Return, ""),
        Kind::Reminded => (
            tr!(approvals.ev_reminded, who = who).to_string(),
            Icon::Bell,
            "",
        ),
        Kind::DeadlineReminded => (
            tr!(approvals.ev_deadline, who = who).to_string(),
            Icon::Clock,
            "warn",
        ),
        Kind::Escalated => (
            tr!(approvals.ev_escalated, who = who).to_string(),
            Icon::Up,
            "warn",
        ),
        Kind::Reassigned => (
            tr!(approvals.ev_reassigned, who = who).to_string(),
            Icon::Swap,
            "",
        ),
        Kind::CompanyDecided => (tr!(approvals.ev_company).into(), Icon::Role, "good"),
    }
}
