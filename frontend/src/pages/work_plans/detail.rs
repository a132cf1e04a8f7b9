//! One plan: what it is about, its goals, and every revision.

use contract::work_plan::{NewWorkPlanRevision, WorkPlan, WorkPlanRevision, WorkPlanState};
use contract::{Action, Page};
use leptos::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::goals::goals;
use super::{form, words};
use crate::components::ask::ask;
use crate::components::badge;
use crate::components::confirm::use_confirm;
use crate::components::crumbs::crumbs;
use crate::components::description::{list as rows, text};
use crate::components::dialog::Dialog;
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::prose::prose;
use crate::components::record::{act, show};
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::time;
use crate::tr;

type Record = Remote<WorkPlan>;

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<WorkPlan>(format!("/work-plans/{id}")));
    view! { <div class="page" data-testid="page-work-plan">{show(record, move |one| face(record, one))}</div> }.into_any()
}

fn face(record: Record, one: WorkPlan) -> AnyView {
    let title = format!("{} · {}", one.year, words::whose(&one));
    document().set_title(&format!("{title} · {}", tr!(common.product)));
    let manages = one.allowed_actions.contains(&Action::WorkPlanManage);
    let all = vec![
        (
            tr!(work_plans.progress),
            format!("{} %", one.progress).into_any(),
        ),
        (
            tr!(work_plans.revision),
            one.revision.to_string().into_any(),
        ),
        (
            tr!(work_plans.revised_at),
            text(one.revised_at.map(time::instant)),
        ),
    ];
    let about = view! { <div class="card-body stack">{prose(&one.summary)} {rows(all)}</div> };
    view! {
        {crumbs(vec![(tr!(work_plans.title).into(), Route::WorkPlans.path())])}
        <header class="page-head">
            <div class="grow"><h1>{title} " " {badge::status(words::state(&one))}</h1></div>
            <div class="actions">{manages.then(|| buttons(record, &one))}</div>
        </header>
        <div class="case-grid">
            <div class="stack">{goals(record, &one)}</div>
            <div class="stack">
                {card(tr!(work_plans.summary), ().into_any(), about.into_any())}
                {revisions(one.id)}
            </div>
        </div>
    }
    .into_any()
}

fn buttons(record: Record, one: &WorkPlan) -> AnyView {
    let [editing, revising] = [(); 2].map(|()| RwSignal::new(false));
    let (toasts, confirm) = (use_toasts(), use_confirm());
    let kept = StoredValue::new(one.clone());
    let (id, version, state) = (one.id, one.version, one.state);
    let path = format!("/work-plans/{id}/publications");
    let to = path.clone();
    let publish = move |_| match state {
        WorkPlanState::Changed => revising.set(true),
        _ => {
            let path = path.clone();
            confirm.plain(
                tr!(work_plans.publish),
                tr!(work_plans.publish_text),
                tr!(work_plans.publish),
                move || {
                    act(
                        record,
                        toasts,
                        (path.clone(), version),
                        json!({}),
                        tr!(work_plans.published),
                    )
                },
            );
        }
    };
    let publishes = state != WorkPlanState::Published;
    view! {
        {publishes.then(|| view! { <button type="button" class="btn primary" data-testid="publish" on:click=publish>{icon(Icon::Send)} {tr!(work_plans.publish)}</button> })}
        <button type="button" class="btn" data-testid="edit" on:click=move |_| editing.set(true)>{icon(Icon::Edit)} {tr!(work_plans.edit)}</button>
        <Dialog open=editing title=tr!(work_plans.edit)>{kept.with_value(|one| form::edit(record, one, editing))}</Dialog>
        <Dialog open=revising title=tr!(work_plans.publish)>{ask(record, (to.clone(), Some(version)), json!({}), ("note", tr!(work_plans.why)), check::<NewWorkPlanRevision>, revising)}</Dialog>
    }
    .into_any()
}

fn revisions(id: Uuid) -> AnyView {
    let found = Remote::new(move || {
        http::get::<Page<WorkPlanRevision>>(format!("/work-plans/{id}/revisions?limit=50"))
    });
    let body = show(found, |page| {
        if page.data.is_empty() {
            return view! { <p class="card-body muted">{tr!(work_plans.no_revisions)}</p> }
                .into_any();
        }
        let one = |one: WorkPlanRevision| {
            let goals = one.goals.into_iter().map(|goal| {
                let second = format!(
                    "{} · {} · {} %",
                    goal.owner,
                    time::date(goal.due_on),
                    goal.progress
                );
                view! { <li>{goal.title} " " <span class="small muted">{second}</span></li> }
            });
            view! {
                <li><details>
                    <summary class="row between"><span>{tr!(work_plans.revision)} " " <span class="num">{one.number}</span> " " <span class="small muted">{one.note}</span></span><span class="small muted num">{time::instant_date(one.published_at)}</span></summary>
                    <div class="manual-text"><p>{one.summary}</p><ul>{goals.collect_view()}</ul></div>
                </details></li>
            }
        };
        view! { <ul class="rows" data-testid="revisions">{page.data.into_iter().map(one).collect_view()}</ul> }.into_any()
    });
    card(tr!(work_plans.revisions), ().into_any(), body)
}
