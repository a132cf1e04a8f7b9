//! What the stage asks for: its fields, saved together, and its check-list, each tick at once. Earlier stages can be opened, too.

use std::collections::BTreeMap;

use contract::Action;
use contract::case::{Case, CaseStage, CaseStageItem, CaseStageKey};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::acts::Acts;
use super::words;
use crate::components::badge;
use crate::components::page::card;
use crate::components::toast::{Toasts, use_toasts};
use crate::core::http;
use crate::core::time;
use crate::tr;

pub fn stage(acts: Acts, case: &Case) -> AnyView {
    let shown = RwSignal::new(case.stage);
    let reached: Vec<CaseStage> = acts.stages.with_value(|all| {
        let so_far = |one: &&CaseStage| one.key <= case.stage;
        all.iter().filter(so_far).cloned().collect()
    });
    let one = |one: &CaseStage| {
        let (key, name) = (one.key, words::stage(std::slice::from_ref(one), one.key));
        view! { <button type="button" aria-pressed=move || (shown.get() == key).to_string() data-testid=format!("stage-{}", key.name()) on:click=move |_| shown.set(key)>{name}</button> }
    };
    let chooser = (reached.len() > 1).then(|| {
        view! { <div class="segmented" role="group" aria-label=tr!(cases.stage)>{reached.iter().map(one).collect_view()}</div> }
    });
    let body = move || {
        let key = shown.get();
        let found = reached.iter().find(|one| one.key == key);
        found.map(|one| untrack(|| parts(acts, one)))
    };
    view! { <div class="stack">{chooser}{body}</div> }.into_any()
}

fn parts(acts: Acts, stage: &CaseStage) -> AnyView {
    view! { {state(acts, stage.key)} {fields(acts, stage)} {checks(acts, stage)} }.into_any()
}

/// What is missing of the present stage, or that nothing is.
fn state(acts: Acts, key: CaseStageKey) -> AnyView {
    (move || {
        let case = acts.now.get();
        if case.stage != key || case.allowed_actions.is_empty() {
            return ().into_any();
        }
        if case.missing.is_empty() {
            return view! { <p class="row tight" data-testid="missing">{badge::badge(tr!(cases.ready), "good")}</p> }.into_any();
        }
        let named = acts.stages.with_value(|all| {
            let stage = all.iter().find(|one| one.key == key);
            case.missing.iter().map(|name| words::missing(stage, name)).collect::<Vec<_>>()
        });
        let one = |text: String| badge::badge(text, "warn");
        view! { <p class="row tight" data-testid="missing"><span class="muted">{tr!(cases.missing)}</span> {named.into_iter().map(one).collect_view()}</p> }.into_any()
    })
    .into_any()
}

fn editable(acts: Acts) -> bool {
    acts.now
        .with_untracked(|case| case.allowed_actions.contains(&Action::CaseUpdate))
}

/// Sends a change in its turn; what is drawn from the case follows, the inputs stay.
fn send(acts: Acts, body: Value, toasts: Toasts, said: bool, done: impl FnOnce() + 'static) {
    acts.in_turn(async move {
        let Some((id, version)) = acts.now.try_with_untracked(|case| (case.id, case.version))
        else {
            return;
        };
        let answer = http::patch::<Case>(format!("/cases/{id}"), version, &body).await;
        if acts.now.is_disposed() {
            return;
        }
        match answer {
            Ok(newer) => {
                acts.now.set(newer);
                if said {
                    toasts.good(tr!(cases.saved));
                }
            }
            Err(problem) => toasts.failure(&problem),
        }
        done();
    });
}

fn fields(acts: Acts, stage: &CaseStage) -> AnyView {
    if stage.fields.is_empty() {
        return ().into_any();
    }
    let (key, toasts) = (stage.key, use_toasts());
    let (busy, may) = (RwSignal::new(false), editable(acts));
    let kept = acts.now.with_untracked(|case| {
        let mine = case.answers.iter().flatten().filter(|a| a.stage == key);
        mine.map(|a| (a.key.clone(), a.value.clone()))
            .collect::<BTreeMap<_, _>>()
    });
    let written = RwSignal::new(kept);
    let one = |item: &CaseStageItem| {
        let id = format!("stage-{}-{}", key.name(), item.key);
        let (mine, yours) = (item.key.clone(), item.key.clone());
        let start = written.with_untracked(|all| all.get(&item.key).cloned().unwrap_or_default());
        view! {
            <div class="field full">
                <label for=id.clone()>{words::label(item).to_owned()} {item.required.then(|| view! { <span class="req" title=tr!(cases.required)>" *"</span> })}</label>
                <textarea
                    id=id class="input" rows="2" maxlength="2000" readonly=!may data-testid=format!("stage-field-{mine}")
                    prop:value=start on:input=move |event| { written.update_untracked(|all| { all.insert(yours.clone(), event_target_value(&event)); }) }
                ></textarea>
            </div>
        }
    };
    let save = move || {
        let answers: Vec<Value> = written.with_untracked(|all| {
            let one = |(name, value): (&String, &String)| json!({ "stage": key.name(), "key": name, "value": value });
            all.iter().map(one).collect()
        });
        busy.set(true);
        send(
            acts,
            json!({ "answers": answers }),
            toasts,
            true,
            move || busy.set(false),
        );
    };
    let foot = may.then(|| {
        view! { <div><button type="button" class="btn primary" data-testid="save-fields" disabled=move || busy.get() on:click=move |_| save()>{tr!(common.save)}</button></div> }
    });
    let body = view! { <div class="card-body stack">{stage.fields.iter().map(one).collect_view()}{foot}</div> };
    card(tr!(cases.fields), ().into_any(), body.into_any())
}

fn checks(acts: Acts, stage: &CaseStage) -> AnyView {
    if stage.checks.is_empty() {
        return ().into_any();
    }
    let (key, toasts) = (stage.key, use_toasts());
    let may = editable(acts);
    // Ticks on their way: shown at once, the latest of each item last.
    let sending = RwSignal::new(Vec::<(String, bool)>::new());
    let one = |item: &CaseStageItem| {
        let (mine, theirs, sent) = (item.key.clone(), item.key.clone(), item.key.clone());
        let ticked = move |name: &str| {
            acts.now.with(|case| {
                let mut ticks = case.ticks.iter().flatten();
                ticks.find(|t| t.stage == key && t.key == name).cloned()
            })
        };
        let shown = move || {
            let on_its_way = sending.with(|all| {
                all.iter()
                    .rfind(|(name, _)| *name == mine)
                    .map(|(_, on)| *on)
            });
            on_its_way.unwrap_or_else(|| ticked(&mine).is_some())
        };
        let toggle = move |on: bool| {
            let body = json!({ "ticks": [{ "stage": key.name(), "key": sent, "done": on }] });
            sending.update(|all| all.push((sent.clone(), on)));
            send(acts, body, toasts, false, move || {
                sending.update(|all| {
                    all.remove(0);
                })
            });
        };
        let by = move || {
            ticked(&theirs).map(|tick| {
                let who = tick.by.map(|by| by.name).unwrap_or_default();
                let at = time::instant(tick.at);
                view! { <span class="help">{tr!(cases.ticked_by, name = who, at = at).to_string()}</span> }
            })
        };
        view! {
            <label class="check tick-row">
                <input
                    type="checkbox" disabled=!may data-testid=format!("tick-{}", item.key)
                    prop:checked=shown
                    on:change=move |event| toggle(event_target_checked(&event))
                />
                <span>{words::label(item).to_owned()} {item.required.then(|| view! { <span class="req" title=tr!(cases.required)>" *"</span> })} {by}</span>
            </label>
        }
    };
    let count = stage.checks.len();
    let done = move || {
        let all = acts.now.with(|case| {
            let ticks = case.ticks.iter().flatten();
            ticks.filter(|t| t.stage == key).count()
        });
        format!("{all} / {count}")
    };
    let body =
        view! { <div class="checks ticks">{stage.checks.iter().map(one).collect_view()}</div> };
    let head = view! { <span class="num muted" data-testid="ticked">{done}</span> };
    card(tr!(cases.checklist), head.into_any(), body.into_any())
}
