//! One shortfall: by how much, why, what is done, who coaches, and every check.

use contract::audit::AuditEntry;
use contract::shortfall::{
    NewShortfallCheck, NewShortfallPlan, Shortfall, ShortfallCheck, ShortfallState,
};
use contract::target::Indicators;
use contract::{Action, Page};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::shortfalls;
use super::words::{self, Known};
use crate::components::badge;
use crate::components::crumbs::crumbs;
use crate::components::description::{list as rows, text};
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::form as view;
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::person;
use crate::components::person_combo::Among;
use crate::components::person_picker::PersonPicker;
use crate::components::record::show;
use crate::components::tabs::tabs;
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::core::check::check as checked;
use crate::core::form::{Form, pick};
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::{http, time};
use crate::pages::org::audit;
use crate::tr;

pub fn page(id: Uuid) -> AnyView {
    let indicators = Remote::new(|| http::get::<Indicators>("/indicators"));
    let record = Remote::new(move || http::get::<Shortfall>(format!("/shortfalls/{id}")));
    let url = UrlState::here();
    view! {
        <div class="page" data-testid="page-shortfall">
            {show(indicators, move |found| {
                let known: Known = StoredValue::new(found.data);
                show(record, move |one| face(record, one, known, url))
            })}
        </div>
    }
    .into_any()
}

fn face(record: Remote<Shortfall>, one: Shortfall, known: Known, url: UrlState) -> AnyView {
    document().set_title(&format!("{} · {}", one.name, tr!(common.product)));
    let period = words::period(one.period, one.starts_on);
    let second = format!("{} · {period}", words::indicator(known, one.indicator_id));
    let mut sections = vec![("plan", tr!(targets.plan))];
    let audited = one.allowed_actions.contains(&Action::AuditRead);
    sections.extend(audited.then_some(("audit", tr!(targets.changes))));
    let (shown, id) = (one.clone(), one.id);
    view! {
        {crumbs(vec![(tr!(targets.shortfalls).into(), Route::Shortfalls.path())])}
        <header class="page-head">
            <div class="grow"><h1>{one.name.clone()} " " {badge::status(shortfalls::state(one.state))}</h1><p class="sub">{second}</p></div>
            <div class="actions">{buttons(record, &one)}</div>
        </header>
        {tabs(tr!(targets.shortfalls), url, sections)}
        {move || match url.get("tab").as_str() {
            "audit" => audit::table(Listing::<AuditEntry>::of(format!("/audit-entries?subject_kind=shortfall&subject_id={id}")), None),
            _ => profile(&shown),
        }}
    }
    .into_any()
}

fn profile(one: &Shortfall) -> AnyView {
    let currency = one.currency.as_deref();
    let list = rows(vec![
        (
            tr!(targets.amount),
            words::amount(one.amount, currency).into_any(),
        ),
        (
            tr!(targets.actual),
            words::amount(one.actual, currency).into_any(),
        ),
        (
            tr!(targets.rate),
            words::percent(shortfalls::rate(one)).into_any(),
        ),
        (
            tr!(targets.missing),
            words::amount(one.amount - one.actual, currency).into_any(),
        ),
        (tr!(targets.cause), text(one.cause.clone())),
        (tr!(targets.measures), text(one.measures.clone())),
        (
            tr!(targets.coach),
            one.coach.as_ref().map(person::link).into_any(),
        ),
        (tr!(targets.next_check), shortfalls::next_check(one)),
    ]);
    view! {
        <div class="case-grid">
            {card(tr!(targets.plan), ().into_any(), view! { <div class="card-body">{list}</div> }.into_any())}
            {checks(one.id)}
        </div>
    }
    .into_any()
}

fn checks(id: Uuid) -> AnyView {
    let found = Remote::new(move || {
        http::get::<Page<ShortfallCheck>>(format!("/shortfalls/{id}/checks?limit=50"))
    });
    let body = show(found, |page| {
        if page.data.is_empty() {
            return view! { <p class="card-body muted">{tr!(targets.no_checks)}</p> }.into_any();
        }
        let one = |one: ShortfallCheck| {
            let by = one.by.map(|by| by.name).unwrap_or_default();
            let next = one.next_check_on.map_or_else(
                || tr!(targets.closed).to_owned(),
                |day| format!("{} {}", tr!(targets.next_check), time::date(day)),
            );
            view! {
                <li class="stack tight">
                    <div class="row between"><strong>{by}</strong><span class="small muted num">{time::instant(one.created_at)}</span></div>
                    <p class="as-written">{one.note}</p>
                    <span class="small muted">{next}</span>
                </li>
            }
        };
        view! { <ul class="rows" data-testid="checks">{page.data.into_iter().map(one).collect_view()}</ul> }.into_any()
    });
    card(tr!(targets.checks), ().into_any(), body)
}

fn buttons(record: Remote<Shortfall>, one: &Shortfall) -> AnyView {
    if !one.allowed_actions.contains(&Action::ShortfallPlan) {
        return ().into_any();
    }
    let (planning, checking) = (RwSignal::new(false), RwSignal::new(false));
    let (kept, seen) = (one.clone(), one.clone());
    let planned = one.state == ShortfallState::Planned;
    let class = if planned { "btn" } else { "btn primary" };
    view! {
        <button type="button" class=class data-testid="plan" on:click=move |_| planning.set(true)>{icon(Icon::Edit)} {tr!(targets.plan_it)}</button>
        {planned.then(|| view! { <button type="button" class="btn primary" data-testid="check" on:click=move |_| checking.set(true)>{icon(Icon::Check)} {tr!(targets.check)}</button> })}
        <Dialog open=planning title=tr!(targets.plan_it)>{plan(record, &kept, planning)}</Dialog>
        <Dialog open=checking title=tr!(targets.check)>{check(record, &seen, checking)}</Dialog>
    }
    .into_any()
}

fn plan(record: Remote<Shortfall>, one: &Shortfall, open: RwSignal<bool>) -> AnyView {
    let (id, version) = (one.id, one.version);
    let start = pick(one, &["cause", "measures", "next_check_on"]);
    let form = Form::new(format!("shortfall-{id}"), start);
    let toasts = use_toasts();
    let submit = move || {
        let send = |body: Value, key| async move {
            let call = http::Call::post(format!("/shortfalls/{id}/plans"), key);
            call.json(&body).version(version).done().await
        };
        form.submit(form.body(), checked::<NewShortfallPlan>, send, move |()| {
            open.set(false);
            toasts.good(tr!(targets.planned));
            record.reload();
        });
    };
    let fields = view! {
        {Field::new(form, "cause", tr!(targets.cause)).kind("textarea").required().show()}
        {Field::new(form, "measures", tr!(targets.measures)).kind("textarea").required().show()}
        <PersonPicker form among=Among::AtWork name="coach_id" label=tr!(targets.coach) required=true />
        {Field::new(form, "next_check_on", tr!(targets.next_check)).kind("date").required().show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}

fn check(record: Remote<Shortfall>, one: &Shortfall, open: RwSignal<bool>) -> AnyView {
    let (id, version) = (one.id, one.version);
    let form = Form::new(format!("shortfall-check-{id}"), json!({}));
    let toasts = use_toasts();
    let submit = move || {
        let send = |body: Value, key| async move {
            let call = http::Call::post(format!("/shortfalls/{id}/checks"), key);
            call.json(&body).version(version).done().await
        };
        form.submit(form.body(), checked::<NewShortfallCheck>, send, move |()| {
            open.set(false);
            toasts.good(tr!(targets.checked));
            record.reload();
        });
    };
    let fields = view! {
        <p class="muted">{tr!(targets.check_text)}</p>
        {Field::new(form, "note", tr!(targets.note)).kind("textarea").required().show()}
        {Field::new(form, "next_check_on", tr!(targets.next_check)).kind("date").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(targets.check)),
    )
}
