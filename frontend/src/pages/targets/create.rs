//! Drafting a target: indicator, period, the department's amount and how it is split at first.

use chrono::{Datelike, Months, NaiveDate};
use contract::target::{IndicatorUnit, NewTarget, Target, TargetPeriod};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

use super::words::{self, Known};
use crate::components::field::{Field, select};
use crate::components::form as view;
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::routes::Route;
use crate::core::{http, time};
use crate::tr;

pub fn form(known: Known, open: RwSignal<bool>) -> AnyView {
    let form = Form::new("new-target", json!({ "split": "headcount" }));
    let toasts = use_toasts();
    let navigate = use_navigate();
    let submit = move || {
        let body = body(known, form.body());
        let send =
            |body: Value, key| async move { http::post::<Target>("/targets", key, &body).await };
        let navigate = navigate.clone();
        form.submit(body, check::<NewTarget>, send, move |made| {
            open.set(false);
            toasts.good(tr!(targets.drafted));
            navigate(&Route::Target(made.id).path(), Default::default());
        });
    };
    let splits = splits();
    let fields = view! {
        {select(form, "indicator_id", tr!(targets.indicator), true, "", Signal::stored(words::indicators(known)))}
        {select(form, "starts_on", tr!(targets.period), true, "", Signal::stored(periods()))}
        {Field::new(form, "amount", tr!(targets.whole_amount)).required().help(tr!(targets.amount_help)).show()}
        {select(form, "split", tr!(targets.split_by), true, tr!(targets.split_help), Signal::stored(splits))}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(targets.draft_it)),
    )
}

pub fn splits() -> Vec<(String, String)> {
    [
        ("headcount", tr!(targets.by_headcount)),
        ("equal", tr!(targets.by_equal)),
        ("actuals", tr!(targets.by_actuals)),
    ]
    .map(|(key, text)| (key.to_owned(), text.to_owned()))
    .to_vec()
}

/// The chosen period is kind and first day in one; the amount is typed as people write it.
fn body(known: Known, mut body: Value) -> Value {
    let chosen = body["starts_on"].as_str().unwrap_or_default().to_owned();
    if let Some((kind, first)) = chosen.split_once(' ') {
        body["period"] = kind.into();
        body["starts_on"] = first.into();
    }
    let money = known.with_value(|all| {
        let of = |one: &&contract::target::Indicator| body["indicator_id"] == one.id.to_string();
        all.iter()
            .find(of)
            .is_none_or(|one| one.unit == IndicatorUnit::Money)
    });
    let typed = body["amount"].as_str().unwrap_or_default().to_owned();
    if let Some(amount) = words::read(&typed, money) {
        body["amount"] = amount.into();
    }
    body
}

/// This year and the next, four quarters and twelve months from the present ones on.
fn periods() -> Vec<(String, String)> {
    let today: NaiveDate = time::today().parse().unwrap_or_default();
    let month = today.with_day(1).unwrap_or(today);
    let year = month.with_month(1).unwrap_or(month);
    let quarter = month
        .with_month(month.month0() / 3 * 3 + 1)
        .unwrap_or(month);
    let kinds = [
        (TargetPeriod::Year, "year", year, 12, 2),
        (TargetPeriod::Quarter, "quarter", quarter, 3, 5),
        (TargetPeriod::Month, "month", month, 1, 13),
    ];
    let mut found = Vec::new();
    for (period, kind, first, months, count) in kinds {
        for n in 0..count {
            if let Some(first) = first.checked_add_months(Months::new(n * months)) {
                found.push((format!("{kind} {first}"), words::period(period, first)));
            }
        }
    }
    found
}
