//! A file is put into the index, or what the index says of it is changed.

use contract::filing::{FilingEntry, FilingEntryPatch, NewFilingEntry};
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
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::words::wire;
use crate::pages::venues::places;
use crate::tr;

pub fn new() -> AnyView {
    let form = Form::new("new-filing-entry", json!({ "category": "business" }));
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submit = move || {
        let navigate = navigate.clone();
        let send = |body: Value, key| async move {
            http::post::<FilingEntry>("/filing-entries", key, &body).await
        };
        let mut body = form.body();
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| value.as_str() != Some("") && !value.is_null());
        }
        form.submit(body, check::<NewFilingEntry>, send, move |one| {
            toasts.good(tr!(filing.created));
            navigate(&Route::FilingEntry(one.id).path(), Default::default());
        });
    };
    let keeper = view! { <PersonPicker form name="keeper_id" label=tr!(filing.keeper) among=Among::Department(None) /> };
    let fields = view! {
        <section class="card"><div class="card-body form-grid">{inside(form)} {keeper}</div></section>
    };
    let back = Route::Filing.path();
    let foot = view! { {view::submit(form, tr!(common.create))} {view::cancel(back.clone())} };
    let body = view! {
        {crumbs(vec![(tr!(filing.title).into(), back)])}
        {view::frame(form, submit, None, fields.into_any(), foot.into_any())}
    };
    page::narrow(
        Route::NewFilingEntry,
        tr!(filing.new),
        tr!(filing.new_sub),
        body.into_any(),
    )
}

pub fn edit(record: Remote<FilingEntry>, one: &FilingEntry, open: RwSignal<bool>) -> AnyView {
    let (id, version) = (one.id, one.version);
    let start = json!({
        "code": one.code, "title": one.title, "category": wire(&one.category), "place_id": one.place.as_ref().map(|place| place.id),
        "spot": one.spot, "keeper_id": one.keeper.id, "retain_until": one.retain_until,
    });
    let form = Form::new(format!("filing-entry-{id}"), start);
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, _| async move {
            http::patch::<FilingEntry>(format!("/filing-entries/{id}"), version, &body).await
        };
        let mut body = form.patch();
        for name in ["place_id", "retain_until"] {
            if body.get(name).and_then(Value::as_str) == Some("") {
                body[name] = Value::Null;
            }
        }
        form.submit(body, check::<FilingEntryPatch>, send, move |newer| {
            open.set(false);
            toasts.good(tr!(common.saved));
            record.put(newer);
        });
    };
    let keeper = Some(one.keeper.clone());
    let keeper = view! { <PersonPicker form name="keeper_id" label=tr!(filing.keeper) among=Among::Department(None) start=keeper /> };
    let fields = view! { <div class="form-grid">{inside(form)} {keeper}</div> };
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
        {Field::new(form, "code", tr!(filing.code)).required().help(tr!(filing.code_help)).show()}
        {Field::new(form, "title", tr!(filing.what)).required().show()}
        {select(form, "category", tr!(filing.category), true, "", Signal::stored(words::categories()))}
        {select(form, "place_id", tr!(filing.place), false, "", places::all())}
        {Field::new(form, "spot", tr!(filing.spot)).required().show()}
        {Field::new(form, "retain_until", tr!(filing.retain_until)).kind("date").help(tr!(filing.retain_help)).show()}
    }
    .into_any()
}
