//! The fields of a customer's record, shared by "new" and "edit".

use contract::customer::Customer;
use leptos::prelude::*;
use serde_json::Value;

use super::{rows, similar, words};
use crate::components::field::{Field, select};
use crate::core::form::{Form, Known};
use crate::tr;

/// What a form takes as it stands; the masked numbers are only ever written anew.
pub const PLAIN: &[&str] = &[
    "name",
    "gender",
    "birthday",
    "class",
    "tags",
    "occupation",
    "email",
    "address",
    "source",
    "needs",
    "family",
    "policies",
    "protection_needs",
];

pub fn fields(form: Form, known: Option<&Customer>) -> AnyView {
    let keep = |masked: Option<&String>| {
        masked.map_or_else(String::new, |now| {
            tr!(customers.keep, now = now.clone()).to_string()
        })
    };
    let phone = keep(known.and_then(|one| one.phone.as_ref()));
    let number = keep(known.and_then(|one| one.identity_number.as_ref()));
    view! {
        {similar::notice(form)}
        <section class="card">
            <div class="card-head"><h2>{tr!(customers.person)}</h2></div>
            <div class="card-body form-grid">
                {Field::new(form, "name", tr!(customers.name)).required().show()}
                {select(form, "gender", tr!(customers.gender), false, "", Signal::stored(words::genders()))}
                {Field::new(form, "birthday", tr!(customers.birthday)).kind("date").show()}
                {Field::new(form, "identity_number", tr!(customers.identity_number)).help(number).show()}
                {Field::new(form, "occupation", tr!(customers.occupation)).show()}
            </div>
        </section>
        <section class="card">
            <div class="card-head"><h2>{tr!(customers.contact)}</h2></div>
            <div class="card-body form-grid">
                {Field::new(form, "phone", tr!(customers.phone)).kind("tel").help(phone).show()}
                {Field::new(form, "email", tr!(customers.email)).kind("email").show()}
                {Field::new(form, "address", tr!(customers.address)).full().show()}
            </div>
        </section>
        <section class="card">
            <div class="card-head"><h2>{tr!(customers.business)}</h2></div>
            <div class="card-body form-grid">
                {select(form, "class", tr!(customers.class), false, "", Signal::stored(words::classes()))}
                {Field::new(form, "source", tr!(customers.source)).show()}
                {tags(form)}
                {Field::new(form, "needs", tr!(customers.needs_said)).kind("textarea").full().show()}
            </div>
        </section>
        {rows::needs(form)}
        {rows::family(form)}
        {rows::policies(form)}
    }
    .into_any()
}

/// Tags as one text with commas; an array in the form.
fn tags(form: Form) -> AnyView {
    form.know(Known {
        name: "tags",
        label: tr!(customers.tags).to_owned(),
        required: false,
        secret: false,
    });
    let id = form.field_id("tags");
    let help = format!("{id}-help");
    let (described, label) = (help.clone(), id.clone());
    let written = move || {
        let value = form.value("tags").unwrap_or_default();
        let all = value.as_array().cloned().unwrap_or_default();
        let words: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
        words.join(", ")
    };
    let changed = move |text: String| {
        let all = text.split([',', '，', '、']).map(str::trim);
        let all: Vec<Value> = all.filter(|one| !one.is_empty()).map(Value::from).collect();
        form.set("tags", all);
    };
    view! {
        <div class="field full">
            <label for=label>{tr!(customers.tags)}</label>
            <input
                id=id class="input" type="text" autocomplete="off" aria-describedby=described data-testid="field-tags"
                prop:value=written on:change=move |event| changed(event_target_value(&event))
            />
            <p class="help" id=help>{tr!(customers.tags_help)}</p>
            {move || form.error("tags").map(|text| view! { <p class="error">{text}</p> })}
        </div>
    }
    .into_any()
}
