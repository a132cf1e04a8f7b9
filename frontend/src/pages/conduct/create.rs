//! Noting what was seen, from the phone above all.

use contract::conduct::{ConductRecord, NewConductRecord};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

use super::words;
use crate::components::crumbs::crumbs;
use crate::components::field::{Field, select};
use crate::components::person_combo::Among;
use crate::components::person_picker::PersonPicker;
use crate::components::toast::use_toasts;
use crate::components::{form as view, page};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::routes::Route;
use crate::core::{http, time};
use crate::pages::venues::places;
use crate::tr;

pub fn page() -> AnyView {
    let start = json!({ "kind": "eating", "observed_on": time::today() });
    let form = Form::new("new-conduct", start);
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submit = move || {
        let navigate = navigate.clone();
        let send = |body: Value, key| async move {
            http::post::<ConductRecord>("/conduct-records", key, &body).await
        };
        let mut body = form.body();
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| value.as_str() != Some("") && !value.is_null());
        }
        form.submit(body, check::<NewConductRecord>, send, move |one| {
            let until = time::date(one.heard_by);
            toasts.good(tr!(conduct.created, day = until).to_string());
            navigate(&Route::ConductRecord(one.id).path(), Default::default());
        });
    };
    let fields = view! {
        <section class="card"><div class="card-body form-grid">
            <PersonPicker form name="employee_id" label=tr!(conduct.employee) among=Among::AtWork />
            {select(form, "kind", tr!(conduct.kind), true, "", Signal::stored(words::kinds()))}
            {Field::new(form, "observed_on", tr!(conduct.observed_on)).required().kind("date").max(time::today()).show()}
            {select(form, "place_id", tr!(conduct.place), false, "", places::all())}
            {Field::new(form, "description", tr!(conduct.description)).required().kind("textarea").full().help(tr!(conduct.description_help)).show()}
        </div></section>
    };
    let back = Route::Conduct.path();
    let foot = view! { {view::submit(form, tr!(conduct.note_it))} {view::cancel(back.clone())} };
    let body = view! {
        {crumbs(vec![(tr!(conduct.title).into(), back)])}
        {view::frame(form, submit, None, fields.into_any(), foot.into_any())}
    };
    page::narrow(
        Route::NewConduct,
        tr!(conduct.new),
        tr!(conduct.new_sub),
        body.into_any(),
    )
}
