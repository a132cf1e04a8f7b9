//! How a person is shown.

use contract::employee::PersonRef;
use leptos::prelude::*;

use super::avatar::avatar;

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
