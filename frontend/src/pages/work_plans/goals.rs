//! The goals of a plan: how far each is; for whoever makes the plan, what they are.

use contract::Action;
use contract::work_plan::{NewWorkProgress, WorkGoal, WorkPlan, WorkPlanPatch};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::person_combo::Among;
use crate::components::person_picker::PersonPicker;
use crate::components::toast::use_toasts;
use crate::components::{badge, form as view};
use crate::core::check::{FieldError, check};
use crate::core::form::Form;
use crate::core::http::{self, Call};
use crate::core::remote::Remote;
use crate::core::time;
use crate::pages::venues::place::number;
use crate::tr;

type Record = Remote<WorkPlan>;

/// A goal as the plan's PATCH takes it.
fn input(goal: &WorkGoal) -> Value {
    json!({ "id": goal.id, "title": goal.title, "measure": goal.measure, "owner_id": goal.owner.id, "due_on": goal.due_on })
}

pub fn goals(record: Record, plan: &WorkPlan) -> AnyView {
    let manages = plan.allowed_actions.contains(&Action::WorkPlanManage);
    let kept = StoredValue::new(plan.clone());
    let editing = RwSignal::new(None::<usize>);
    let open = RwSignal::new(false);
    let saying = RwSignal::new(None::<usize>);
    let says = RwSignal::new(false);
    let toasts = use_toasts();
    let edit = move |at: Option<usize>| {
        editing.set(at);
        open.set(true);
    };
    let remove = move |at: usize| {
        let (id, version, mut all) = kept.with_value(|plan| {
            (
                plan.id,
                plan.version,
                plan.goals.iter().map(input).collect::<Vec<Value>>(),
            )
        });
        all.remove(at);
        spawn_local(async move {
            let body = json!({ "goals": all });
            match http::patch::<WorkPlan>(format!("/work-plans/{id}"), version, &body).await {
                Ok(newer) => record.put(newer),
                Err(problem) => toasts.failure(&problem),
            }
        });
    };
    let row = move |(at, one): (usize, WorkGoal)| {
        let may = one.allowed_actions.contains(&Action::WorkProgress);
        let late = one
            .overdue
            .then(|| badge::badge(tr!(work_plans.overdue), "bad"));
        let second = format!("{} · {}", one.owner.name, time::date(one.due_on));
        let (label, title) = (one.title.clone(), one.title.clone());
        view! {
            <li class="goal-row" data-testid=format!("goal-{at}")>
                <div class="row between">
                    <span class="two-lines"><strong>{one.title.clone()} " " {late}</strong><small>{second}</small></span>
                    <span class="row tight">
                        {may.then(|| view! { <button type="button" class="btn small" data-testid=format!("say-{at}") on:click=move |_| { saying.set(Some(at)); says.set(true); }>{tr!(work_plans.say)}</button> })}
                        {manages.then(|| view! {
                            <button type="button" class="btn quiet icon-only" aria-label=format!("{} {label}", tr!(common.edit)) on:click=move |_| edit(Some(at))>{icon(Icon::Edit)}</button>
                            <button type="button" class="btn quiet icon-only" aria-label=format!("{} {title}", tr!(common.remove)) on:click=move |_| remove(at)>{icon(Icon::Close)}</button>
                        })}
                    </span>
                </div>
                <span class="row"><progress class="progress grow" max="100" value=one.progress aria-label=one.title.clone()></progress> <span class="num small">{one.progress} " %"</span></span>
                {one.measure.clone().map(|measure| view! { <p class="small muted">{measure}</p> })}
                {one.note.clone().map(|note| view! { <p class="small">{note}</p> })}
            </li>
        }
    };
    let none = plan
        .goals
        .is_empty()
        .then(|| view! { <p class="card-body muted">{tr!(work_plans.no_goals)}</p> });
    let all: Vec<(usize, WorkGoal)> = plan.goals.iter().cloned().enumerate().collect();
    let body = view! {
        {none}
        <ul class="rows">{all.into_iter().map(row).collect_view()}</ul>
        <Dialog open title=tr!(work_plans.goal)>{kept.with_value(|plan| form(record, plan, editing, open))}</Dialog>
        <Dialog open=says title=tr!(work_plans.say)>{kept.with_value(|plan| progress(record, plan, saying, says))}</Dialog>
    };
    let add = manages.then(|| {
        view! { <button type="button" class="btn small" data-testid="add-goal" on:click=move |_| edit(None)>{icon(Icon::Plus)} {tr!(work_plans.add_goal)}</button> }
    });
    card(tr!(work_plans.goals), add.into_any(), body.into_any())
}

/// What is wrong with a goal is told at its fields.
fn inside(body: &Value) -> Vec<FieldError> {
    let mut errors = check::<WorkPlanPatch>(body);
    for error in &mut errors {
        let mut parts = error.pointer.splitn(4, '/');
        if let (Some(""), Some("goals"), Some(_), Some(rest)) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        {
            error.pointer = format!("/{rest}");
        }
    }
    errors
}

fn form(
    record: Record,
    plan: &WorkPlan,
    editing: RwSignal<Option<usize>>,
    open: RwSignal<bool>,
) -> AnyView {
    let at = editing.get_untracked();
    let there = at.and_then(|at| plan.goals.get(at).cloned());
    let start = there.as_ref().map_or_else(|| json!({}), input);
    let all: Vec<Value> = plan.goals.iter().map(input).collect();
    let (id, version) = (plan.id, plan.version);
    let name = at.map_or_else(|| "new".to_owned(), |at| at.to_string());
    let form = Form::new(format!("goal-{id}-{name}"), start);
    let toasts = use_toasts();
    let submit = move || {
        let mut goal = form.body();
        if let Some(fields) = goal.as_object_mut() {
            fields.retain(|_, value| value.as_str() != Some("") && !value.is_null());
        }
        let mut all = all.clone();
        for one in &mut all {
            if let Some(fields) = one.as_object_mut() {
                fields.retain(|_, value| !value.is_null());
            }
        }
        match at.and_then(|at| all.get_mut(at)) {
            Some(one) => *one = goal,
            None => all.push(goal),
        }
        let send = move |body: Value, _| async move {
            http::patch::<WorkPlan>(format!("/work-plans/{id}"), version, &body).await
        };
        form.submit(json!({ "goals": all }), inside, send, move |newer| {
            open.set(false);
            toasts.good(tr!(common.saved));
            record.put(newer);
        });
    };
    let owner = there.map(|goal| goal.owner);
    let fields = view! {
        {Field::new(form, "title", tr!(work_plans.goal_title)).required().show()}
        {Field::new(form, "measure", tr!(work_plans.measure)).show()}
        <PersonPicker form name="owner_id" label=tr!(work_plans.owner) among=Among::Department(None) start=owner />
        {Field::new(form, "due_on", tr!(work_plans.due_on)).required().kind("date").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}

fn progress(
    record: Record,
    plan: &WorkPlan,
    saying: RwSignal<Option<usize>>,
    open: RwSignal<bool>,
) -> AnyView {
    let Some(goal) = saying
        .get_untracked()
        .and_then(|at| plan.goals.get(at).cloned())
    else {
        return ().into_any();
    };
    let (id, goal_id): (Uuid, Uuid) = (plan.id, goal.id);
    let start = json!({ "progress": goal.progress.to_string(), "note": goal.note });
    let form = Form::new(format!("progress-{goal_id}"), start);
    let toasts = use_toasts();
    let submit = move || {
        let mut body = form.body();
        number(&mut body, "progress");
        body["goal_id"] = json!(goal_id);
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| value.as_str() != Some("") && !value.is_null());
        }
        let send = move |body: Value, key| async move {
            let call = Call::post(format!("/work-plans/{id}/progress"), key);
            call.json(&body).done().await
        };
        form.submit(body, check::<NewWorkProgress>, send, move |()| {
            open.set(false);
            toasts.good(tr!(work_plans.said));
            record.reload();
        });
    };
    let fields = view! {
        <p><strong>{goal.title.clone()}</strong></p>
        {Field::new(form, "progress", tr!(work_plans.percent)).required().kind("number").min("0".into()).max("100".into()).show()}
        {Field::new(form, "note", tr!(work_plans.note)).kind("textarea").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}
