//! A drill is planned, or changed before it is held.

use contract::Page;
use contract::document::Document;
use contract::drill::{Drill, DrillPatch, NewDrill};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

use crate::components::crumbs::crumbs;
use crate::components::field::{Field, select};
use crate::components::person_combo::Among;
use crate::components::person_picker::PersonPicker;
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{form as view, page};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::{http, locale};
use crate::pages::venues::places;
use crate::tr;

pub fn new() -> AnyView {
    let asked = UrlState::here().get("document_id");
    let form = Form::new("new-drill", json!({ "document_id": asked }));
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submit = move || {
        let navigate = navigate.clone();
        let send =
            |body: Value, key| async move { http::post::<Drill>("/drills", key, &body).await };
        let mut body = form.body();
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| value.as_str() != Some("") && !value.is_null());
        }
        form.submit(body, check::<NewDrill>, send, move |one| {
            toasts.good(tr!(drills.created));
            navigate(&Route::Drill(one.id).path(), Default::default());
        });
    };
    let fields = view! {
        <section class="card"><div class="card-body form-grid">
            {select(form, "document_id", tr!(drills.plan), true, "", plans())}
            <PersonPicker form name="leader_id" label=tr!(drills.leader) among=Among::Department(None) />
            {inside(form)}
        </div></section>
    };
    let back = Route::Drills.path();
    let foot = view! { {view::submit(form, tr!(drills.new))} {view::cancel(back.clone())} };
    let body = view! {
        {crumbs(vec![(tr!(drills.title).into(), back)])}
        {view::frame(form, submit, None, fields.into_any(), foot.into_any())}
    };
    page::narrow(
        Route::NewDrill,
        tr!(drills.new),
        tr!(drills.new_sub),
        body.into_any(),
    )
}

/// Emergency plans that hold.
fn plans() -> Signal<Vec<(String, String)>> {
    let found = Remote::new(|| {
        http::get::<Page<Document>>("/documents?kind=emergency_plan&active=true&limit=100")
    });
    Signal::derive(move || {
        let plans = found.get().map(|page| page.data).unwrap_or_default();
        let held = plans.into_iter().filter(|one| one.current.is_some());
        held.map(|one| {
            (
                one.id.to_string(),
                one.title.get(locale::current()).to_owned(),
            )
        })
        .collect()
    })
}

fn inside(form: Form) -> AnyView {
    view! {
        {Field::new(form, "planned_on", tr!(drills.planned_on)).required().kind("date").show()}
        {select(form, "place_id", tr!(drills.place), false, "", places::all())}
        {Field::new(form, "scenario", tr!(drills.scenario)).required().kind("textarea").full().show()}
    }
    .into_any()
}

pub fn edit(record: Remote<Drill>, one: &Drill, open: RwSignal<bool>) -> AnyView {
    let (id, version, leader) = (one.id, one.version, one.leader.clone());
    let start = json!({
        "planned_on": one.planned_on, "place_id": one.place.as_ref().map(|place| place.id), "scenario": one.scenario,
        "leader_id": leader.id.to_string(),
    });
    let form = Form::new(format!("drill-{id}"), start);
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, _| async move {
            http::patch::<Drill>(format!("/drills/{id}"), version, &body).await
        };
        let mut body = form.patch();
        if body.get("place_id").and_then(Value::as_str) == Some("") {
            body["place_id"] = Value::Null;
        }
        form.submit(body, check::<DrillPatch>, send, move |newer| {
            open.set(false);
            toasts.good(tr!(common.saved));
            record.put(newer);
        });
    };
    let fields = view! {
        <div class="form-grid">
            <PersonPicker form name="leader_id" label=tr!(drills.leader) among=Among::Department(None) start=Some(leader) />
            {inside(form)}
        </div>
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}
