//! Choosing events: everything, whole groups, or single ones.

use contract::event;
use leptos::prelude::*;
use serde_json::Value;

use crate::components::icon::{Icon, icon};
use crate::core::form::{Form, Known};
use crate::core::words;
use crate::pages::org::audit_words;
use crate::tr;

const NAME: &str = "events";
const ALL: &str = "*";

pub fn picker(form: Form) -> AnyView {
    form.know(Known {
        name: NAME,
        label: tr!(system.hook_events).into(),
        required: true,
        secret: false,
    });
    let groups = groups();
    let list = move || {
        (!chosen(form, ALL)).then(|| {
            let one = |(group, events): &(&'static str, Vec<&'static str>)| {
                self::group(form, group, events)
            };
            view! { <ul class="event-groups">{groups.iter().map(one).collect_view()}</ul> }
        })
    };
    view! {
        <fieldset class="field full" id=form.field_id(NAME) tabindex="-1">
            <legend class="label">{tr!(system.hook_events)}</legend>
            {check(form, ALL.to_owned(), tr!(system.hook_all_events).into())}
            {list}
            {move || form.error(NAME).map(|text| view! { <p class="error">{icon(Icon::Alert)}<span>{text}</span></p> })}
        </fieldset>
    }
    .into_any()
}

/// A whole group, or the events in it.
fn group(form: Form, group: &'static str, events: &[&'static str]) -> AnyView {
    let whole = format!("{group}.*");
    let (mine, events) = (whole.clone(), events.to_vec());
    let singles = move || {
        (!chosen(form, &mine)).then(|| {
            let some = events.iter().any(|one| chosen(form, one));
            let one = |code: &&'static str| {
                let text = audit_words::event(code).unwrap_or(code);
                check(form, (*code).to_owned(), text.to_owned())
            };
            view! {
                <details class="silent" open=some>
                    <summary class="small muted">{tr!(system.hook_single_events, n = events.len()).to_string()}</summary>
                    <div class="checks">{events.iter().map(one).collect_view()}</div>
                </details>
            }
        })
    };
    view! { <li>{check(form, whole, title(group))} {singles}</li> }.into_any()
}

fn check(form: Form, pattern: String, text: String) -> AnyView {
    let (mine, yours, id) = (pattern.clone(), pattern.clone(), format!("check-{pattern}"));
    view! {
        <label class="check">
            <input
                type="checkbox" data-testid=id
                prop:checked=move || chosen(form, &mine)
                on:change=move |event| choose(form, &yours, event_target_checked(&event))
            />
            <span>{text}" "<code class="small muted">{pattern}</code></span>
        </label>
    }
    .into_any()
}

/// Events by what stands before the dot, in the order of the contract.
fn groups() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    // Webhooks aren't told about webhooks.
    for code in event::ALL
        .iter()
        .filter(|code| !code.starts_with("webhook."))
    {
        let group = code.split('.').next().unwrap_or(code);
        match groups.iter_mut().find(|(one, _)| *one == group) {
            Some((_, events)) => events.push(code),
            None => groups.push((group, vec![code])),
        }
    }
    groups
}

fn title(group: &str) -> String {
    match group {
        "password" => tr!(system.password).into(),
        "totp" => tr!(system.totp).into(),
        "leave" => tr!(leave.title).into(),
        "punches" => words::subject_kind("punch"),
        "customers" => tr!(audit.customers_received).into(),
        "import" => words::subject_kind("job"),
        "service" => words::subject_kind("service_request"),
        kind => words::subject_kind(kind),
    }
}

fn all(form: Form) -> Vec<String> {
    let value = form.value(NAME);
    let array = value.as_ref().and_then(Value::as_array);
    let texts = array.into_iter().flatten().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

fn chosen(form: Form, pattern: &str) -> bool {
    all(form).iter().any(|one| one == pattern)
}

/// What a wider choice covers is taken out of the narrower ones.
fn choose(form: Form, pattern: &str, on: bool) {
    let mut events = all(form);
    events.retain(|one| one != pattern && !(on && event::matches(pattern, one)));
    if on {
        events.push(pattern.to_owned());
    }
    form.set(NAME, Value::from(events));
}
