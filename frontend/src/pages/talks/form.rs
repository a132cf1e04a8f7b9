//! A talk is noted, or what was noted is changed by whoever wrote it.

use contract::talk::{NewTalk, Talk, TalkKind, TalkPatch};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

use super::list::base;
use crate::components::field::Field;
use crate::components::form as view;
use crate::components::person_combo::Among;
use crate::components::person_picker::PersonPicker;
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::{http, time};
use crate::tr;

pub fn new(kind: TalkKind, open: RwSignal<bool>) -> AnyView {
    let form = Form::new("new-talk", json!({ "held_on": time::today() }));
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submit = move || {
        let navigate = navigate.clone();
        let send =
            move |body: Value, key| async move { http::post::<Talk>(base(kind), key, &body).await };
        let mut body = form.body();
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| value.as_str() != Some("") && !value.is_null());
        }
        form.submit(body, check::<NewTalk>, send, move |one| {
            open.set(false);
            toasts.good(tr!(talks.created));
            let path = match one.kind {
                TalkKind::Coaching => Route::CoachingNote(one.id).path(),
                TalkKind::Care => Route::CareTalk(one.id).path(),
            };
            navigate(&path, Default::default());
        });
    };
    let fields = view! {
        <PersonPicker form name="employee_id" label=tr!(talks.about) among=Among::AtWork />
        {Field::new(form, "held_on", tr!(talks.held_on)).required().kind("date").show()}
        {inside(form)}
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
    view! {
        {Field::new(form, "text", tr!(talks.text)).required().kind("textarea").show()}
        {Field::new(form, "next_step", tr!(talks.next_step)).show()}
        {Field::new(form, "next_on", tr!(talks.next_on)).kind("date").show()}
    }
    .into_any()
}

pub fn edit(record: Remote<Talk>, one: &Talk, open: RwSignal<bool>) -> AnyView {
    let (id, version, kind) = (one.id, one.version, one.kind);
    let start = json!({ "text": one.text, "next_step": one.next_step, "next_on": one.next_on });
    let form = Form::new(format!("talk-{id}"), start);
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, _| async move {
            http::patch::<Talk>(format!("{}/{id}", base(kind)), version, &body).await
        };
        let mut body = form.patch();
        for name in ["next_step", "next_on"] {
            if body.get(name).and_then(Value::as_str) == Some("") {
                body[name] = Value::Null;
            }
        }
        form.submit(body, check::<TalkPatch>, send, move |newer| {
            open.set(false);
            toasts.good(tr!(common.saved));
            record.put(newer);
        });
    };
    view::frame(
        form,
        submit,
        None,
        inside(form),
        view::submit(form, tr!(common.save)),
    )
}
