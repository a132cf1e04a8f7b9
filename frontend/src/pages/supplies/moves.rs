//! What is done with the stock: taken, restocked, counted. Each is one number, and why where that is wanted.

use contract::supply::{NewSupplyCount, NewSupplyIssue, NewSupplyRestock, SupplyItem};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::components::field::Field;
use crate::components::form as view;
use crate::components::person_combo::Among;
use crate::components::person_picker::PersonPicker;
use crate::components::toast::use_toasts;
use crate::core::check::{FieldError, check};
use crate::core::form::Form;
use crate::core::http;
use crate::core::remote::Remote;
use crate::pages::venues::place::number;
use crate::tr;

type Record = Remote<SupplyItem>;

/// Which of them: its noun in the address, the number it asks for, how it is checked.
struct Move {
    noun: &'static str,
    number: (&'static str, &'static str),
    least: &'static str,
    note: &'static str,
    checked: fn(&Value) -> Vec<FieldError>,
}

/// `others`: the caller may take for somebody else.
pub fn issue(record: Record, id: Uuid, open: RwSignal<bool>, others: bool) -> AnyView {
    let taken = Move {
        noun: "issues",
        number: ("quantity", tr!(supplies.how_many)),
        least: "1",
        note: tr!(supplies.what_for),
        checked: check::<NewSupplyIssue>,
    };
    frame(record, id, open, taken, others)
}

pub fn restock(record: Record, id: Uuid, open: RwSignal<bool>) -> AnyView {
    let came = Move {
        noun: "restocks",
        number: ("quantity", tr!(supplies.how_many)),
        least: "1",
        note: tr!(supplies.from_whom),
        checked: check::<NewSupplyRestock>,
    };
    frame(record, id, open, came, false)
}

pub fn count(record: Record, id: Uuid, open: RwSignal<bool>) -> AnyView {
    let counted = Move {
        noun: "counts",
        number: ("counted", tr!(supplies.there_are)),
        least: "0",
        note: tr!(supplies.why_differs),
        checked: check::<NewSupplyCount>,
    };
    frame(record, id, open, counted, false)
}

fn frame(record: Record, id: Uuid, open: RwSignal<bool>, one: Move, others: bool) -> AnyView {
    let form = Form::new(format!("supply-{}-{id}", one.noun), json!({}));
    let toasts = use_toasts();
    let (noun, name, checked) = (one.noun, one.number.0, one.checked);
    let submit = move || {
        let send = move |body: Value, key| async move {
            http::post::<SupplyItem>(format!("/supplies/{id}/{noun}"), key, &body).await
        };
        let mut body = form.body();
        number(&mut body, name);
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| value.as_str() != Some("") && !value.is_null());
        }
        form.submit(body, checked, send, move |_| {
            open.set(false);
            toasts.good(tr!(common.saved));
            record.reload();
        });
    };
    let number = Field::new(form, one.number.0, one.number.1);
    let number = number.kind("number").min(one.least.into()).required();
    let who = others.then(|| view! { <PersonPicker form name="employee_id" label=tr!(supplies.who_takes) among=Among::AtWork /> });
    let fields = view! {
        {number.show()}
        {who}
        {Field::new(form, "note", one.note).show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}
