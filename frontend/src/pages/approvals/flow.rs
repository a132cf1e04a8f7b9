//! One flow: its steps, its versions; whoever may publishes a new version.

use contract::Action;
use contract::approval::{ApprovalFlow, ApprovalFlowPatch, MatterKind};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::flow_step::{Draft, editor};
use super::flows;
use crate::components::crumbs::crumbs;
use crate::components::field::Field;
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::components::{badge, form as view};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::{dom, http};
use crate::tr;

pub fn page(kind: MatterKind) -> AnyView {
    let path = format!("/approval-flows/{}", kind.name());
    let versions = Listing::<ApprovalFlow>::of(format!("{path}/versions"));
    let record = Remote::new(move || http::get::<ApprovalFlow>(path.clone()));
    view! { <div class="page" data-testid="page-approval-flow">{show(record, move |flow| body(record, versions, flow))}</div> }.into_any()
}

fn body(
    record: Remote<ApprovalFlow>,
    versions: Listing<ApprovalFlow>,
    flow: ApprovalFlow,
) -> AnyView {
    document().set_title(&format!("{} · {}", flow.title, tr!(common.product)));
    let manage = flow.allowed_actions.contains(&Action::FlowManage);
    let main = if manage {
        edit(record, versions, &flow)
    } else {
        view! { <section class="card"><div class="card-body">{flows::line(&flow.steps)}</div></section> }.into_any()
    };
    view! {
        {crumbs(vec![(tr!(approvals.flows).into(), "/approval-flows".into())])}
        <header class="page-head">
            <div>
                <h1>{flow.title.clone()} " " {badge::badge(tr!(approvals.flow_version_now, n = flow.version).to_string(), "brand")}</h1>
                <p class="sub">{flows::published(&flow)}</p>
            </div>
        </header>
        <div class="split">
            {main}
            {card(tr!(approvals.flow_history), ().into_any(), history(versions))}
        </div>
    }
    .into_any()
}

fn history(versions: Listing<ApprovalFlow>) -> AnyView {
    let one = |flow: ApprovalFlow| {
        let count = tr!(approvals.flow_steps_count, n = flow.steps.len()).to_string();
        view! {
            <li>
                <p class="row"><strong>{tr!(approvals.flow_version_now, n = flow.version).to_string()}</strong> <span class="small muted">{count}</span></p>
                <p class="when">{flows::published(&flow)}</p>
                {flow.note.clone().map(|note| view! { <p class="small">{note}</p> })}
                <details class="small"><summary>{tr!(approvals.steps)}</summary>{flows::line(&flow.steps)}</details>
            </li>
        }
    };
    view! { <div class="card-body"><ol class="timeline">{move || versions.rows.get().into_iter().map(one).collect_view()}</ol></div> }.into_any()
}

fn edit(
    record: Remote<ApprovalFlow>,
    versions: Listing<ApprovalFlow>,
    flow: &ApprovalFlow,
) -> AnyView {
    let toasts = use_toasts();
    let (kind, version) = (flow.kind, flow.version);
    let form = Form::new(
        format!("flow-{}-{version}", kind.name()),
        json!({ "steps": http::value(&flow.steps) }),
    );
    let stored = form
        .value("steps")
        .and_then(|steps| serde_json::from_value(steps).ok())
        .unwrap_or_else(|| flow.steps.clone());
    let drafts = RwSignal::new(stored.iter().map(Draft::of).collect::<Vec<_>>());
    // The form keeps the draft, the unsaved-changes guard and the errors.
    Effect::new(move || {
        let steps: Vec<Value> = drafts.with(|all| all.iter().map(|one| one.value()).collect());
        if form.value("steps") != Some(Value::from(steps.clone())) {
            form.set("steps", steps);
        }
    });
    let submit = move || {
        let send = move |body: Value, _| async move {
            http::patch::<ApprovalFlow>(format!("/approval-flows/{}", kind.name()), version, &body)
                .await
        };
        form.submit(
            form.body(),
            check::<ApprovalFlowPatch>,
            send,
            move |flow: ApprovalFlow| {
                toasts.good(tr!(approvals.flow_published_toast, n = flow.version).to_string());
                versions.reload();
                record.put(flow);
            },
        );
    };
    let add = move |_| {
        let draft = Draft::new();
        drafts.update(|all| all.push(draft));
        request_animation_frame(move || dom::focus(&draft.id("relation")));
    };
    let fields = view! {
        <p class="small muted">{tr!(approvals.flow_keyboard)}</p>
        <ol class="flow-steps">
            <For each=move || drafts.get() key=|draft| draft.number let:draft>{editor(drafts, draft, kind)}</For>
        </ol>
        <div><button type="button" class="btn" data-testid="add-step" on:click=add>{icon(Icon::Plus)} {tr!(approvals.step_add)}</button></div>
        {Field::new(form, "note", tr!(approvals.flow_note)).kind("textarea").show()}
    };
    let body = view::frame(
        form,
        submit,
        Some(Callback::new(move |()| record.reload())),
        fields.into_any(),
        view::submit(form, tr!(approvals.flow_publish)),
    );
    view! { <section class="card"><div class="card-body">{body}</div></section> }.into_any()
}
