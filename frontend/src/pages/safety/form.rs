//! A piece of safety equipment is registered, or changed.

use contract::safety::{NewSafetyItem, SafetyItem, SafetyItemPatch, SafetyState};
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
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::words::wire;
use crate::pages::venues::place::number;
use crate::pages::venues::places;
use crate::tr;

pub fn new() -> AnyView {
    let start = json!({ "kind": "extinguisher", "inspect_months": "6" });
    let form = Form::new("new-safety-item", start);
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submit = move || {
        let navigate = navigate.clone();
        let send = |body: Value, key| async move {
            http::post::<SafetyItem>("/safety-items", key, &body).await
        };
        let mut body = form.body();
        number(&mut body, "inspect_months");
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| value.as_str() != Some("") && !value.is_null());
        }
        form.submit(body, check::<NewSafetyItem>, send, move |one| {
            toasts.good(tr!(safety.created));
            navigate(&Route::SafetyItem(one.id).path(), Default::default());
        });
    };
    let inspected = Field::new(form, "inspected_on", tr!(safety.inspected_on));
    let inspected = inspected.kind("date").help(tr!(safety.inspected_help));
    let fields = view! {
        <section class="card"><div class="card-body form-grid">{inside(form)} {inspected.show()}</div></section>
    };
    let back = Route::Safety.path();
    let foot = view! { {view::submit(form, tr!(common.create))} {view::cancel(back.clone())} };
    let body = view! {
        {crumbs(vec![(tr!(safety.title).into(), back)])}
        {view::frame(form, submit, None, fields.into_any(), foot.into_any())}
    };
    page::narrow(
        Route::NewSafetyItem,
        tr!(safety.new),
        tr!(safety.new_sub),
        body.into_any(),
    )
}

pub fn edit(record: Remote<SafetyItem>, one: &SafetyItem, open: RwSignal<bool>) -> AnyView {
    let (id, version) = (one.id, one.version);
    let retired = one.state == SafetyState::Retired;
    let start = json!({
        "label": one.label, "kind": wire(&one.kind), "place_id": one.place.as_ref().map(|place| place.id), "spot": one.spot,
        "expires_on": one.expires_on, "inspect_months": one.inspect_months.to_string(), "retired": retired.to_string(),
    });
    let form = Form::new(format!("safety-item-{id}"), start);
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, _| async move {
            http::patch::<SafetyItem>(format!("/safety-items/{id}"), version, &body).await
        };
        let mut body = form.patch();
        number(&mut body, "inspect_months");
        for name in ["place_id", "expires_on"] {
            if body[name].as_str() == Some("") {
                body[name] = Value::Null;
            }
        }
        if let Some(on) = body["retired"]
            .as_str()
            .and_then(|text| text.parse::<bool>().ok())
        {
            body["retired"] = on.into();
        }
        if let Some(fields) = body.as_object_mut() {
            // What wasn't touched isn't there; asking for it above must not put it there.
            fields.retain(|name, value| {
                !value.is_null() || ["place_id", "expires_on"].contains(&name.as_str())
            });
        }
        form.submit(body, check::<SafetyItemPatch>, send, move |newer| {
            open.set(false);
            toasts.good(tr!(common.saved));
            record.put(newer);
        });
    };
    let yes = ("true".to_owned(), tr!(common.yes).to_owned());
    let yes_no = vec![yes, ("false".to_owned(), tr!(common.no).to_owned())];
    let retired = select(
        form,
        "retired",
        tr!(safety.retired),
        true,
        tr!(safety.retired_help),
        Signal::stored(yes_no),
    );
    let fields = view! { <div class="form-grid">{inside(form)} {retired}</div> };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}

fn inside(form: Form) -> AnyView {
    view! {
        {Field::new(form, "label", tr!(safety.label)).required().help(tr!(safety.label_help)).show()}
        {select(form, "kind", tr!(safety.kind), true, "", Signal::stored(words::kinds()))}
        {select(form, "place_id", tr!(safety.place), false, "", places::all())}
        {Field::new(form, "spot", tr!(safety.spot)).required().show()}
        {Field::new(form, "inspect_months", tr!(safety.inspect_months)).required().kind("number").min("1".into()).max("60".into()).show()}
        {Field::new(form, "expires_on", tr!(safety.expires_on)).kind("date").help(tr!(safety.expires_help)).show()}
    }
    .into_any()
}
