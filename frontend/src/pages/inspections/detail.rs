//! One inspection beside its case: the check-list, what was found and is done about it, every step.

use contract::audit::AuditEntry;
use contract::inspection::{
    FindingState, Inspection, InspectionAnswer, InspectionFinding, InspectionState, InspectionStep,
    NewRecheck, NewRectification,
};
use contract::{Action, Page};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{order, record as looking, words};
use crate::components::crumbs::crumbs;
use crate::components::description::{list as rows, text};
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::form as view;
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::record::{act, show};
use crate::components::tabs::tabs;
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{badge, person};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::{http, locale, time};
use crate::pages::org::audit;
use crate::tr;

type Record = Remote<Inspection>;

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<Inspection>(format!("/inspections/{id}")));
    let url = UrlState::here();
    view! {
        <div class="page" data-testid="page-inspection">
            {show(record, move |one| face(record, one, url))}
        </div>
    }
    .into_any()
}

fn face(record: Record, one: Inspection, url: UrlState) -> AnyView {
    let name = one.customer.name.clone();
    document().set_title(&format!("{name} · {}", tr!(common.product)));
    let mut sections = vec![("inspection", tr!(inspections.items))];
    let audited = one.allowed_actions.contains(&Action::AuditRead);
    sections.extend(audited.then_some(("audit", tr!(inspections.changes))));
    let second = format!("{} {}", tr!(inspections.owner), one.owner.name);
    let (shown, id) = (one.clone(), one.id);
    view! {
        {crumbs(vec![(tr!(inspections.title).into(), Route::Inspections.path())])}
        <header class="page-head">
            <div class="grow"><h1>{name} " " {badge::status(words::state(one.state))}</h1><p class="sub">{second}</p></div>
            <div class="actions">
                <a class="btn" href=Route::Case(one.case_id).path()>{icon(Icon::Flow)} {tr!(inspections.see_case)}</a>
                {order::assign(record, &one)}
            </div>
        </header>
        {tabs(tr!(inspections.title), url, sections)}
        {move || match url.get("tab").as_str() {
            "audit" => audit::table(Listing::<AuditEntry>::of(format!("/audit-entries?subject_kind=inspection&subject_id={id}")), None),
            _ => profile(record, &shown),
        }}
    }
    .into_any()
}

fn profile(record: Record, one: &Inspection) -> AnyView {
    let may = one.allowed_actions.contains(&Action::InspectionRecord);
    let open = one.state == InspectionState::Open;
    let list = match open && may {
        true => looking::form(record, one),
        false => answers(one),
    };
    let facts = rows(vec![
        (
            tr!(inspections.inspector),
            person::link(&one.inspector).into_any(),
        ),
        (tr!(inspections.owner), person::link(&one.owner).into_any()),
        (tr!(inspections.due), words::day(one.due_on, one.overdue)),
        (
            tr!(inspections.reason),
            match &one.reason {
                Some(reason) => text(Some(reason.clone())),
                None => tr!(inspections.drawn_by_lot).into_any(),
            },
        ),
        (tr!(inspections.summary), text(one.summary.clone())),
    ]);
    view! {
        <div class="case-grid">
            <div class="stack">
                {list}
                {(!open).then(|| findings(record, one))}
            </div>
            <div class="stack">
                {card(tr!(inspections.title), ().into_any(), view! { <div class="card-body">{facts}</div> }.into_any())}
                {history(one.id)}
            </div>
        </div>
    }
    .into_any()
}

fn answers(one: &Inspection) -> AnyView {
    let row = |answer: InspectionAnswer| {
        let name = answer.names.get(locale::current()).to_owned();
        let seen = answer
            .outcome
            .map(|outcome| badge::status(words::outcome(outcome)));
        view! {
            <li class="row between">
                <span class="two-lines"><span>{name}</span>{answer.note.map(|note| view! { <small class="as-written">{note}</small> })}</span>
                {seen}
            </li>
        }
    };
    let all = one.answers.clone().unwrap_or_default();
    let list = view! { <ul class="rows" data-testid="answers">{all.into_iter().map(row).collect_view()}</ul> };
    card(tr!(inspections.items), ().into_any(), list.into_any())
}

fn findings(record: Record, one: &Inspection) -> AnyView {
    let all = one.findings.clone().unwrap_or_default();
    if all.is_empty() {
        let none = view! { <p class="card-body muted">{tr!(inspections.no_findings)}</p> };
        return card(tr!(inspections.findings), ().into_any(), none.into_any());
    }
    let rows = all
        .into_iter()
        .map(|one| finding(record, one))
        .collect_view();
    let list = view! { <ul class="rows" data-testid="findings">{rows}</ul> };
    card(tr!(inspections.findings), ().into_any(), list.into_any())
}

fn finding(record: Record, one: InspectionFinding) -> AnyView {
    let again = (one.refused > 0)
        .then(|| badge::badge(tr!(inspections.returned_n, n = one.refused).to_string(), ""));
    let done = one.rectification.clone().map(|text| {
        view! { <p class="as-written small">{tr!(inspections.rectification)} "：" {text}</p> }
    });
    let day = (one.state != FindingState::Closed)
        .then(|| view! { <span class="small muted row tight">{tr!(inspections.rectify_by)} {words::day(one.rectify_by, one.overdue)}</span> });
    view! {
        <li class="stack tight">
            <div class="row between"><strong class="as-written">{one.description.clone()}</strong>{badge::status(words::finding(one.state))}</div>
            <div class="row">{badge::status(words::severity(one.severity))} {again} <span class="small muted">{one.owner.name.clone()}</span> {day}</div>
            {done}
            {acts(record, &one)}
        </li>
    }
    .into_any()
}

fn acts(record: Record, one: &InspectionFinding) -> AnyView {
    let (rectifying, returning) = (RwSignal::new(false), RwSignal::new(false));
    let (id, version) = (one.id, one.version);
    let toasts = use_toasts();
    let may = |action| one.allowed_actions.contains(&action);
    let rectify = may(Action::FindingRectify).then(|| {
        view! {
            <button type="button" class="btn small primary" data-testid="rectify" on:click=move |_| rectifying.set(true)>{icon(Icon::Edit)} {tr!(inspections.rectify)}</button>
            <Dialog open=rectifying title=tr!(inspections.rectify)>{move || rectification(record, (id, version), rectifying)}</Dialog>
        }
    });
    let accept = move |_| {
        let path = format!("/inspection-findings/{id}/rechecks");
        let body = json!({ "accepted": true });
        act(
            record,
            toasts,
            (path, version),
            body,
            tr!(inspections.accepted),
        );
    };
    let recheck = may(Action::InspectionRecheck).then(|| {
        view! {
            <button type="button" class="btn small" data-testid="send-back" on:click=move |_| returning.set(true)>{icon(Icon::Return)} {tr!(inspections.send_back)}</button>
            <button type="button" class="btn small primary" data-testid="accept" on:click=accept>{icon(Icon::Check)} {tr!(inspections.accept)}</button>
            <Dialog open=returning title=tr!(inspections.send_back)>{move || send_back(record, (id, version), returning)}</Dialog>
        }
    });
    view! { <div class="row">{rectify} {recheck}</div> }.into_any()
}

fn rectification(record: Record, (id, version): (Uuid, i64), open: RwSignal<bool>) -> AnyView {
    let form = Form::new(format!("rectification-{id}"), json!({}));
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, key| async move {
            let call = http::Call::post(format!("/inspection-findings/{id}/rectifications"), key);
            call.json(&body).version(version).done().await
        };
        form.submit(form.body(), check::<NewRectification>, send, move |()| {
            open.set(false);
            toasts.good(tr!(inspections.rectify_done));
            record.reload();
        });
    };
    let field = Field::new(form, "text", tr!(inspections.rectification))
        .kind("textarea")
        .required()
        .show();
    view::frame(
        form,
        submit,
        None,
        field,
        view::submit(form, tr!(inspections.rectify)),
    )
}

fn send_back(record: Record, (id, version): (Uuid, i64), open: RwSignal<bool>) -> AnyView {
    let form = Form::new(format!("recheck-{id}"), json!({ "accepted": false }));
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, key| async move {
            let call = http::Call::post(format!("/inspection-findings/{id}/rechecks"), key);
            call.json(&body).version(version).done().await
        };
        form.submit(form.body(), check::<NewRecheck>, send, move |()| {
            open.set(false);
            toasts.good(tr!(inspections.sent_back));
            record.reload();
        });
    };
    let fields = view! {
        {Field::new(form, "note", tr!(inspections.note)).kind("textarea").required().show()}
        {Field::new(form, "rectify_by", tr!(inspections.rectify_by)).kind("date").required().show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(inspections.send_back)),
    )
}

fn history(id: Uuid) -> AnyView {
    let found = Remote::new(move || {
        http::get::<Page<InspectionStep>>(format!("/inspections/{id}/steps?limit=100"))
    });
    let body = show(found, |page| {
        let one = |step: InspectionStep| {
            let by = step.by.map(|by| by.name);
            let by = by.unwrap_or_else(|| tr!(inspections.system).to_owned());
            let to = step.to.map(|to| format!(" → {}", to.name));
            view! {
                <li class="stack tight">
                    <div class="row between"><strong>{words::step(step.kind)} {to}</strong><span class="small muted num">{time::instant(step.created_at)}</span></div>
                    {step.note.map(|note| view! { <p class="as-written small">{note}</p> })}
                    <span class="small muted">{by}</span>
                </li>
            }
        };
        view! { <ul class="rows" data-testid="steps">{page.data.into_iter().map(one).collect_view()}</ul> }.into_any()
    });
    card(tr!(inspections.history), ().into_any(), body)
}
