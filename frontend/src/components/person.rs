//! People: how one is shown, and how one is picked.

use contract::Page;
use contract::employee::{Employee, PersonRef};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::KeyboardEvent;

use super::avatar::avatar;
use super::icon::{Icon, icon, small};
use crate::core::form::{Form, Known};
use crate::core::{dom, http};
use crate::tr;

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

/// Combobox over `GET /employees?q=`: type, arrow, Enter. Keeps the person's id under `name`.
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
    let list_id = format!("{id}-list");
    let text = RwSignal::new(String::new());
    let found = RwSignal::new(Vec::<Employee>::new());
    let open = RwSignal::new(false);
    let at = RwSignal::new(0usize);
    let turn = StoredValue::new(0u32);
    let team = StoredValue::new(team);

    let search = move || {
        let mine = turn.get_value() + 1;
        turn.set_value(mine);
        let typed = text.get_untracked();
        spawn_local(async move {
            dom::sleep(180).await;
            if turn.try_get_value() != Some(mine) {
                return;
            }
            let pairs = [
                ("q".to_owned(), typed.trim().to_owned()),
                ("status".to_owned(), "active".to_owned()),
                ("team_id".to_owned(), team.get_value().unwrap_or_default()),
                ("limit".to_owned(), "8".to_owned()),
            ];
            if let Ok(page) =
                http::get::<Page<Employee>>(format!("/employees{}", http::query(&pairs))).await
                && turn.try_get_value() == Some(mine)
            {
                found.set(page.data);
                at.set(0);
                open.set(true);
            }
        });
    };
    let choose = move |employee: &Employee| {
        text.set(format!("{} · {}", employee.name, employee.number));
        form.set(name, employee.id.to_string());
        open.set(false);
    };
    let key = move |event: KeyboardEvent| {
        // While an input method is composing, Enter and arrows are its own.
        if event.is_composing() {
            return;
        }
        let count = found.with(Vec::len);
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if count > 0 => {
                event.prevent_default();
                open.set(true);
                let step = if event.key() == "ArrowDown" {
                    1
                } else {
                    count - 1
                };
                at.update(|at| *at = (*at + step) % count);
            }
            "Enter" if open.get() => {
                event.prevent_default();
                if let Some(employee) = found.with(|found| found.get(at.get()).cloned()) {
                    choose(&employee);
                }
            }
            "Escape" if open.get() => {
                event.prevent_default();
                event.stop_propagation();
                open.set(false);
            }
            _ => {}
        }
    };
    let error_id = format!("{id}-error");
    let option_id = {
        let id = id.clone();
        move |index: usize| format!("{id}-option-{index}")
    };
    let active = {
        let option_id = option_id.clone();
        move || (open.get() && found.with(|found| !found.is_empty())).then(|| option_id(at.get()))
    };
    let controls = list_id.clone();
    view! {
        <div class="field">
            <label for=id.clone()>{label.clone()}{required.then(|| view! { <span class="req" aria-hidden="true">"*"</span> })}</label>
            <div class="combo">
                <div class="input-wrap">
                    {icon(Icon::Search)}
                    <input
                        id=id class="input" type="text" role="combobox" autocomplete="off"
                        aria-expanded=move || open.get().to_string()
                        aria-controls=controls aria-autocomplete="list" aria-activedescendant=active
                        aria-invalid=move || form.error(name).map(|_| "true")
                        data-testid=format!("field-{name}")
                        prop:value=move || text.get()
                        on:input=move |event| {
                            text.set(event_target_value(&event));
                            form.set(name, "");
                            search();
                        }
                        on:focus=move |_| if found.with(Vec::is_empty) { search() }
                        on:blur=move |_| {
                            spawn_local(async move {
                                dom::sleep(150).await;
                                open.try_set(false);
                            });
                        }
                        on:keydown=key
                    />
                </div>
                <div class="combo-list" role="listbox" id=list_id aria-label=label hidden=move || !open.get()>
                    {move || {
                        let people = found.get();
                        if people.is_empty() {
                            return view! { <p class="option muted">{tr!(common.no_match)}</p> }.into_any();
                        }
                        let option_id = option_id.clone();
                        people
                            .into_iter()
                            .enumerate()
                            .map(|(index, employee)| {
                                let second = employee.team_name.clone().unwrap_or_default();
                                let face = person(&employee.name, employee.number.clone());
                                view! {
                                    <div
                                        class="option" role="option" id=option_id(index)
                                        aria-selected=move || (at.get() == index).to_string()
                                        on:mousedown=move |event| {
                                            event.prevent_default();
                                            choose(&employee);
                                        }
                                    >
                                        {face}
                                        <span class="end">{second}</span>
                                    </div>
                                }
                            })
                            .collect_view()
                            .into_any()
                    }}
                </div>
            </div>
            {move || form.error(name).map(|text| view! { <p class="error" id=error_id.clone()>{small(Icon::Alert)}<span>{text}</span></p> })}
        </div>
    }
}
