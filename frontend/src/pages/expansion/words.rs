//! Plans as people read them.

use contract::expansion::{ExpansionLine, ExpansionMeasure, ExpansionPlanState};
use leptos::prelude::*;

use crate::core::words::wire;
use crate::pages::activities::words as activities;
use crate::tr;

pub fn state(state: ExpansionPlanState) -> (&'static str, &'static str) {
    match state {
        ExpansionPlanState::Draft => (tr!(expansion.draft), "warn"),
        ExpansionPlanState::Active => (tr!(expansion.active), "good"),
        ExpansionPlanState::Closed => (tr!(expansion.closed), ""),
    }
}

pub fn states() -> Vec<(String, String)> {
    ExpansionPlanState::ALL
        .map(|one| (wire(&one), state(one).0.to_owned()))
        .to_vec()
}

pub fn measure(measure: ExpansionMeasure) -> &'static str {
    match measure {
        ExpansionMeasure::NewCustomers => tr!(expansion.new_customers),
        ExpansionMeasure::Contacts => tr!(expansion.contacts),
    }
}

pub fn measures() -> Vec<(String, String)> {
    ExpansionMeasure::ALL
        .map(|one| (wire(&one), measure(one).to_owned()))
        .to_vec()
}

/// `新客戶 · 轉介紹`, `聯繫 · 拜訪`.
pub fn line(line: &ExpansionLine) -> String {
    let method = line.method.map(|one| activities::channel(one).0.to_owned());
    let parts = [
        Some(measure(line.measure).to_owned()),
        method,
        line.channel.clone(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// How much is done, as a bar with its number.
pub fn bar(percent: Option<i64>, label: &'static str) -> AnyView {
    match percent {
        Some(percent) => view! {
            <span class="row tight plan-bar"><progress class="progress" max="100" value=percent aria-label=label></progress><span class="num">{percent}" %"</span></span>
        }
        .into_any(),
        None => ().into_any(),
    }
}
