//! One step of a flow while it is being edited.

use contract::Page;
use contract::access::Field as Work;
use contract::approval::{FlowStep, MatterKind, Relation};
use contract::leave::LeaveType;
use leptos::prelude::*;
use serde_json::{Map, Value, json};
use web_sys::KeyboardEvent;

use super::words;
use crate::components::icon::{Icon, small};
use crate::components::toast::use_toasts;
use crate::core::remote::Remote;
use crate::core::{dom, http, words as common};
use crate::tr;

const RELATIONS: [(&str, Relation); 5] = [
    ("lead", Relation::Lead),
    ("deputy", Relation::Deputy),
    ("field_deputy", Relation::FieldDeputy),
    ("manager", Relation::Manager),
    ("company", Relation::Company),
];

/// Its fields each on their own, so that typing in one redraws nothing else.
#[derive(Clone, Copy, PartialEq)]
pub struct Draft {
    pub number: u32,
    relation: RwSignal<String>,
    field: RwSignal<String>,
    name: RwSignal<String>,
    hours: RwSignal<String>,
    days_over: RwSignal<String>,
    amount_over: RwSignal<String>,
    categories: RwSignal<Vec<String>>,
}

impl Draft {
    pub fn new() -> Draft {
        Draft {
            number: dom::unique(),
            relation: RwSignal::new("manager".into()),
            field: RwSignal::new("people".into()),
            name: RwSignal::new(String::new()),
            hours: RwSignal::new("48".into()),
            days_over: RwSignal::new(String::new()),
            amount_over: RwSignal::new(String::new()),
            categories: RwSignal::new(Vec::new()),
        }
    }

    pub fn of(step: &FlowStep) -> Draft {
        let draft = Draft::new();
        let word = RELATIONS.iter().find(|(_, one)| *one == step.relation);
        draft
            .relation
            .set(word.map_or("lead", |(word, _)| word).to_owned());
        if let Some(field) = step.field {
            draft.field.set(common::field_name(field).to_owned());
        }
        draft.name.set(step.name.clone().unwrap_or_default());
        draft.hours.set(step.deadline_hours.to_string());
        if let Some(when) = &step.when {
            draft.days_over.set(
                when.days_over
                    .map(|days| days.to_string())
                    .unwrap_or_default(),
            );
            draft
                .amount_over
                .set(when.amount_over.map(|n| n.to_string()).unwrap_or_default());
            draft.categories.set(when.categories.clone());
        }
        draft
    }

    /// The step as it goes out; numbers that aren't numbers stay text and are refused by the contract's rules.
    pub fn value(self) -> Value {
        let number = |text: String| {
            serde_json::from_str::<Value>(text.trim()).unwrap_or(Value::String(text))
        };
        let relation = self.relation.get();
        let mut step = Map::new();
        if relation == "field_deputy" {
            step.insert("field".into(), self.field.get().into());
        }
        step.insert("relation".into(), relation.into());
        let name = self.name.get();
        if !name.trim().is_empty() {
            step.insert("name".into(), name.trim().into());
        }
        step.insert("deadline_hours".into(), number(self.hours.get()));
        let mut when = Map::new();
        for (key, text) in [
            ("days_over", self.days_over.get()),
            ("amount_over", self.amount_over.get()),
        ] {
            if !text.trim().is_empty() {
                when.insert(key.into(), number(text));
            }
        }
        let categories = self.categories.get();
        if !categories.is_empty() {
            when.insert("categories".into(), json!(categories));
        }
        if !when.is_empty() {
            step.insert("when".into(), when.into());
        }
        step.into()
    }

    pub fn id(self, part: &str) -> String {
        format!("step-{}-{part}", self.number)
    }
}

pub fn editor(drafts: RwSignal<Vec<Draft>>, draft: Draft, kind: MatterKind) -> AnyView {
    let toasts = use_toasts();
    let place = Memo::new(move |_| {
        drafts.with(|all| all.iter().position(|one| *one == draft).unwrap_or(0) + 1)
    });
    let count = Memo::new(move |_| drafts.with(Vec::len));
    let shift = move |by: isize, focus: &'static str| {
        let from = place.get_untracked() - 1;
        let Some(to) = from.checked_add_signed(by) else {
            return;
        };
        if to >= count.get_untracked() {
            return;
        }
        drafts.update(|all| all.swap(from, to));
        toasts.good(tr!(approvals.step_moved, n = to + 1).to_string());
        let id = draft.id(focus);
        request_animation_frame(move || dom::focus(&id));
    };
    let key = move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowUp" if event.alt_key() => -1,
            "ArrowDown" if event.alt_key() => 1,
            _ => return,
        };
        event.prevent_default();
        shift(by, "relation");
    };
    let remove = move |_| drafts.update(|all| all.retain(|one| *one != draft));
    let (up, down, gone) = (
        move || tr!(approvals.step_up, n = place.get()).to_string(),
        move || tr!(approvals.step_down, n = place.get()).to_string(),
        move || tr!(approvals.step_remove, n = place.get()).to_string(),
    );
    let relations = RELATIONS
        .into_iter()
        .map(|(word, one)| view! { <option value=word selected=move || draft.relation.get() == word>{words::relation(one)}</option> })
        .collect_view();
    let works = Work::ALL
        .map(|one| {
            let word = common::field_name(one);
            view! { <option value=word selected=move || draft.field.get() == word>{common::field(one)}</option> }
        })
        .collect_view();
    let by_field = Memo::new(move |_| draft.relation.get() == "field_deputy");
    view! {
        <li class="flow-step" on:keydown=key>
            <div class="flow-step-head">
                <span class="number">{move || place.get()}</span>
                <strong class="grow">{move || tr!(approvals.flow_step, n = place.get()).to_string()}</strong>
                <button type="button" id=draft.id("up") class="btn quiet icon-only small" data-testid="step-up" aria-label=up disabled=move || place.get() == 1 on:click=move |_| shift(-1, "up")>{small(Icon::Up)}</button>
                <button type="button" id=draft.id("down") class="btn quiet icon-only small" data-testid="step-down" aria-label=down disabled=move || place.get() == count.get() on:click=move |_| shift(1, "down")>{small(Icon::Down)}</button>
                <button type="button" class="btn quiet icon-only small" data-testid="step-remove" aria-label=gone disabled=move || count.get() == 1 on:click=remove>{small(Icon::Trash)}</button>
            </div>
            <div class="form-grid">
                <div class="field">
                    <label for=draft.id("relation")>{tr!(approvals.step_who)}</label>
                    <select id=draft.id("relation") class="input" data-testid="step-relation" on:change=move |event| draft.relation.set(event_target_value(&event))>{relations}</select>
                </div>
                <div class="field" hidden=move || !by_field.get()>
                    <label for=draft.id("field")>{tr!(approvals.step_field)}</label>
                    <select id=draft.id("field") class="input" on:change=move |event| draft.field.set(event_target_value(&event))>{works}</select>
                </div>
                {plain(draft, "name", tr!(approvals.step_name), "text", draft.name, "")}
                {plain(draft, "hours", tr!(approvals.step_deadline), "number", draft.hours, tr!(approvals.step_deadline_help))}
            </div>
            {conditions(draft, kind)}
        </li>
    }
    .into_any()
}

fn plain(
    draft: Draft,
    part: &'static str,
    label: &'static str,
    kind: &'static str,
    value: RwSignal<String>,
    help: &'static str,
) -> AnyView {
    let help_id = draft.id(&format!("{part}-help"));
    view! {
        <div class="field">
            <label for=draft.id(part)>{label}</label>
            <input
                id=draft.id(part) class="input" type=kind min="0" step="any" maxlength="80" data-testid=format!("step-{part}")
                aria-describedby=(!help.is_empty()).then(|| help_id.clone())
                prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event))
            />
            {(!help.is_empty()).then(|| view! { <p class="help" id=help_id>{help}</p> })}
        </div>
    }
    .into_any()
}

fn conditions(draft: Draft, kind: MatterKind) -> AnyView {
    let any = !draft.days_over.get_untracked().is_empty()
        || !draft.amount_over.get_untracked().is_empty()
        || !draft.categories.get_untracked().is_empty();
    let fields = match kind {
        MatterKind::Leave => view! {
            {plain(draft, "days", tr!(approvals.cond_days), "number", draft.days_over, "")}
            {types(draft)}
        }
        .into_any(),
        MatterKind::Correction => plain(
            draft,
            "days",
            tr!(approvals.cond_days),
            "number",
            draft.days_over,
            "",
        ),
        MatterKind::Incentive => plain(
            draft,
            "amount",
            tr!(approvals.cond_amount),
            "number",
            draft.amount_over,
            "",
        ),
    };
    view! {
        <details class="conditions" open=any>
            <summary>{tr!(approvals.conditions)}</summary>
            <div class="form-grid">{fields}</div>
        </details>
    }
    .into_any()
}

fn types(draft: Draft) -> AnyView {
    let all = Remote::new(|| http::get::<Page<LeaveType>>("/leave-types?limit=200"));
    let toggle = move |code: &str, on: bool| {
        draft.categories.update(|list| {
            list.retain(|one| one != code);
            if on {
                list.push(code.to_owned());
            }
        })
    };
    let option = move |one: LeaveType| {
        let (code, mine) = (one.code.clone(), one.code);
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=move || draft.categories.with(|list| list.contains(&mine)) on:change=move |event| toggle(&code, event_target_checked(&event)) />
                <span>{one.name}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field full">
            <legend class="label">{tr!(approvals.cond_types)}</legend>
            <div class="checks">{move || all.get().map(|page| page.data.into_iter().map(option).collect_view())}</div>
        </fieldset>
    }
    .into_any()
}
