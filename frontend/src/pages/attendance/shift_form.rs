//! The form of a shift.

use contract::attendance::{NewShift, Shift, ShiftPatch};
use leptos::prelude::*;
use serde_json::{Value, json};

use crate::components::choice::switch;
use crate::components::field::{Field, select};
use crate::components::form as view;
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::{Form, pick};
use crate::core::http;
use crate::core::listing::Listing;
use crate::tr;

const NUMBERS: &[&str] = &[
    "break_minutes",
    "flex_minutes",
    "late_grace_minutes",
    "early_grace_minutes",
];

pub fn create(listing: Listing<Shift>, open: RwSignal<bool>) -> AnyView {
    let toasts = use_toasts();
    let form = Form::new(
        "new-shift",
        json!({ "kind": "fixed", "starts": "09:00", "ends": "18:00", "break_minutes": "60" }),
    );
    let next_day = RwSignal::new(false);
    let submit = move || {
        let mut body = numbers(form.body());
        body["ends_next_day"] = Value::from(next_day.get_untracked());
        let send =
            |body: Value, key| async move { http::post::<Shift>("/shifts", key, &body).await };
        form.submit(body, check::<NewShift>, send, move |_| {
            open.set(false);
            toasts.good(tr!(common.saved));
            listing.reload();
        });
    };
    view::frame(
        form,
        submit,
        None,
        fields(form, next_day, true),
        view::submit(form, tr!(common.create)),
    )
}

pub fn edit(listing: Listing<Shift>, one: Shift, open: RwSignal<bool>) -> AnyView {
    let toasts = use_toasts();
    let mut start = pick(&one, &["name", "kind", "starts", "ends", "middle"]);
    let all = http::value(&one);
    for name in NUMBERS {
        start[*name] = Value::from(all[*name].to_string());
    }
    let form = Form::new(format!("shift-{}", one.id), start);
    let next_day = RwSignal::new(one.ends_next_day);
    let (id, version, before) = (one.id, one.version, one.ends_next_day);
    let submit = move || {
        let mut body = numbers(form.patch());
        if next_day.get_untracked() != before {
            body["ends_next_day"] = Value::from(next_day.get_untracked());
        }
        let send = move |body: Value, _| async move {
            http::patch::<Shift>(format!("/shifts/{id}"), version, &body).await
        };
        form.submit(body, check::<ShiftPatch>, send, move |_| {
            open.set(false);
            toasts.good(tr!(common.saved));
            listing.reload();
        });
    };
    view::frame(
        form,
        submit,
        None,
        fields(form, next_day, false),
        view::submit(form, tr!(common.save)),
    )
}

/// Entries of number fields are text until they go out; what isn't a number stays and is refused by name.
fn numbers(mut body: Value) -> Value {
    for name in NUMBERS {
        if let Some(n) = body
            .get(*name)
            .and_then(Value::as_str)
            .and_then(|text| text.parse::<u32>().ok())
        {
            body[*name] = Value::from(n);
        }
    }
    body
}

fn fields(form: Form, next_day: RwSignal<bool>, new: bool) -> AnyView {
    let kinds = vec![
        ("fixed".to_owned(), tr!(attendance.fixed).to_owned()),
        ("flexible".to_owned(), tr!(attendance.flexible).to_owned()),
    ];
    let flexible = move || form.text("kind") == "flexible";
    view! {
        <div class="form-grid">
            {Field::new(form, "name", tr!(common.title_name)).required().show()}
            {new.then(|| select(form, "kind", tr!(attendance.shift_kind), true, "", Signal::stored(kinds)))}
            {Field::new(form, "starts", tr!(attendance.starts)).required().kind("time").show()}
            {Field::new(form, "ends", tr!(attendance.ends)).required().kind("time").show()}
            {Field::new(form, "middle", tr!(attendance.middle)).kind("time").help(tr!(attendance.middle_help)).show()}
            {Field::new(form, "break_minutes", tr!(attendance.break_minutes)).kind("number").show()}
            {move || flexible().then(|| Field::new(form, "flex_minutes", tr!(attendance.flex)).kind("number").help(tr!(attendance.flex_help)).show())}
            {Field::new(form, "late_grace_minutes", tr!(attendance.late_grace)).kind("number").show()}
            {Field::new(form, "early_grace_minutes", tr!(attendance.early_grace)).kind("number").show()}
        </div>
        {switch(tr!(attendance.ends_next_day), next_day)}
    }
    .into_any()
}
