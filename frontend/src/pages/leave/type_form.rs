//! One leave type: made, shown, changed.

use contract::Action;
use contract::leave::{LeaveType, LeaveTypePatch, NewLeaveType};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::components::crumbs::crumbs;
use crate::components::field::{Field, select};
use crate::components::icon::{Icon, icon, small};
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::components::{form as view, page};
use crate::core::check::check;
use crate::core::form::{Form, pick};
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::{dom, http};
use crate::tr;

const NAMES: &[&str] = &[
    "names",
    "clause",
    "counts",
    "pay_percent",
    "allows_half_days",
    "notice_days",
    "after_the_fact_days",
    "certificate_after",
    "balance",
    "max_days",
    "entitlement",
    "carry_over_max",
    "carry_over_months",
    "active",
    "position",
];
/// Fields whose text is a number on the wire.
const NUMBERS: &[&str] = &[
    "pay_percent",
    "notice_days",
    "after_the_fact_days",
    "certificate_after",
    "max_days",
    "carry_over_max",
    "carry_over_months",
    "position",
];

pub fn create() -> AnyView {
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let start = json!({
        "clause": "4.4.4", "category": "leave", "counts": "working_days", "balance": "unlimited", "allows_half_days": true,
        "pay_percent": "100", "notice_days": "1", "after_the_fact_days": "0", "carry_over_months": "0",
    });
    let form = Form::new("new-leave-type", start);
    let submit = move || {
        let navigate = navigate.clone();
        let send = |body: Value, key| async move {
            http::post::<LeaveType>("/leave-types", key, &body).await
        };
        form.submit(
            numbers(form.body()),
            check::<NewLeaveType>,
            send,
            move |one: LeaveType| {
                toasts.good(tr!(common.saved));
                navigate(&Route::LeaveTypes.path(), Default::default());
                let _ = one;
            },
        );
    };
    let foot =
        view! { {view::submit(form, tr!(common.create))} {view::cancel(Route::LeaveTypes.path())} };
    let body = view! {
        {crumbs(vec![(tr!(leave.types).into(), Route::LeaveTypes.path())])}
        {view::frame(form, submit, None, fields(form, true), foot.into_any())}
    };
    page::narrow(
        Route::NewLeaveType,
        tr!(leave.type_new),
        "",
        body.into_any(),
    )
}

pub fn edit(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<LeaveType>(format!("/leave-types/{id}")));
    view! { <div class="page narrow" data-testid="page-leave-type">{show(record, move |one| change(record, one))}</div> }.into_any()
}

/// As the form holds it: numbers as the texts of their fields.
fn texts(one: &LeaveType) -> Value {
    let mut start = pick(one, NAMES);
    for name in NUMBERS {
        if let Some(number) = start.get(*name).filter(|value| value.is_number()) {
            start[*name] = Value::from(number.to_string());
        }
    }
    start
}

fn change(record: Remote<LeaveType>, one: LeaveType) -> AnyView {
    document().set_title(&format!("{} · {}", one.name, tr!(common.product)));
    let toasts = use_toasts();
    let id = one.id;
    let version = RwSignal::new(one.version);
    let manage = one.allowed_actions.contains(&Action::LeaveTypeManage);
    let form = Form::new(format!("leave-type-{id}"), texts(&one));
    let submit = move || {
        let now = version.get_untracked();
        let send = move |body: Value, _| async move {
            http::patch::<LeaveType>(format!("/leave-types/{id}"), now, &body).await
        };
        form.submit(
            numbers(form.patch()),
            check::<LeaveTypePatch>,
            send,
            move |one: LeaveType| {
                toasts.good(tr!(common.saved));
                record.put(one);
            },
        );
    };
    let reload = Callback::new(move |()| {
        leptos::task::spawn_local(async move {
            if let Ok(latest) = http::get::<LeaveType>(format!("/leave-types/{id}")).await
                && version.try_set(latest.version).is_none()
            {
                form.merge(texts(&latest));
            }
        });
    });
    let foot = if manage {
        view! { {view::submit(form, tr!(common.save))} {view::cancel(Route::LeaveTypes.path())} }
            .into_any()
    } else {
        ().into_any()
    };
    let frame = view::frame(form, submit, Some(reload), fields(form, false), foot);
    view! {
        {crumbs(vec![(tr!(leave.types).into(), Route::LeaveTypes.path())])}
        <header class="page-head"><div><h1>{one.name.clone()}</h1><p class="sub"><code>{one.code.clone()}</code></p></div></header>
        <fieldset class="bare" disabled=!manage>{frame}</fieldset>
    }
    .into_any()
}

fn numbers(mut body: Value) -> Value {
    for name in NUMBERS {
        let number = body
            .get(*name)
            .and_then(Value::as_str)
            .and_then(|text| serde_json::from_str::<Value>(text).ok());
        if let Some(number) = number {
            body[*name] = number;
        }
    }
    body
}

fn fields(form: Form, new: bool) -> AnyView {
    let two = |pairs: &[(&str, &'static str)]| {
        let list: Vec<(String, String)> = pairs
            .iter()
            .map(|(value, text)| ((*value).to_owned(), (*text).to_owned()))
            .collect();
        Signal::stored(list)
    };
    let counts = two(&[
        ("working_days", tr!(leave.working_days)),
        ("calendar_days", tr!(leave.calendar_days)),
    ]);
    let balances = two(&[
        ("ledger", tr!(leave.ledger_rule)),
        ("per_request", tr!(leave.per_request)),
        ("unlimited", tr!(leave.unlimited)),
    ]);
    let categories = two(&[
        ("leave", tr!(leave.leave_word)),
        ("business", tr!(leave.business)),
    ]);
    let ledger = Memo::new(move |_| form.text("balance") == "ledger");
    let number = move |name: &'static str, label: &'static str, help: &'static str| {
        Field::new(form, name, label)
            .kind("number")
            .help(help)
            .show()
    };
    let group = |title: &'static str, fields: AnyView| {
        view! { <section class="card"><div class="card-head"><h2>{title}</h2></div><div class="card-body form">{fields}</div></section> }
    };
    let basics = view! {
        <div class="form-grid">
            {new.then(|| Field::new(form, "code", tr!(leave.code)).required().help(tr!(leave.code_help)).show())}
            {Field::new(form, "names/zh_hant", tr!(leave.name_hant)).required().show()}
            {Field::new(form, "names/zh_hans", tr!(leave.name_hans)).required().show()}
            {Field::new(form, "names/en", tr!(leave.name_en)).required().show()}
            {Field::new(form, "clause", tr!(common.clause_name)).required().show()}
            {new.then(|| select(form, "category", tr!(leave.category), true, "", categories))}
            {(!new).then(|| number("position", tr!(leave.position), ""))}
        </div>
        {(!new).then(|| flag(form, "active", tr!(leave.active)))}
    };
    let rules = view! {
        <div class="form-grid">
            {select(form, "counts", tr!(leave.counts), true, "", counts)}
            {number("pay_percent", tr!(leave.pay_percent), "")}
            {number("notice_days", tr!(leave.notice_days), tr!(leave.notice_help))}
            {number("after_the_fact_days", tr!(leave.after_the_fact_days), tr!(leave.after_the_fact_help))}
            {number("certificate_after", tr!(leave.certificate_after), "")}
            {number("max_days", tr!(leave.max_days), "")}
        </div>
        {flag(form, "allows_half_days", tr!(leave.half_days))}
    };
    let balance = view! {
        <div class="form-grid">
            {select(form, "balance", tr!(leave.balance_rule), true, "", balances)}
            {move || ledger.get().then(|| number("carry_over_max", tr!(leave.carry_over_max), ""))}
            {move || ledger.get().then(|| number("carry_over_months", tr!(leave.carry_over_months), ""))}
        </div>
        {move || ledger.get().then(|| entitlement(form))}
    };
    view! {
        {group(tr!(leave.basics_group), basics.into_any())}
        {group(tr!(leave.rules_group), rules.into_any())}
        {group(tr!(leave.balance_group), balance.into_any())}
    }
    .into_any()
}

fn flag(form: Form, name: &'static str, label: &'static str) -> AnyView {
    let on = move || {
        form.value(name)
            .and_then(|value| value.as_bool())
            .unwrap_or(false)
    };
    view! {
        <label class="check">
            <input type="checkbox" data-testid=format!("field-{name}") prop:checked=on on:change=move |event| form.set(name, event_target_checked(&event)) />
            <span>{label}</span>
        </label>
    }
    .into_any()
}

/// One step of the entitlement while it is being edited.
#[derive(Clone, Copy, PartialEq)]
struct Step {
    number: u32,
    months: RwSignal<String>,
    days: RwSignal<String>,
}

fn entitlement(form: Form) -> AnyView {
    let start = untrack(move || form.value("entitlement"))
        .and_then(|value| value.as_array().cloned())
        .unwrap_or_default();
    let text =
        |step: &Value, name: &str| step.get(name).map(ToString::to_string).unwrap_or_default();
    let new = |months: String, days: String| Step {
        number: dom::unique(),
        months: RwSignal::new(months),
        days: RwSignal::new(days),
    };
    let steps = RwSignal::new(
        start
            .iter()
            .map(|step| new(text(step, "after_months"), text(step, "days")))
            .collect::<Vec<_>>(),
    );
    Effect::new(move || {
        let number = |text: String| {
            serde_json::from_str::<Value>(text.trim()).unwrap_or(Value::String(text))
        };
        let all: Vec<Value> = steps.with(|all| {
            all.iter()
                .map(|step| {
                    let mut one = Map::new();
                    one.insert("after_months".into(), number(step.months.get()));
                    one.insert("days".into(), number(step.days.get()));
                    one.into()
                })
                .collect()
        });
        let now = untrack(move || form.value("entitlement"));
        if now != Some(Value::from(all.clone())) && !(now.is_none() && all.is_empty()) {
            form.set("entitlement", all);
        }
    });
    let entry = move |value: RwSignal<String>, label: &'static str, step: &'static str| {
        view! {
            <label class="field">
                <span class="label small">{label}</span>
                <input class="input" type="number" min="0" step=step prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event)) />
            </label>
        }
    };
    let row = move |step: Step| {
        view! {
            <li class="pair">
                {entry(step.months, tr!(leave.after_months), "1")}
                {entry(step.days, tr!(leave.days_a_year), "0.5")}
                <button type="button" class="btn quiet icon-only" aria-label=tr!(common.remove) on:click=move |_| steps.update(|all| all.retain(|one| *one != step))>{small(Icon::Trash)}</button>
            </li>
        }
    };
    view! {
        <fieldset class="field">
            <legend class="label">{tr!(leave.entitlement)}</legend>
            <p class="help small muted">{tr!(leave.entitlement_help)}</p>
            <ul class="pairs"><For each=move || steps.get() key=|step| step.number let:step>{row(step)}</For></ul>
            <div><button type="button" class="btn small" on:click=move |_| steps.update(|all| all.push(new(String::new(), String::new())))>{icon(Icon::Plus)} {tr!(leave.step_add)}</button></div>
        </fieldset>
    }
    .into_any()
}
