//! How often: the usual ways by choice, any other as a rule.

use leptos::prelude::*;

use super::words::{self, DAYS};
use crate::core::form::Form;
use crate::tr;

#[derive(Clone, Copy)]
pub struct Cadence {
    kind: RwSignal<&'static str>,
    interval: RwSignal<String>,
    days: RwSignal<[bool; 7]>,
    month_day: RwSignal<String>,
    rule: RwSignal<String>,
}

const KINDS: [&str; 4] = ["DAILY", "WEEKLY", "MONTHLY", "rule"];

fn kind(text: &str) -> &'static str {
    KINDS.into_iter().find(|one| *one == text).unwrap_or("rule")
}

impl Cadence {
    pub fn new(rrule: &str) -> Cadence {
        let part = |name: &str| {
            let mut parts = rrule.split(';').filter_map(|part| part.split_once('='));
            parts.find(|(key, _)| *key == name).map(|(_, value)| value)
        };
        let only = |keys: &[&str]| {
            rrule.split(';').all(|part| {
                let key = part.split('=').next().unwrap_or_default();
                keys.contains(&key)
            })
        };
        let frequency = part("FREQ").unwrap_or("rule");
        let simple = match frequency {
            "DAILY" => only(&["FREQ", "INTERVAL"]),
            "WEEKLY" => only(&["FREQ", "INTERVAL", "BYDAY"]),
            "MONTHLY" => only(&["FREQ", "INTERVAL", "BYMONTHDAY"]),
            _ => false,
        };
        let named = part("BYDAY").unwrap_or_default();
        let days = DAYS.map(|day| named.split(',').any(|one| one == day));
        Cadence {
            kind: RwSignal::new(if simple { kind(frequency) } else { "rule" }),
            interval: RwSignal::new(part("INTERVAL").unwrap_or("1").to_owned()),
            days: RwSignal::new(days),
            month_day: RwSignal::new(part("BYMONTHDAY").unwrap_or("1").to_owned()),
            rule: RwSignal::new(rrule.to_owned()),
        }
    }

    /// The rule as the server takes it.
    pub fn text(self) -> String {
        let interval = self.interval.get();
        let every = match interval.trim() {
            "" | "1" => String::new(),
            n => format!(";INTERVAL={n}"),
        };
        let days: Vec<&str> = self
            .days
            .get()
            .iter()
            .zip(DAYS)
            .filter(|(on, _)| **on)
            .map(|(_, day)| day)
            .collect();
        match self.kind.get() {
            "DAILY" => format!("FREQ=DAILY{every}"),
            "WEEKLY" if days.is_empty() => format!("FREQ=WEEKLY{every}"),
            "WEEKLY" => format!("FREQ=WEEKLY{every};BYDAY={}", days.join(",")),
            "MONTHLY" => format!("FREQ=MONTHLY{every};BYMONTHDAY={}", self.month_day.get()),
            _ => self.rule.get().trim().to_owned(),
        }
    }

    pub fn view(self, form: Form) -> AnyView {
        let name = |one: &'static str| match one {
            "DAILY" => tr!(duties.daily),
            "WEEKLY" => tr!(duties.weekly),
            "MONTHLY" => tr!(duties.monthly),
            _ => tr!(duties.other_rule),
        };
        let option = move |one: &'static str| view! { <option value=one selected=move || self.kind.get() == one>{name(one)}</option> };
        let id = form.field_id("rrule");
        let (label_for, error) = (id.clone(), move || form.error("rrule"));
        view! {
            <div class="field">
                <label for=label_for>{tr!(duties.cadence)}</label>
                <select id=id class="input" data-testid="cadence" aria-invalid=move || error().map(|_| "true") on:change=move |event| self.kind.set(kind(&event_target_value(&event)))>
                    {KINDS.map(option).into_iter().collect_view()}
                </select>
                <p class="help">{move || words::cadence(&self.text())}</p>
                {move || error().map(|text| view! { <p class="error">{text}</p> })}
            </div>
            {move || self.more()}
        }
        .into_any()
    }

    fn more(self) -> AnyView {
        let interval = move || {
            view! {
                <div class="field">
                    <label for="cadence-interval">{tr!(duties.interval)}</label>
                    <input id="cadence-interval" class="input" type="number" min="1" max="52" data-testid="cadence-interval" prop:value=move || self.interval.get() on:input=move |event| self.interval.set(event_target_value(&event)) />
                </div>
            }
        };
        let day = move |n: usize| {
            let on = move || self.days.get().get(n).copied().unwrap_or_default();
            let toggle = move |_| {
                self.days.update(|days| {
                    if let Some(day) = days.get_mut(n) {
                        *day = !*day;
                    }
                });
            };
            view! { <label class="choice"><input type="checkbox" prop:checked=on on:change=toggle data-testid=format!("day-{n}") /> <span>{words::weekday(n)}</span></label> }
        };
        let month_days = move || {
            let option = move |value: String, text: String| {
                let mine = value.clone();
                view! { <option value=value selected=move || self.month_day.get() == mine>{text}</option> }
            };
            let days = (1..=31).map(|n: u32| {
                option(
                    n.to_string(),
                    tr!(duties.month_day, n = n.to_string()).to_string(),
                )
            });
            let last = option("-1".to_owned(), tr!(duties.last_day).to_owned());
            view! {
                <div class="field">
                    <label for="cadence-day">{tr!(duties.day)}</label>
                    <select id="cadence-day" class="input" data-testid="cadence-day" on:change=move |event| self.month_day.set(event_target_value(&event))>
                        {days.collect_view()} {last}
                    </select>
                </div>
            }
        };
        match self.kind.get() {
            "DAILY" => interval().into_any(),
            "WEEKLY" => view! {
                {interval()}
                <fieldset class="field full weekdays"><legend>{tr!(duties.on_days)}</legend><div class="choices">{(0..7).map(day).collect_view()}</div></fieldset>
            }
            .into_any(),
            "MONTHLY" => view! { {interval()} {month_days()} }.into_any(),
            _ => view! {
                <div class="field">
                    <label for="cadence-rule">"RRULE"</label>
                    <input id="cadence-rule" class="input" maxlength="200" autocomplete="off" data-testid="cadence-rule" prop:value=move || self.rule.get() on:input=move |event| self.rule.set(event_target_value(&event)) />
                    <p class="help">{tr!(duties.rule_help)}</p>
                </div>
            }
            .into_any(),
        }
    }
}
