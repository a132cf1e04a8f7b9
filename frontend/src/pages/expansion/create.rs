//! A plan is drafted, or changed while it isn't closed.

use contract::expansion::{ExpansionPlan, ExpansionPlanPatch, NewExpansionPlan};
use contract::{Action, ReachKind};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

use super::lines::Lines;
use crate::components::crumbs::crumbs;
use crate::components::field::{Field, select};
use crate::components::toast::use_toasts;
use crate::components::{form as view, page};
use crate::core::check::check;
use crate::core::form::{Form, Known};
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::pages::org::options;
use crate::tr;

pub fn page() -> AnyView {
    let session = use_session();
    let reach = untrack(move || session.reach(Action::ExpansionPlanManage));
    let mine = session.me_now().and_then(|me| me.team_id);
    let start = match mine.filter(|_| reach == ReachKind::Team) {
        Some(team) => json!({ "team_id": team }),
        None => json!({}),
    };
    let form = Form::new("new-expansion-plan", start);
    let lines = Lines::new(&[], Signal::derive(move || form.text("team_id")));
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submit = move || {
        let navigate = navigate.clone();
        let Some(typed) = lines.body() else {
            form.add_error("lines", tr!(expansion.quantity_wrong));
            return;
        };
        let mut body = form.body();
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| value.as_str() != Some(""));
        }
        body["lines"] = typed;
        let send = |body: Value, key| async move {
            http::post::<ExpansionPlan>("/expansion-plans", key, &body).await
        };
        form.submit(body, check::<NewExpansionPlan>, send, move |one| {
            toasts.good(tr!(expansion.created));
            navigate(&Route::ExpansionPlan(one.id).path(), Default::default());
        });
    };
    // A lead plans for the own team; above them the choice is open.
    let team = (reach != ReachKind::Team).then(|| {
        select(
            form,
            "team_id",
            tr!(people.team),
            false,
            tr!(expansion.team_help),
            options::teams(),
        )
    });
    let fields = view! {
        <section class="card"><div class="card-body form-grid">{inside(form)} {team}</div></section>
        <section class="card"><div class="card-body">{lines.view()} {wrong(form)}</div></section>
    };
    let back = Route::ExpansionPlans.path();
    let foot = view! { {view::submit(form, tr!(common.create))} {view::cancel(back.clone())} };
    let body = view! {
        {crumbs(vec![(tr!(expansion.title).into(), back)])}
        {view::frame(form, submit, None, fields.into_any(), foot.into_any())}
    };
    page::narrow(
        Route::NewExpansionPlan,
        tr!(expansion.new),
        tr!(expansion.new_sub),
        body.into_any(),
    )
}

pub fn edit(record: Remote<ExpansionPlan>, one: &ExpansionPlan, open: RwSignal<bool>) -> AnyView {
    let (id, version) = (one.id, one.version);
    let start = json!({ "title": one.title, "goal": one.goal, "starts_on": one.starts_on, "ends_on": one.ends_on });
    let form = Form::new(format!("expansion-plan-{id}"), start);
    let team = one.team_id.map(|team| team.to_string()).unwrap_or_default();
    let lines = Lines::new(&one.lines, Signal::stored(team));
    let toasts = use_toasts();
    let submit = move || {
        let Some(typed) = lines.body() else {
            form.add_error("lines", tr!(expansion.quantity_wrong));
            return;
        };
        let mut body = form.patch();
        body["lines"] = typed;
        let send = move |body: Value, _| async move {
            http::patch::<ExpansionPlan>(format!("/expansion-plans/{id}"), version, &body).await
        };
        form.submit(body, check::<ExpansionPlanPatch>, send, move |newer| {
            open.set(false);
            toasts.good(tr!(expansion.saved));
            record.put(newer);
        });
    };
    let fields = view! {
        <div class="form-grid">{inside(form)}</div>
        {lines.view()}
        {wrong(form)}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}

fn inside(form: Form) -> AnyView {
    form.know(Known {
        name: "lines",
        label: tr!(expansion.lines).to_owned(),
        required: false,
        secret: false,
    });
    view! {
        {Field::new(form, "title", tr!(expansion.name)).required().full().show()}
        {Field::new(form, "goal", tr!(expansion.goal)).required().kind("textarea").full().show()}
        {Field::new(form, "starts_on", tr!(expansion.starts_on)).required().kind("date").show()}
        {Field::new(form, "ends_on", tr!(expansion.ends_on)).required().kind("date").show()}
    }
    .into_any()
}

fn wrong(form: Form) -> AnyView {
    let id = form.field_id("lines");
    (move || {
        let id = id.clone();
        form.error("lines")
            .map(|text| view! { <div class="field"><p class="error" id=id tabindex="-1">{text}</p></div> })
    })
    .into_any()
}
