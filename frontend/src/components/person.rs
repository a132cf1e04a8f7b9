//! People: how one is shown, and how one is picked in a form.

use contract::employee::{Employee, PersonRef};
use leptos::prelude::*;

use super::avatar::avatar;
use super::icon::{Icon, small};
use super::person_combo::PersonCombo;
use crate::core::form::{Form, Known};

/// Avatar, name and a quiet second line.
pub fn person(name: &str, second: impl Into<String>) -> AnyView {
    let second = second.into();
    view! {
        <span class="person">
            {avatar(name)}
            <span class="person-text">
                <span class="truncate">{name.to_owned()}</span>
                {(!second.is_empty()).then(|| view! { <small class="truncate">{second}</small> })}
            </span>
        </span>
    }
    .into_any()
}

/// The same as a link to the person's page.
pub fn link(person: &PersonRef) -> AnyView {
    view! {
        <a class="person" href=format!("/employees/{}", person.id)>
            {super::avatar::sized(&person.name, "tiny")}
            <span>{person.name.clone()}</span>
        </a>
    }
    .into_any()
}

/// A form's field for one person; keeps the person's id under `name`.
#[component]
pub fn PersonPicker(
    form: Form,
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(optional)] team: Option<String>,
    #[prop(default = true)] required: bool,
) -> impl IntoView {
    form.know(Known {
        name,
        label: label.clone(),
        required,
        secret: false,
    });
    let id = form.field_id(name);
    let error_id = format!("{id}-error");
    let text = RwSignal::new(String::new());
    let chosen = Callback::new(move |employee: Employee| {
        text.set(format!("{} · {}", employee.name, employee.number));
        form.set(name, employee.id.to_string());
    });
    let pairs = [
        ("status".to_owned(), "active".to_owned()),
        ("team_id".to_owned(), team.unwrap_or_default()),
    ];
    view! {
        <div class="field">
            <label for=id.clone()>{label.clone()}{required.then(|| view! { <span class="req" aria-hidden="true">"*"</span> })}</label>
            <PersonCombo
                id label text chosen
                among=pairs.to_vec()
                typed=Callback::new(move |()| form.set(name, ""))
                testid=format!("field-{name}")
                invalid=Signal::derive(move || form.error(name).is_some())
            />
            {move || form.error(name).map(|text| view! { <p class="error" id=error_id.clone()>{small(Icon::Alert)}<span>{text}</span></p> })}
        </div>
    }
}
