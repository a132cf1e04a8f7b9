//! Reporting a hazard, from the phone above all.

use contract::hazard::{Hazard, NewHazard};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

use super::words;
use crate::components::crumbs::crumbs;
use crate::components::field::{Field, select};
use crate::components::toast::use_toasts;
use crate::components::{form as view, page};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::routes::Route;
use crate::pages::venues::places;
use crate::tr;

pub fn page() -> AnyView {
    let form = Form::new("new-hazard", json!({ "severity": "medium" }));
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submit = move || {
        let navigate = navigate.clone();
        let send =
            |body: Value, key| async move { http::post::<Hazard>("/hazards", key, &body).await };
        let mut body = form.body();
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| value.as_str() != Some("") && !value.is_null());
        }
        form.submit(body, check::<NewHazard>, send, move |one| {
            toasts.good(tr!(hazards.created));
            navigate(&Route::Hazard(one.id).path(), Default::default());
        });
    };
    let fields = view! {
        <section class="card"><div class="card-body form-grid">
            {Field::new(form, "title", tr!(hazards.what)).required().full().show()}
            {select(form, "kind", tr!(hazards.kind), true, "", Signal::stored(words::kinds()))}
            {select(form, "place_id", tr!(hazards.place), false, "", places::all())}
            {Field::new(form, "spot", tr!(hazards.spot)).required().show()}
            {select(form, "severity", tr!(hazards.severity), true, tr!(hazards.severity_help), Signal::stored(words::severities()))}
            {Field::new(form, "description", tr!(hazards.description)).kind("textarea").full().show()}
        </div></section>
    };
    let back = Route::Hazards.path();
    let foot = view! { {view::submit(form, tr!(hazards.new))} {view::cancel(back.clone())} };
    let body = view! {
        {crumbs(vec![(tr!(hazards.title).into(), back)])}
        {view::frame(form, submit, None, fields.into_any(), foot.into_any())}
    };
    page::narrow(
        Route::NewHazard,
        tr!(hazards.new),
        tr!(hazards.new_sub),
        body.into_any(),
    )
}
