//! A list's filter by one person, in the address like the other filters.

use contract::employee::{Employee, PersonRef};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::icon::{Icon, small};
use super::person_combo::PersonCombo;
use super::url_state::UrlState;
use crate::core::{dom, http};
use crate::tr;

#[component]
pub fn PersonFilter(url: UrlState, key: &'static str, label: &'static str) -> impl IntoView {
    let text = RwSignal::new(String::new());
    // Whose name stands in the input. The address may change by itself: cleared, or gone back to.
    let named = StoredValue::new(String::new());
    Effect::new(move || {
        let id = url.get(key);
        if named.get_value() == id {
            return;
        }
        named.set_value(id.clone());
        text.set(String::new());
        if id.parse::<Uuid>().is_err() {
            return;
        }
        spawn_local(async move {
            let person = http::get::<Employee>(format!("/employees/{id}")).await;
            if named.try_get_value().as_ref() == Some(&id) {
                text.set(person.map_or(id, |person| person.name));
            }
        });
    });
    let chosen = Callback::new(move |who: PersonRef| {
        let id = who.id.to_string();
        named.set_value(id.clone());
        text.set(who.name);
        url.set(key, &id);
    });
    let typed = Callback::new(move |()| {
        if !url.get(key).is_empty() {
            named.set_value(String::new());
            url.set(key, "");
        }
    });
    let clear = move || {
        (!url.get(key).is_empty()).then(|| {
            view! {
                <button type="button" class="btn quiet icon-only small reveal" aria-label=tr!(audit.clear_person) on:click=move |_| url.set(key, "")>
                    {small(Icon::Close)}
                </button>
            }
        })
    };
    view! {
        <div class="person-filter">
            <PersonCombo id=format!("person-filter-{}", dom::unique()) label placeholder=tr!(audit.all_people) text chosen typed testid=format!("filter-{key}") />
            {clear}
        </div>
    }
}
