//! Looking a case over: an outcome for every item, and what is to be rectified. Made for the phone: three large choices a row.

use contract::inspection::{Inspection, InspectionAnswer, InspectionOutcome};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};
use uuid::Uuid;

use super::words;
use crate::components::icon::{Icon, icon, small};
use crate::components::page::card;
use crate::components::toast::use_toasts;
use crate::core::remote::Remote;
use crate::core::{http, locale};
use crate::tr;

const OUTCOMES: [(&str, InspectionOutcome); 3] = [
    ("ok", InspectionOutcome::Ok),
    ("not_ok", InspectionOutcome::NotOk),
    ("not_applicable", InspectionOutcome::NotApplicable),
];

#[derive(Clone)]
struct Item {
    key: String,
    name: String,
    outcome: RwSignal<Option<&'static str>>,
    note: RwSignal<String>,
}

/// A finding as it is typed.
#[derive(Clone, Copy)]
struct Typed {
    id: usize,
    text: RwSignal<String>,
    severity: RwSignal<String>,
    by: RwSignal<String>,
}

pub fn form(record: Remote<Inspection>, one: &Inspection) -> AnyView {
    let items = one.answers.clone().unwrap_or_default().into_iter();
    let item = |answer: InspectionAnswer| Item {
        name: answer.names.get(locale::current()).to_owned(),
        key: answer.key,
        outcome: RwSignal::new(None),
        note: RwSignal::new(String::new()),
    };
    let items: Vec<Item> = items.map(item).collect();
    let kept = StoredValue::new(items.clone());
    let findings = RwSignal::new(Vec::<Typed>::new());
    let next = StoredValue::new(0usize);
    let add = move || {
        let id = next.get_value();
        next.set_value(id + 1);
        findings.update(|all| {
            all.push(Typed {
                id,
                text: RwSignal::new(String::new()),
                severity: RwSignal::new("minor".to_owned()),
                by: RwSignal::new(String::new()),
            })
        });
    };
    // What isn't in order is to be rectified: the first such item opens a finding.
    let wrong = move || {
        if findings.with_untracked(Vec::is_empty) {
            add();
        }
    };
    let (summary, busy) = (RwSignal::new(String::new()), RwSignal::new(false));
    let ready = move || {
        let whole = kept.with_value(|items| items.iter().all(|item| item.outcome.get().is_some()));
        let off = kept.with_value(|items| {
            items
                .iter()
                .any(|item| item.outcome.get() == Some("not_ok"))
        });
        let found = findings.get();
        let said = found
            .iter()
            .all(|one| !one.text.get().trim().is_empty() && !one.by.get().is_empty());
        whole && said && (!off || !found.is_empty()) && !busy.get()
    };
    let toasts = use_toasts();
    let (id, version) = (one.id, one.version);
    let send = move |_| {
        let body = body(&kept.get_value(), &findings.get_untracked(), summary);
        busy.set(true);
        spawn_local(async move {
            let call = http::Call::post(format!("/inspections/{id}/results"), Uuid::new_v4());
            match call.json(&body).version(version).done().await {
                Ok(()) => {
                    toasts.good(tr!(inspections.recorded));
                    record.reload();
                }
                Err(failure) => toasts.failure(&failure),
            }
            busy.try_set(false);
        });
    };
    let rows = items
        .into_iter()
        .map(|item| row(item, wrong))
        .collect_view();
    let body = view! {
        <div class="card-body stack">
            {rows}
            <For each=move || findings.get() key=|one| one.id children=move |one| finding(findings, one) />
            <button type="button" class="btn" data-testid="add-finding" on:click=move |_| add()>{icon(Icon::Plus)} {tr!(inspections.add_finding)}</button>
            <div class="field">
                <label for="inspection-summary">{tr!(inspections.summary)}</label>
                <textarea id="inspection-summary" class="input" maxlength="2000" rows="3" data-testid="summary" prop:value=move || summary.get() on:input=move |event| summary.set(event_target_value(&event))></textarea>
            </div>
            <p class="small muted">{tr!(inspections.all_needed)}</p>
            <button type="button" class="btn primary" data-testid="record" disabled=move || !ready() on:click=send>{icon(Icon::Check)} {tr!(inspections.record)}</button>
        </div>
    };
    card(tr!(inspections.items), ().into_any(), body.into_any())
}

fn body(items: &[Item], findings: &[Typed], summary: RwSignal<String>) -> Value {
    let filled = |text: RwSignal<String>| {
        let text = text.get_untracked().trim().to_owned();
        (!text.is_empty()).then_some(text)
    };
    let mark = |item: &Item| {
        let mut mark = json!({ "key": item.key, "outcome": item.outcome.get_untracked() });
        if let Some(note) = filled(item.note) {
            mark["note"] = note.into();
        }
        mark
    };
    let found = |one: &Typed| json!({ "description": filled(one.text), "severity": one.severity.get_untracked(), "rectify_by": one.by.get_untracked() });
    let marks: Vec<Value> = items.iter().map(mark).collect();
    let found: Vec<Value> = findings.iter().map(found).collect();
    let mut body = json!({ "marks": marks, "findings": found });
    if let Some(text) = filled(summary) {
        body["summary"] = text.into();
    }
    body
}

fn row(item: Item, wrong: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let (key, name, outcome, note) = (item.key, item.name, item.outcome, item.note);
    let choice = |(word, kind): (&'static str, InspectionOutcome)| {
        let chosen = move |_| {
            outcome.set(Some(word));
            if word == "not_ok" {
                wrong();
            }
        };
        view! {
            <label class="choice">
                <input type="radio" name=format!("item-{key}") data-testid=format!("{key}-{word}") prop:checked=move || outcome.get() == Some(word) on:change=chosen />
                <span>{words::outcome(kind).0}</span>
            </label>
        }
    };
    let id = format!("note-{key}");
    view! {
        <fieldset class="inspection-item">
            <legend>{name}</legend>
            <div class="choices">{OUTCOMES.map(choice).into_iter().collect_view()}</div>
            {move || (outcome.get() == Some("not_ok")).then(|| view! {
                <label class="sr" for=id.clone()>{tr!(inspections.note)}</label>
                <input id=id.clone() class="input" maxlength="500" placeholder=tr!(inspections.note) prop:value=move || note.get() on:input=move |event| note.set(event_target_value(&event)) />
            })}
        </fieldset>
    }
    .into_any()
}

fn finding(all: RwSignal<Vec<Typed>>, one: Typed) -> AnyView {
    let place = move || {
        all.with(|all| all.iter().position(|found| found.id == one.id))
            .map_or(0, |n| n + 1)
    };
    let remove = move |_| all.update(|all| all.retain(|found| found.id != one.id));
    let (text, severity, by) = (one.text, one.severity, one.by);
    let id = move |name: &str| format!("finding-{}-{name}", one.id);
    view! {
        <fieldset class="tiers">
            <legend>{move || tr!(inspections.finding_no, n = place()).to_string()}</legend>
            <div class="field">
                <label for=id("text")>{tr!(inspections.description)}</label>
                <textarea id=id("text") class="input" rows="2" maxlength="1000" data-testid="finding-text" prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))></textarea>
            </div>
            <div class="form-grid">
                <div class="field">
                    <label for=id("severity")>{tr!(inspections.severity)}</label>
                    <select id=id("severity") class="input" data-testid="finding-severity" prop:value=move || severity.get() on:change=move |event| severity.set(event_target_value(&event))>
                        <option value="minor">{tr!(inspections.minor)}</option>
                        <option value="major">{tr!(inspections.major)}</option>
                    </select>
                </div>
                <div class="field">
                    <label for=id("by")>{tr!(inspections.rectify_by)}</label>
                    <input id=id("by") type="date" class="input" data-testid="finding-by" prop:value=move || by.get() on:input=move |event| by.set(event_target_value(&event)) />
                </div>
            </div>
            <button type="button" class="btn small" aria-label=move || tr!(inspections.remove_finding, n = place()).to_string() on:click=remove>{small(Icon::Trash)}</button>
        </fieldset>
    }
    .into_any()
}
