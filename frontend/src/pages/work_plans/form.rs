//! A plan is drafted: which year, whose, and what it is about.

use contract::Role;
use contract::work_plan::{NewWorkPlan, WorkPlan, WorkPlanPatch};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

use super::words;
use crate::components::crumbs::crumbs;
use crate::components::field::{Field, select};
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{form as view, page};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::pages::org::options;
use crate::pages::venues::place::number;
use crate::tr;

pub fn new() -> AnyView {
    let session = use_session();
    let me = untrack(move || session.me());
    let team = me.as_ref().and_then(|me| me.team_id);
    let chooses = me.and_then(|me| me.role) == Some(Role::Manager);
    let asked = UrlState::here().get("year");
    let year = Some(asked)
        .filter(|year| !year.is_empty())
        .unwrap_or_else(|| words::this_year().to_string());
    let form = Form::new("new-work-plan", json!({ "year": year }));
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submit = move || {
        let navigate = navigate.clone();
        let send = |body: Value, key| async move {
            http::post::<WorkPlan>("/work-plans", key, &body).await
        };
        let mut body = form.body();
        number(&mut body, "year");
        if !chooses {
            body["team_id"] = json!(team);
        }
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| value.as_str() != Some("") && !value.is_null());
        }
        form.submit(body, check::<NewWorkPlan>, send, move |one| {
            toasts.good(tr!(work_plans.created));
            navigate(&Route::WorkPlan(one.id).path(), Default::default());
        });
    };
    let whose = chooses.then(|| {
        select(
            form,
            "team_id",
            tr!(work_plans.whose),
            false,
            tr!(work_plans.department),
            options::teams(),
        )
    });
    let fields = view! {
        <section class="card"><div class="card-body stack">
            {select(form, "year", tr!(work_plans.year), true, "", Signal::stored(words::years()))}
            {whose}
            {Field::new(form, "summary", tr!(work_plans.summary)).required().kind("textarea").show()}
        </div></section>
    };
    let back = Route::WorkPlans.path();
    let foot = view! { {view::submit(form, tr!(common.save))} {view::cancel(back.clone())} };
    let body = view! {
        {crumbs(vec![(tr!(work_plans.title).into(), back)])}
        {view::frame(form, submit, None, fields.into_any(), foot.into_any())}
    };
    page::narrow(
        Route::NewWorkPlan,
        tr!(work_plans.new),
        tr!(work_plans.new_sub),
        body.into_any(),
    )
}

pub fn edit(record: Remote<WorkPlan>, one: &WorkPlan, open: RwSignal<bool>) -> AnyView {
    let (id, version) = (one.id, one.version);
    let form = Form::new(format!("work-plan-{id}"), json!({ "summary": one.summary }));
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, _| async move {
            http::patch::<WorkPlan>(format!("/work-plans/{id}"), version, &body).await
        };
        form.submit(form.patch(), check::<WorkPlanPatch>, send, move |newer| {
            open.set(false);
            toasts.good(tr!(common.saved));
            record.put(newer);
        });
    };
    let field = Field::new(form, "summary", tr!(work_plans.summary));
    view::frame(
        form,
        submit,
        None,
        field.required().kind("textarea").show(),
        view::submit(form, tr!(common.save)),
    )
}
