//! The lines of a plan while they are typed.

use contract::expansion::{ExpansionLine, ExpansionMeasure};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::words;
use crate::components::icon::{Icon, icon, small};
use crate::core::words::wire;
use crate::pages::activities::words as activities;
use crate::pages::org::options;
use crate::tr;

/// One line as it stands in the inputs.
#[derive(Clone, Copy)]
struct Typed {
    id: usize,
    measure: RwSignal<String>,
    method: RwSignal<String>,
    channel: RwSignal<String>,
    quantity: RwSignal<String>,
    owner: RwSignal<String>,
}

#[derive(Clone, Copy)]
pub struct Lines {
    rows: RwSignal<Vec<Typed>>,
    next: StoredValue<usize>,
    /// Who may be named: those of the team the plan is for.
    people: Signal<Vec<(String, String)>>,
}

impl Lines {
    pub fn new(start: &[ExpansionLine], team: Signal<String>) -> Lines {
        let lines = Lines {
            rows: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            people: options::people(team),
        };
        for one in start {
            let owner = one.owner.as_ref().map(|who| who.id.to_string());
            lines.push([
                wire(&one.measure),
                one.method.map(|method| wire(&method)).unwrap_or_default(),
                one.channel.clone().unwrap_or_default(),
                one.quantity.to_string(),
                owner.unwrap_or_default(),
            ]);
        }
        if start.is_empty() {
            lines.fresh();
        }
        lines
    }

    fn fresh(self) {
        let measure = wire(&ExpansionMeasure::NewCustomers);
        self.push([
            measure,
            String::new(),
            String::new(),
            String::new(),
            String::new(),
        ]);
    }

    fn push(self, values: [String; 5]) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        let [measure, method, channel, quantity, owner] = values.map(RwSignal::new);
        let row = Typed {
            id,
            measure,
            method,
            channel,
            quantity,
            owner,
        };
        self.rows.update(|rows| rows.push(row));
    }

    /// What the API takes; none while a quantity isn't a number.
    pub fn body(self) -> Option<Value> {
        let one = |row: &Typed| {
            let quantity: i64 = row.quantity.get_untracked().trim().parse().ok()?;
            let mut line = json!({ "measure": row.measure.get_untracked(), "quantity": quantity });
            let contacts = counts_contacts(row.measure.get_untracked());
            for (name, value, given) in [
                ("method", row.method, contacts),
                ("channel", row.channel, true),
                ("owner_id", row.owner, true),
            ] {
                let text = value.get_untracked().trim().to_owned();
                if given && !text.is_empty() {
                    line[name] = Value::from(text);
                }
            }
            Some(line)
        };
        let rows = self.rows.get_untracked();
        rows.iter()
            .map(one)
            .collect::<Option<Vec<Value>>>()
            .map(Value::Array)
    }

    pub fn view(self) -> AnyView {
        view! {
            <fieldset class="tiers">
                <legend>{tr!(expansion.lines)}</legend>
                <p class="help">{tr!(expansion.lines_help)}</p>
                <For each=move || self.rows.get() key=|row| row.id children=move |row| self.row(row) />
                <button type="button" class="btn small" data-testid="add-line" on:click=move |_| self.fresh()>{icon(Icon::Plus)} {tr!(expansion.add_line)}</button>
            </fieldset>
        }
        .into_any()
    }

    fn row(self, row: Typed) -> AnyView {
        let place = move || {
            let at = self
                .rows
                .with(|rows| rows.iter().position(|one| one.id == row.id));
            at.map_or(0, |n| n + 1)
        };
        let id = move |name: &str| format!("line-{}-{name}", row.id);
        let pick = move |name: &'static str,
                         label: &'static str,
                         empty: Option<&'static str>,
                         value: RwSignal<String>,
                         options: Signal<Vec<(String, String)>>| {
            view! {
                <div class="field">
                    <label for=id(name)>{label}</label>
                    <select id=id(name) class="input" data-testid=format!("line-{name}") on:change=move |event| value.set(event_target_value(&event))>
                        {empty.map(|text| view! { <option value="" selected=move || value.get().is_empty()>{text}</option> })}
                        {move || options.get().into_iter().map(|(key, text)| {
                            let chosen = key.clone();
                            view! { <option value=key selected=move || value.get() == chosen>{text}</option> }
                        }).collect_view()}
                    </select>
                </div>
            }
            .into_any()
        };
        let input = move |name: &'static str,
                          label: &'static str,
                          kind: &'static str,
                          value: RwSignal<String>| {
            view! {
                <div class="field">
                    <label for=id(name)>{label}</label>
                    <input id=id(name) class="input" type=kind min=(kind == "number").then_some("1") maxlength="40" autocomplete="off" data-testid=format!("line-{name}")
                        prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event)) />
                </div>
            }
            .into_any()
        };
        let remove = move |_| self.rows.update(|rows| rows.retain(|one| one.id != row.id));
        let several = move || self.rows.with(|rows| rows.len() > 1);
        view! {
            <div class="plan-line" role="group" aria-label=move || tr!(expansion.line_n, n = place()).to_string()>
                {pick("measure", tr!(expansion.measure), None, row.measure, Signal::stored(words::measures()))}
                {input("quantity", tr!(expansion.quantity), "number", row.quantity)}
                {move || counts_contacts(row.measure.get()).then(|| pick("method", tr!(expansion.method), Some(tr!(expansion.any_method)), row.method, Signal::stored(activities::channels())))}
                {input("channel", tr!(expansion.channel), "text", row.channel)}
                {pick("owner", tr!(expansion.owner), Some(tr!(expansion.everybody)), row.owner, self.people)}
                {move || several().then(|| view! {
                    <button type="button" class="btn quiet icon-only" aria-label=tr!(expansion.remove_line, n = place()).to_string() on:click=remove>{small(Icon::Trash)}</button>
                })}
            </div>
        }
        .into_any()
    }
}

fn counts_contacts(measure: String) -> bool {
    measure == wire(&ExpansionMeasure::Contacts)
}
