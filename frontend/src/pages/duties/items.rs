//! The check-list of a duty while it is typed.

use contract::duty::{DutyItem, DutyProof};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::words;
use crate::components::icon::{Icon, icon, small};
use crate::core::form::Form;
use crate::core::words::wire;
use crate::tr;

#[derive(Clone)]
struct Typed {
    id: usize,
    /// Names the item in what is recorded; stays what it was.
    key: String,
    text: RwSignal<String>,
    proof: RwSignal<String>,
    required: RwSignal<bool>,
    least: RwSignal<String>,
    most: RwSignal<String>,
}

#[derive(Clone, Copy)]
pub struct Items {
    rows: RwSignal<Vec<Typed>>,
    next: StoredValue<usize>,
}

fn number(value: Option<f64>) -> String {
    value.map(|n| n.to_string()).unwrap_or_default()
}

impl Items {
    pub fn new(start: &[DutyItem]) -> Items {
        let items = Items {
            rows: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
        };
        start.iter().for_each(|one| items.push(one));
        if start.is_empty() {
            items.fresh();
        }
        items
    }

    fn fresh(self) {
        let known: Vec<String> = self
            .rows
            .with_untracked(|rows| rows.iter().map(|row| row.key.clone()).collect());
        let mut free = (1..)
            .map(|n| format!("item_{n}"))
            .filter(|key| !known.contains(key));
        self.push(&DutyItem {
            key: free.next().unwrap_or_default(),
            text: String::new(),
            proof: DutyProof::Tick,
            required: true,
            at_least: None,
            at_most: None,
        });
    }

    fn push(self, one: &DutyItem) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        let row = Typed {
            id,
            key: one.key.clone(),
            text: RwSignal::new(one.text.clone()),
            proof: RwSignal::new(wire(&one.proof)),
            required: RwSignal::new(one.required),
            least: RwSignal::new(number(one.at_least)),
            most: RwSignal::new(number(one.at_most)),
        };
        self.rows.update(|rows| rows.push(row));
    }

    pub fn body(self) -> Value {
        let one = |row: &Typed| {
            let proof = row.proof.get_untracked();
            let mut item = json!({
                "key": row.key, "text": row.text.get_untracked().trim(), "proof": proof, "required": row.required.get_untracked()
            });
            for (name, typed) in [("at_least", row.least), ("at_most", row.most)] {
                let text = typed.get_untracked();
                if proof == "number" && !text.trim().is_empty() {
                    // What is no number goes as it is, and is refused.
                    let number = text.trim().parse::<f64>();
                    item[name] = number.map_or_else(|_| Value::from(text.trim()), Value::from);
                }
            }
            item
        };
        Value::from(
            self.rows
                .get_untracked()
                .iter()
                .map(one)
                .collect::<Vec<_>>(),
        )
    }

    pub fn view(self, form: Form) -> AnyView {
        view! {
            <fieldset class="tiers">
                <legend>{tr!(duties.checklist)}</legend>
                <For each=move || self.rows.get() key=|row| row.id children=move |row| self.row(form, row) />
                <button type="button" class="btn small" data-testid="add-item" on:click=move |_| self.fresh()>{icon(Icon::Plus)} {tr!(duties.add_item)}</button>
                {move || form.error("checklist").map(|text| view! { <p class="error" id=form.field_id("checklist") tabindex="-1">{text}</p> })}
            </fieldset>
        }
        .into_any()
    }

    fn row(self, form: Form, row: Typed) -> AnyView {
        let (text, proof, required) = (row.text, row.proof, row.required);
        let (least, most, own) = (row.least, row.most, row.id);
        let place = move || {
            let at = self
                .rows
                .with(|rows| rows.iter().position(|one| one.id == own));
            at.unwrap_or_default()
        };
        let id = move |name: &str| format!("duty-item-{own}-{name}");
        let error = move || form.error(&format!("checklist/{}/text", place()));
        let option = move |(value, label): (String, String)| {
            let mine = value.clone();
            view! { <option value=value selected=move || proof.get() == mine>{label}</option> }
        };
        let bound = move |name: &'static str, label: &'static str, typed: RwSignal<String>| {
            view! {
                <div class="field">
                    <label for=id(name)>{label}</label>
                    <input id=id(name) class="input" inputmode="decimal" maxlength="20" data-testid=name prop:value=move || typed.get() on:input=move |event| typed.set(event_target_value(&event)) />
                </div>
            }
        };
        let gone = move |_| self.rows.update(|rows| rows.retain(|one| one.id != own));
        let several = move || self.rows.with(|rows| rows.len() > 1);
        view! {
            <div class="duty-edit" role="group" aria-label=move || tr!(duties.item_n, n = place() + 1).to_string()>
                <div class="field grow">
                    <label for=id("text")>{tr!(duties.item_text)}</label>
                    <input id=id("text") class="input" maxlength="200" autocomplete="off" data-testid="item-text" aria-invalid=move || error().map(|_| "true") prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event)) />
                    {move || error().map(|text| view! { <p class="error">{text}</p> })}
                </div>
                <div class="field">
                    <label for=id("proof")>{tr!(duties.proof)}</label>
                    <select id=id("proof") class="input" data-testid="item-proof" on:change=move |event| proof.set(event_target_value(&event))>
                        {words::proofs().into_iter().map(option).collect_view()}
                    </select>
                </div>
                {move || (proof.get() == "number").then(|| view! { {bound("at_least", tr!(duties.at_least), least)} {bound("at_most", tr!(duties.at_most), most)} })}
                <label class="check"><input type="checkbox" data-testid="item-required" prop:checked=move || required.get() on:change=move |_| required.update(|on| *on = !*on) /> {tr!(duties.required)}</label>
                {move || several().then(|| view! { <button type="button" class="btn quiet icon-only" aria-label=tr!(duties.remove_item, n = place() + 1).to_string() on:click=gone>{small(Icon::Trash)}</button> })}
            </div>
        }
        .into_any()
    }
}
