//! The tiers of a rule while they are typed: percents and amounts as people write them, basis points and minor units as the API takes
//! them.

use contract::incentive::IncentiveTier;
use leptos::prelude::*;
use serde_json::{Value, json};

use crate::components::icon::{Icon, icon, small};
use crate::pages::customers::words::minor;
use crate::pages::targets::words::typed;
use crate::tr;

/// One tier as it stands in the inputs.
#[derive(Clone, Copy)]
struct Typed {
    id: usize,
    from: RwSignal<String>,
    amount: RwSignal<String>,
    /// Percent of the actual, or an amount for each piece.
    more: RwSignal<String>,
}

#[derive(Clone, Copy)]
pub struct Tiers {
    rows: RwSignal<Vec<Typed>>,
    next: StoredValue<usize>,
    /// Is the indicator money?
    money: Signal<bool>,
    /// Has anything been typed?
    pub touched: RwSignal<bool>,
}

impl Tiers {
    pub fn new(start: &[IncentiveTier], money: Signal<bool>) -> Tiers {
        let tiers = Tiers {
            rows: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            money,
            touched: RwSignal::new(false),
        };
        for one in start {
            tiers.push(
                typed(one.from_rate, true),
                shown(one.amount),
                shown(one.share.max(one.each)),
            );
        }
        if start.is_empty() {
            tiers.push("100".to_owned(), String::new(), String::new());
        }
        tiers
    }

    fn push(self, from: String, amount: String, more: String) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        let row = Typed {
            id,
            from: RwSignal::new(from),
            amount: RwSignal::new(amount),
            more: RwSignal::new(more),
        };
        self.rows.update(|rows| rows.push(row));
    }

    /// What the API takes; none while something isn't a number.
    pub fn body(self) -> Option<Value> {
        let money = self.money.get_untracked();
        let number = |text: RwSignal<String>| match text.get_untracked().trim() {
            "" => Some(0),
            text => minor(&text.replace(',', "")),
        };
        let one = |row: &Typed| {
            let (from, amount, more) = (number(row.from)?, number(row.amount)?, number(row.more)?);
            let kind = if money { "share" } else { "each" };
            Some(json!({ "from_rate": from, "amount": amount, kind: more }))
        };
        let rows = self.rows.get_untracked();
        rows.iter()
            .map(one)
            .collect::<Option<Vec<Value>>>()
            .map(Value::Array)
    }

    pub fn view(self) -> AnyView {
        let add = move |_| {
            self.touched.set(true);
            self.push(String::new(), String::new(), String::new());
        };
        view! {
            <fieldset class="tiers">
                <legend>{tr!(incentives.tiers)}</legend>
                <For each=move || self.rows.get() key=|row| row.id children=move |row| self.row(row) />
                <button type="button" class="btn small" data-testid="add-tier" on:click=add>{icon(Icon::Plus)} {tr!(incentives.add_tier)}</button>
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
        let more = move || match self.money.get() {
            true => tr!(incentives.share),
            false => tr!(incentives.each),
        };
        let input = move |name: &'static str, label: Signal<String>, value: RwSignal<String>| {
            let id = format!("tier-{}-{name}", row.id);
            let typed = move |event| {
                self.touched.set(true);
                value.set(event_target_value(&event));
            };
            view! {
                <div class="field">
                    <label for=id.clone()>{move || label.get()}</label>
                    <input id=id class="input num" inputmode="decimal" autocomplete="off" maxlength="16" data-testid=format!("tier-{name}")
                        prop:value=move || value.get() on:input=typed />
                </div>
            }
        };
        let remove = move |_| {
            self.touched.set(true);
            self.rows.update(|rows| rows.retain(|one| one.id != row.id));
        };
        let several = move || self.rows.with(|rows| rows.len() > 1);
        view! {
            <div class="tier" role="group" aria-label=move || tr!(incentives.tier, n = place()).to_string()>
                {input("from", Signal::stored(tr!(incentives.from_rate).to_owned()), row.from)}
                {input("amount", Signal::stored(tr!(incentives.amount).to_owned()), row.amount)}
                {input("more", Signal::derive(move || more().to_owned()), row.more)}
                {move || several().then(|| view! {
                    <button type="button" class="btn quiet icon-only" aria-label=tr!(incentives.remove_tier, n = place()).to_string() on:click=remove>{small(Icon::Trash)}</button>
                })}
            </div>
        }
        .into_any()
    }
}

fn shown(minor: i64) -> String {
    match minor {
        0 => String::new(),
        some => typed(some, true),
    }
}
