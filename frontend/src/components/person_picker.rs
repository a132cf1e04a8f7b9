//! People picked in a form: one, or several.

use contract::employee::PersonRef;
use leptos::prelude::*;
use serde_json::Value;

use super::icon::{Icon, small};
use super::person_combo::{Among, PersonCombo, shown};
use crate::core::form::{Form, Known};
use crate::tr;

/// One person; keeps the id under `name`.
#[component]
pub fn PersonPicker(
    form: Form,
    name: &'static str,
    #[prop(into)] label: String,
    among: Among,
    #[prop(default = true)] required: bool,
    #[prop(optional)] help: &'static str,
    #[prop(optional_no_strip)] start: Option<PersonRef>,
) -> impl IntoView {
    let text = RwSignal::new(start.as_ref().map(shown).unwrap_or_default());
    let chosen = Callback::new(move |who: PersonRef| {
        text.set(shown(&who));
        form.set(name, who.id.to_string());
    });
    let typed = Callback::new(move |()| form.set(name, ""));
    field(
        form,
        (name, label),
        (required, help),
        (among, text, chosen, typed),
    )
}

/// Several people, kept as a JSON array of ids; each stands below with a button to take it away.
#[component]
pub fn PeoplePicker(
    form: Form,
    name: &'static str,
    #[prop(into)] label: String,
    among: Among,
) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let people = RwSignal::new(Vec::<PersonRef>::new());
    let store = move || {
        let ids: Vec<Value> = people.with_untracked(|all| {
            all.iter()
                .map(|who| Value::from(who.id.to_string()))
                .collect()
        });
        let ids = (!ids.is_empty()).then_some(ids);
        form.set(name, ids.map_or(Value::Null, Value::from));
    };
    let chosen = Callback::new(move |who: PersonRef| {
        people.update(|all| {
            if all.iter().all(|other| other.id != who.id) {
                all.push(who);
            }
        });
        text.set(String::new());
        store();
    });
    let chip = move |who: PersonRef| {
        let gone = move |_| {
            people.update(|all| all.retain(|other| other.id != who.id));
            store();
        };
        view! {
            <li class="chip">
                {super::avatar::sized(&who.name, "tiny")}
                <span>{who.name.clone()}</span>
                <button type="button" aria-label=format!("{} {}", tr!(common.remove), who.name) on:click=gone>{small(Icon::Close)}</button>
            </li>
        }
    };
    let typed = Callback::new(|()| ());
    view! {
        {field(form, (name, label), (true, ""), (among, text, chosen, typed))}
        {move || (!people.with(Vec::is_empty)).then(|| view! { <ul class="chips">{people.get().into_iter().map(chip).collect_view()}</ul> })}
    }
}

/// The combobox as a field of the form: label, help, error.
fn field(
    form: Form,
    (name, label): (&'static str, String),
    (required, help): (bool, &'static str),
    (among, text, chosen, typed): (Among, RwSignal<String>, Callback<PersonRef>, Callback<()>),
) -> AnyView {
    form.know(Known {
        name,
        label: label.clone(),
        required,
        secret: false,
    });
    let id = form.field_id(name);
    let (help_id, error_id) = (format!("{id}-help"), format!("{id}-error"));
    let described = (!help.is_empty()).then(|| help_id.clone());
    view! {
        <div class="field">
            <label for=id.clone()>{label.clone()}{required.then(|| view! { <span class="req" aria-hidden="true">"*"</span> })}</label>
            <PersonCombo
                id label text chosen typed among described
                testid=format!("field-{name}")
                invalid=Signal::derive(move || form.error(name).is_some())
            />
            {(!help.is_empty()).then(|| view! { <p class="help" id=help_id>{help}</p> })}
            {move || form.error(name).map(|text| view! { <p class="error" id=error_id.clone()>{small(Icon::Alert)}<span>{text}</span></p> })}
        </div>
    }
    .into_any()
}
