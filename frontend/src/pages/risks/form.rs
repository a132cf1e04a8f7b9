//! The fields of a risk: registering one, changing what is written of it.

use contract::risk::{NewRisk, Risk, RiskPatch};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::words;
use crate::components::field::{Field, select};
use crate::components::form as view;
use crate::components::person_combo::Among;
use crate::components::person_picker::PersonPicker;
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::{Form, pick};
use crate::core::http;
use crate::core::remote::Remote;
use crate::tr;

pub fn new(open: RwSignal<bool>, done: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let form = Form::new("new-risk", json!({}));
    let toasts = use_toasts();
    let submit = move || {
        let send = |body: Value, key| async move { http::post::<Risk>("/risks", key, &body).await };
        form.submit(numbers(form.body()), check::<NewRisk>, send, move |_| {
            open.set(false);
            toasts.good(tr!(risks.created));
            done();
        });
    };
    let fields = view! {
        {written(form)}
        <div class="form-grid">{levels(form)}</div>
        {Field::new(form, "next_review_on", tr!(risks.next_review)).kind("date").required().show()}
        <PersonPicker form among=Among::AtWork name="owner_id" label=tr!(risks.owner) required=false />
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(risks.new)),
    )
}

fn written(form: Form) -> AnyView {
    view! {
        {Field::new(form, "title", tr!(risks.risk)).required().show()}
        {Field::new(form, "description", tr!(risks.description)).kind("textarea").show()}
        {Field::new(form, "controls", tr!(risks.controls)).kind("textarea").required().show()}
    }
    .into_any()
}

pub fn levels(form: Form) -> AnyView {
    let (l, i) = (
        words::levels(words::likelihood),
        words::levels(words::impact),
    );
    view! {
        {select(form, "likelihood", tr!(risks.likelihood), true, "", Signal::stored(l))}
        {select(form, "impact", tr!(risks.impact), true, "", Signal::stored(i))}
    }
    .into_any()
}

/// Levels are chosen as text and sent as numbers.
pub fn numbers(mut body: Value) -> Value {
    for name in ["likelihood", "impact"] {
        let number = body[name]
            .as_str()
            .and_then(|text| text.parse::<i64>().ok());
        if let Some(number) = number {
            body[name] = number.into();
        }
    }
    body
}

pub fn edit(record: Remote<Risk>, risk: &Risk, open: RwSignal<bool>) -> AnyView {
    let (id, version) = (risk.id, risk.version);
    let start = pick(risk, &["title", "description", "controls"]);
    let form = Form::new(format!("risk-{id}"), start);
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, _| async move {
            http::patch::<Risk>(format!("/risks/{id}"), version, &body).await
        };
        form.submit(form.patch(), check::<RiskPatch>, send, move |newer| {
            open.set(false);
            toasts.good(tr!(risks.saved));
            record.put(newer);
        });
    };
    let fields = view! {
        {written(form)}
        <PersonPicker form among=Among::AtWork name="owner_id" label=tr!(risks.owner) required=false />
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}
