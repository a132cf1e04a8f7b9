//! The plans: how many cases are looked over, of everybody or of a team.

use chrono::{Datelike, Months, NaiveDate};
use contract::inspection::{InspectionPlan, NewInspectionPlan};
use contract::{Action, Page};
use leptos::prelude::*;
use serde_json::{Value, json};

use crate::components::dialog::Dialog;
use crate::components::field::{Field, select};
use crate::components::form as view;
use crate::components::icon::{Icon, icon};
use crate::components::page;
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::remote::Remote;
use crate::core::session::use_session;
use crate::core::{http, time};
use crate::pages::org::options;
use crate::tr;

type All = Remote<Page<InspectionPlan>>;

pub fn card() -> AnyView {
    let session = use_session();
    let all = Remote::new(|| http::get::<Page<InspectionPlan>>("/inspection-plans?limit=200"));
    let open = RwSignal::new(false);
    let may = untrack(move || session.can(Action::InspectionPlanManage));
    let new = may.then(|| {
        view! { <button type="button" class="btn small" data-testid="new-plan" on:click=move |_| open.set(true)>{icon(Icon::Plus)} {tr!(inspections.new_plan)}</button> }
    });
    let body = view! {
        {show(all, |page| {
            if page.data.is_empty() {
                return view! { <p class="card-body muted">{tr!(inspections.no_plans)}</p> }.into_any();
            }
            let rows = page.data.iter().map(row).collect_view();
            view! { <ul class="rows" data-testid="plans">{rows}</ul> }.into_any()
        })}
        <Dialog open title=tr!(inspections.plan)>{move || form(all, open)}</Dialog>
    };
    page::card(tr!(inspections.plans), new.into_any(), body.into_any())
}

fn row(one: &InspectionPlan) -> AnyView {
    let team = one.team_name.clone();
    let team = team.unwrap_or_else(|| tr!(inspections.everybody).to_owned());
    let what = tr!(
        inspections.plan_of,
        percent = one.percent,
        least = one.least
    )
    .to_string();
    let since = tr!(inspections.plan_since, month = time::month(one.from_month)).to_string();
    view! {
        <li class="row between">
            <span class="two-lines"><strong>{team}</strong><small>{since}</small></span>
            <span class="num">{what}</span>
        </li>
    }
    .into_any()
}

fn form(all: All, open: RwSignal<bool>) -> AnyView {
    let this_month = format!("{}-01", time::today().get(..7).unwrap_or_default());
    let start = json!({ "percent": "10", "least": "1", "from_month": this_month });
    let form = Form::new("inspection-plan", start);
    let toasts = use_toasts();
    let submit = move || {
        let send = |body: Value, key| async move {
            http::post::<InspectionPlan>("/inspection-plans", key, &body).await
        };
        form.submit(
            shaped(form.body()),
            check::<NewInspectionPlan>,
            send,
            move |_| {
                open.set(false);
                toasts.good(tr!(inspections.plan_saved));
                all.reload();
            },
        );
    };
    let teams = options::teams();
    let places = Signal::derive(move || teams.get());
    let fields = view! {
        {select(form, "team_id", tr!(inspections.team), false, tr!(inspections.everybody), places)}
        {Field::new(form, "percent", tr!(inspections.percent)).kind("number").required().min("1".into()).max("100".into()).show()}
        {Field::new(form, "least", tr!(inspections.least)).kind("number").required().min("0".into()).max("100".into()).show()}
        {select(form, "from_month", tr!(inspections.from_month), true, "", Signal::stored(months()))}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}

/// This month and the twelve after it, by their first day.
fn months() -> Vec<(String, String)> {
    let today: NaiveDate = time::today().parse().unwrap_or_default();
    let first = today.with_day(1).unwrap_or(today);
    let later = (0..13).filter_map(|n| first.checked_add_months(Months::new(n)));
    later
        .map(|month| (month.to_string(), time::month(month)))
        .collect()
}

/// As the API takes it: numbers are numbers, no team is everybody.
fn shaped(mut body: Value) -> Value {
    for key in ["percent", "least"] {
        let number = body[key].as_str().and_then(|text| text.parse::<i64>().ok());
        if let Some(number) = number {
            body[key] = number.into();
        }
    }
    if body["team_id"].as_str() == Some("") {
        body["team_id"] = Value::Null;
    }
    body
}
