//! Form fields: label, control, help, error; bound to a `Form` by the field's name.

use leptos::prelude::*;
use serde_json::Value;

use super::icon::{Icon, icon, small};
use crate::core::form::{Form, Known};
use crate::tr;

/// What a field is; the builder keeps calls short: `Field::new(form, "email", …).kind("email").show()`.
pub struct Field {
    form: Form,
    name: &'static str,
    label: String,
    help: String,
    kind: &'static str,
    required: bool,
    autocomplete: &'static str,
    class: &'static str,
    full: bool,
    min: Option<String>,
    max: Option<String>,
}

impl Field {
    pub fn new(form: Form, name: &'static str, label: impl Into<String>) -> Field {
        Field {
            form,
            name,
            label: label.into(),
            help: String::new(),
            kind: "text",
            required: false,
            autocomplete: "off",
            class: "input",
            full: false,
            min: None,
            max: None,
        }
    }

    pub fn required(mut self) -> Field {
        self.required = true;
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Field {
        self.help = help.into();
        self
    }

    /// An input type, or `textarea`.
    pub fn kind(mut self, kind: &'static str) -> Field {
        self.kind = kind;
        self
    }

    pub fn autocomplete(mut self, autocomplete: &'static str) -> Field {
        self.autocomplete = autocomplete;
        self
    }

    pub fn class(mut self, class: &'static str) -> Field {
        self.class = class;
        self
    }

    /// Takes the whole width of a form grid.
    pub fn full(mut self) -> Field {
        self.full = true;
        self
    }

    pub fn min(mut self, min: String) -> Field {
        self.min = Some(min);
        self
    }

    pub fn max(mut self, max: String) -> Field {
        self.max = Some(max);
        self
    }

    pub fn show(self) -> AnyView {
        let Field {
            form,
            name,
            kind,
            required,
            autocomplete,
            class,
            min,
            max,
            ..
        } = self;
        self.form.know(Known {
            name,
            label: self.label.clone(),
            required,
            secret: kind == "password",
        });
        let id = form.field_id(name);
        let attributes = Attributes::of(form, name, &self.help);
        let control = match kind {
            "textarea" => view! {
                <textarea
                    id=id.clone() class=class rows="3" required=required
                    aria-invalid=attributes.invalid aria-describedby=attributes.described
                    data-testid=format!("field-{name}")
                    prop:value=move || form.text(name)
                    on:input=move |event| form.set(name, event_target_value(&event))
                ></textarea>
            }
            .into_any(),
            "password" => secret(form, name, id.clone(), autocomplete, attributes),
            _ => view! {
                <input
                    id=id.clone() class=class type=kind autocomplete=autocomplete required=required
                    min=min max=max
                    inputmode=(autocomplete == "one-time-code").then_some("numeric")
                    maxlength=(autocomplete == "one-time-code").then_some("6")
                    aria-invalid=attributes.invalid aria-describedby=attributes.described
                    data-testid=format!("field-{name}")
                    prop:value=move || form.text(name)
                    on:input=move |event| form.set(name, event_target_value(&event))
                />
            }
            .into_any(),
        };
        frame(
            form, name, self.label, self.help, required, self.full, control,
        )
    }
}

/// Ties a control to its help and its error.
struct Attributes {
    invalid: Signal<Option<&'static str>>,
    described: Signal<Option<String>>,
}

impl Attributes {
    fn of(form: Form, name: &'static str, help: &str) -> Attributes {
        let id = form.field_id(name);
        let has_help = !help.is_empty();
        Attributes {
            invalid: Signal::derive(move || form.error(name).map(|_| "true")),
            described: Signal::derive(move || {
                let error = form.error(name).map(|_| format!("{id}-error"));
                let help = has_help.then(|| format!("{id}-help"));
                let both: Vec<String> = error.into_iter().chain(help).collect();
                (!both.is_empty()).then(|| both.join(" "))
            }),
        }
    }
}

fn frame(
    form: Form,
    name: &'static str,
    label: String,
    help: String,
    required: bool,
    full: bool,
    control: AnyView,
) -> AnyView {
    let id = form.field_id(name);
    let (help_id, error_id) = (format!("{id}-help"), format!("{id}-error"));
    view! {
        <div class=if full { "field full" } else { "field" }>
            <label for=id>
                {label}
                {required.then(|| view! { <span class="req" aria-hidden="true">"*"</span> })}
            </label>
            {control}
            {(!help.is_empty()).then(|| view! { <p class="help" id=help_id>{help}</p> })}
            {move || {
                form.error(name)
                    .map(|text| view! { <p class="error" id=error_id.clone()>{icon(Icon::Alert)}<span>{text}</span></p> })
            }}
        </div>
    }
    .into_any()
}

fn secret(
    form: Form,
    name: &'static str,
    id: String,
    autocomplete: &'static str,
    attributes: Attributes,
) -> AnyView {
    let shown = RwSignal::new(false);
    view! {
        <div class="input-wrap has-end">
            <input
                id=id class="input" type=move || if shown.get() { "text" } else { "password" } autocomplete=autocomplete required=true
                aria-invalid=attributes.invalid aria-describedby=attributes.described
                data-testid=format!("field-{name}")
                prop:value=move || form.text(name)
                on:input=move |event| form.set(name, event_target_value(&event))
            />
            <button
                type="button" class="btn quiet icon-only small reveal"
                aria-pressed=move || shown.get().to_string()
                aria-label=tr!(common.show_password)
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                {move || small(if shown.get() { Icon::EyeOff } else { Icon::Eye })}
            </button>
        </div>
    }
    .into_any()
}

/// A closed list; `options` may arrive later.
pub fn select(
    form: Form,
    name: &'static str,
    label: impl Into<String>,
    required: bool,
    help: impl Into<String>,
    options: Signal<Vec<(String, String)>>,
) -> AnyView {
    let (label, help) = (label.into(), help.into());
    form.know(Known {
        name,
        label: label.clone(),
        required,
        secret: false,
    });
    let attributes = Attributes::of(form, name, &help);
    let control = view! {
        <select
            id=form.field_id(name) class="input" required=required
            aria-invalid=attributes.invalid aria-describedby=attributes.described
            data-testid=format!("field-{name}")
            on:change=move |event| form.set(name, event_target_value(&event))
        >
            <option value="" selected=move || form.text(name).is_empty()>
                {if required { tr!(common.choose) } else { tr!(common.nothing_chosen) }}
            </option>
            {move || {
                options
                    .get()
                    .into_iter()
                    .map(|(value, text)| {
                        let chosen = value.clone();
                        view! { <option value=value selected=move || form.text(name) == chosen>{text}</option> }
                    })
                    .collect_view()
            }}
        </select>
    };
    frame(form, name, label, help, required, false, control.into_any())
}

/// Several of a closed list, kept as a JSON array.
pub fn checks(
    form: Form,
    name: &'static str,
    label: impl Into<String>,
    options: Vec<(String, String, String)>,
) -> AnyView {
    let label = label.into();
    form.know(Known {
        name,
        label: label.clone(),
        required: false,
        secret: false,
    });
    let chosen = move |value: &str| list(form, name).iter().any(|one| one == value);
    let toggle = move |value: &str, on: bool| {
        let mut all = list(form, name);
        all.retain(|one| one != value);
        if on {
            all.push(value.to_owned());
        }
        form.set(name, Value::from(all));
    };
    let id = form.field_id(name);
    view! {
        <fieldset class="field full" id=id tabindex="-1">
            <legend class="label">{label}</legend>
            <div class="checks">
                {options
                    .into_iter()
                    .map(|(value, text, help)| {
                        let (mine, yours) = (value.clone(), value.clone());
                        view! {
                            <label class="check">
                                <input
                                    type="checkbox"
                                    data-testid=format!("check-{value}")
                                    prop:checked=move || chosen(&mine)
                                    on:change=move |event| toggle(&yours, event_target_checked(&event))
                                />
                                <span>{text}{(!help.is_empty()).then(|| view! { <span class="help">{help}</span> })}</span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
            {move || form.error(name).map(|text| view! { <p class="error">{icon(Icon::Alert)}<span>{text}</span></p> })}
        </fieldset>
    }
    .into_any()
}

fn list(form: Form, name: &str) -> Vec<String> {
    form.value(name)
        .and_then(|value| value.as_array().cloned())
        .unwrap_or_default()
        .iter()
        .filter_map(|one| one.as_str().map(str::to_owned))
        .collect()
}
