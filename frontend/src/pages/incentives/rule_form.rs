//! A rule in a dialog: whole when it is made; names, tiers, limit and end when it is changed.

use contract::Page;
use contract::incentive::{IncentiveRule, IncentiveRulePatch, NewIncentiveRule};
use contract::target::{IndicatorUnit, TargetPeriod};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::tiers::Tiers;
use super::words;
use crate::components::field::{Field, select};
use crate::components::form as view;
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::remote::Remote;
use crate::pages::targets::words::{self as targets, Known, read, typed};
use crate::tr;

pub fn form(
    all: Remote<Page<IncentiveRule>>,
    known: Known,
    one: Option<IncentiveRule>,
    open: RwSignal<bool>,
) -> AnyView {
    let start = one.as_ref().map_or_else(fresh, stored);
    let name = one
        .as_ref()
        .map_or("new".to_owned(), |one| one.id.to_string());
    let form = Form::new(format!("incentive-rule-{name}"), start);
    let toasts = use_toasts();
    let indicator = one.as_ref().map(|one| one.indicator_id.to_string());
    let money = Signal::derive(move || {
        let chosen = indicator
            .clone()
            .unwrap_or_else(|| form.text("indicator_id"));
        known.with_value(|all| {
            let found = all.iter().find(|one| one.id.to_string() == chosen);
            found.is_none_or(|one| one.unit == IndicatorUnit::Money)
        })
    });
    let kept = one
        .as_ref()
        .map(|one| one.tiers.clone())
        .unwrap_or_default();
    let tiers = Tiers::new(&kept, money);
    let done = move || {
        open.set(false);
        toasts.good(tr!(incentives.saved));
        all.reload();
    };
    let version = one.as_ref().map(|one| (one.id, one.version));
    let submit = move || {
        let Some(typed) = tiers.body() else {
            form.add_error("tiers", tr!(incentives.tier_wrong));
            return;
        };
        let mut body = shaped(form.body());
        body["tiers"] = typed;
        match version {
            Some((id, version)) => {
                let send = move |body: Value, _| async move {
                    let path = format!("/incentive-rules/{id}");
                    http::patch::<IncentiveRule>(path, version, &body).await
                };
                form.submit(body, check::<IncentiveRulePatch>, send, move |_| done());
            }
            None => {
                let send = |body: Value, key| async move {
                    http::post::<IncentiveRule>("/incentive-rules", key, &body).await
                };
                form.submit(body, check::<NewIncentiveRule>, send, move |_| done());
            }
        }
    };
    let own = version.is_none().then(|| {
        view! {
            {select(form, "indicator_id", tr!(incentives.indicator), true, "", Signal::stored(targets::indicators(known)))}
            {select(form, "period", tr!(incentives.period), true, "", Signal::stored(periods()))}
            {select(form, "level", tr!(incentives.level), true, "", Signal::stored(levels()))}
            {Field::new(form, "starts_on", tr!(incentives.starts_on)).kind("date").required().show()}
        }
    });
    let fields = view! {
        {Field::new(form, "names/zh_hant", tr!(incentives.hant)).required().show()}
        {Field::new(form, "names/zh_hans", tr!(incentives.hans)).required().show()}
        {Field::new(form, "names/en", tr!(incentives.english)).required().show()}
        {own}
        {Field::new(form, "ends_on", tr!(incentives.ends_on)).kind("date").help(tr!(incentives.ends_help)).show()}
        {Field::new(form, "cap", tr!(incentives.cap)).help(tr!(incentives.cap_help)).show()}
        {Field::new(form, "decide_days", tr!(incentives.decide_days)).kind("number").required().min("1".into()).max("90".into()).show()}
        {tiers.view()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}

fn fresh() -> Value {
    json!({ "period": "month", "level": "member", "decide_days": "14" })
}

fn stored(one: &IncentiveRule) -> Value {
    json!({
        "names": one.names, "ends_on": one.ends_on, "decide_days": one.decide_days.to_string(),
        "cap": one.cap.map(|cap| typed(cap, true)),
    })
}

/// As the API takes it: days are a number, the limit is minor units, what was emptied is none.
fn shaped(mut body: Value) -> Value {
    let days = body["decide_days"]
        .as_str()
        .and_then(|text| text.parse::<i64>().ok());
    if let Some(days) = days {
        body["decide_days"] = days.into();
    }
    let cap = body["cap"].as_str().map(str::to_owned);
    match cap.as_deref().map(str::trim) {
        Some("") => body["cap"] = Value::Null,
        Some(text) => {
            if let Some(amount) = read(text, true) {
                body["cap"] = amount.into();
            }
        }
        None => {}
    }
    if body["ends_on"].as_str() == Some("") {
        body["ends_on"] = Value::Null;
    }
    body
}

fn periods() -> Vec<(String, String)> {
    [
        ("month", TargetPeriod::Month),
        ("quarter", TargetPeriod::Quarter),
        ("year", TargetPeriod::Year),
    ]
    .map(|(key, one)| (key.to_owned(), targets::kind(one).to_owned()))
    .to_vec()
}

fn levels() -> Vec<(String, String)> {
    use contract::incentive::IncentiveLevel::{Member, Team};
    [("member", Member), ("team", Team)]
        .map(|(key, one)| (key.to_owned(), words::level(one).to_owned()))
        .to_vec()
}
