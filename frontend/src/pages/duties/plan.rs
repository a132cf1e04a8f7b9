//! One duty: how often, by whom, what is asked for, and what came due of it.

use contract::Action;
use contract::audit::AuditEntry;
use contract::duty::{Duty, DutyItem, DutyOccurrence, NewDutyEnding};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{due, words};
use crate::components::crumbs::crumbs;
use crate::components::description::{list as rows, text};
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::record::show;
use crate::components::table::table;
use crate::components::tabs::tabs;
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{avatar, badge, empty, form as view};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{http, time};
use crate::pages::org::audit;
use crate::tr;

type Record = Remote<Duty>;

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<Duty>(format!("/duties/{id}")));
    let url = UrlState::here();
    view! {
        <div class="page" data-testid="page-duty">
            {show(record, move |one| face(record, one, url))}
        </div>
    }
    .into_any()
}

fn face(record: Record, one: Duty, url: UrlState) -> AnyView {
    document().set_title(&format!("{} · {}", one.title, tr!(common.product)));
    let session = use_session();
    let mut sections = vec![("plan", tr!(duties.plan)), ("due", tr!(duties.occurrences))];
    let audited = untrack(move || session.can(Action::AuditRead));
    sections.extend(audited.then_some(("audit", tr!(duties.changes))));
    let whose = one.team_name.clone();
    let whose = whose.unwrap_or_else(|| tr!(duties.department).to_owned());
    let second = format!("{whose} · {} {}", words::cadence(&one.rrule), one.due_time);
    let ended = one.ended.then(|| badge::badge(tr!(duties.ended), ""));
    let (id, shown) = (one.id, one.clone());
    view! {
        {crumbs(vec![(tr!(duties.title).into(), Route::Duties.path())])}
        <header class="page-head">
            <div class="grow"><h1>{one.title.clone()} " " {ended}</h1><p class="sub">{second}</p></div>
            <div class="actions">{buttons(record, &one)}</div>
        </header>
        {tabs(tr!(duties.title), url, sections)}
        {move || match url.get("tab").as_str() {
            "audit" => audit::table(Listing::<AuditEntry>::of(format!("/audit-entries?subject_kind=duty&subject_id={id}")), None),
            "due" => {
                let listing = Listing::<DutyOccurrence>::of(format!("/duty-occurrences?duty_id={id}&sort=-due_at"));
                let nobody = || empty::plain(Icon::Check, tr!(duties.none), "");
                table(tr!(duties.occurrences), listing, due::columns(), None, true, nobody)
            }
            _ => view! {
                <div class="case-grid">
                    <div class="stack">{checklist(&shown)}</div>
                    <div class="stack">{facts(&shown)} {rota(&shown)}</div>
                </div>
            }
            .into_any(),
        }}
    }
    .into_any()
}

fn checklist(one: &Duty) -> AnyView {
    let row = |item: &DutyItem| {
        let needed = item
            .required
            .then(|| badge::badge(tr!(duties.required), ""));
        view! { <li><span class="grow">{item.text.clone()}</span> <span class="muted small">{words::proof(item.proof)}</span> {needed}</li> }
    };
    let list = one.checklist.iter().map(row).collect_view();
    card(
        tr!(duties.checklist),
        ().into_any(),
        view! { <ul class="rows">{list}</ul> }.into_any(),
    )
}

fn facts(one: &Duty) -> AnyView {
    let clause = one.clause.clone();
    let minutes = |n: i64| tr!(duties.minutes, n = n).to_string();
    let mut all = vec![
        (
            tr!(duties.clause),
            view! { <a href=format!("/regulation#{clause}")>{format!("§ {clause}")}</a> }
                .into_any(),
        ),
        (
            tr!(duties.place),
            super::words::place(one.place.clone(), one.place_id),
        ),
        (tr!(duties.who), words::who(one).into_any()),
        (
            tr!(duties.day_rule),
            words::day_rule(one.day_rule).into_any(),
        ),
        (tr!(duties.starts_on), time::date(one.starts_on).into_any()),
        (
            tr!(duties.remind_minutes),
            text(one.remind_minutes.map(minutes)),
        ),
        (
            tr!(duties.escalate_minutes),
            minutes(one.escalate_minutes).into_any(),
        ),
    ];
    if let Some(end) = one.ends_on {
        all.push((tr!(duties.ends_on), time::date(end).into_any()));
    }
    if let Some(next) = one.next_due_at {
        all.push((tr!(duties.next), time::instant(next).into_any()));
    }
    card(
        tr!(duties.plan),
        ().into_any(),
        view! { <div class="card-body">{rows(all)}</div> }.into_any(),
    )
}

fn rota(one: &Duty) -> Option<AnyView> {
    let row = |(n, who): (usize, &contract::employee::PersonRef)| {
        view! { <li><span class="num muted">{n + 1}</span> {avatar::sized(&who.name, "")} <span class="grow">{who.name.clone()}</span></li> }
    };
    let list = one.rota.iter().enumerate().map(row).collect_view();
    (!one.rota.is_empty()).then(|| {
        card(
            tr!(duties.rota),
            ().into_any(),
            view! { <ol class="rows rota">{list}</ol> }.into_any(),
        )
    })
}

fn buttons(record: Record, one: &Duty) -> AnyView {
    if !one.allowed_actions.contains(&Action::DutyManage) {
        return ().into_any();
    }
    let ending = RwSignal::new(false);
    let (id, version) = (one.id, one.version);
    view! {
        <a class="btn" href=Route::EditDuty(id).path() data-testid="edit-duty">{icon(Icon::Edit)} {tr!(common.edit)}</a>
        <button type="button" class="btn" data-testid="end-duty" on:click=move |_| ending.set(true)>{icon(Icon::Close)} {tr!(duties.end)}</button>
        <Dialog open=ending title=tr!(duties.end)>{end(record, id, version, ending)}</Dialog>
    }
    .into_any()
}

fn end(record: Record, id: Uuid, version: i64, open: RwSignal<bool>) -> AnyView {
    let form = Form::new(format!("end-duty-{id}"), json!({}));
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, key| async move {
            let call = http::Call::post(format!("/duties/{id}/endings"), key);
            call.json(&body).version(version).done().await
        };
        form.submit(form.body(), check::<NewDutyEnding>, send, move |()| {
            open.set(false);
            toasts.good(tr!(common.saved));
            record.reload();
        });
    };
    let fields = view! {
        <p class="muted">{tr!(duties.end_help)}</p>
        {Field::new(form, "reason", tr!(duties.reason)).kind("textarea").required().show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(duties.end)),
    )
}
