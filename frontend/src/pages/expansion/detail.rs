//! One plan: its goal, its lines with what the records say, and what came of it.

use contract::Action;
use contract::audit::AuditEntry;
use contract::expansion::{ExpansionLine, ExpansionPlan, ExpansionPlanState, NewExpansionClosing};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{create, words};
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
use crate::core::session::use_session;
use crate::core::{http, time};
use crate::pages::org::audit;
use crate::tr;

type Record = Remote<ExpansionPlan>;

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<ExpansionPlan>(format!("/expansion-plans/{id}")));
    let url = UrlState::here();
    view! {
        <div class="page" data-testid="page-expansion-plan">
            {show(record, move |one| face(record, one, url))}
        </div>
    }
    .into_any()
}

fn face(record: Record, one: ExpansionPlan, url: UrlState) -> AnyView {
    document().set_title(&format!("{} · {}", one.title, tr!(common.product)));
    let session = use_session();
    let mut sections = vec![("plan", tr!(expansion.lines))];
    let audited = untrack(move || session.can(Action::AuditRead));
    sections.extend(audited.then_some(("audit", tr!(expansion.changes))));
    let whose = one.team_name.clone();
    let whose = whose.unwrap_or_else(|| tr!(expansion.department).to_owned());
    let (first, last) = (time::date(one.starts_on), time::date(one.ends_on));
    let second = format!("{whose} · {first} – {last}");
    let (id, shown) = (one.id, one.clone());
    let late = one.over.then(|| badge::badge(tr!(expansion.over), "bad"));
    view! {
        {crumbs(vec![(tr!(expansion.title).into(), Route::ExpansionPlans.path())])}
        <header class="page-head">
            <div class="grow"><h1>{one.title.clone()} " " {badge::status(words::state(one.state))} " " {late}</h1><p class="sub">{second}</p></div>
            <div class="actions">{buttons(record, &one)}</div>
        </header>
        {tabs(tr!(expansion.title), url, sections)}
        {move || match url.get("tab").as_str() {
            "audit" => audit::table(Listing::<AuditEntry>::of(format!("/audit-entries?subject_kind=expansion_plan&subject_id={id}")), None),
            _ => view! {
                <div class="case-grid">
                    <div class="stack">{lines(&shown)}</div>
                    <div class="stack">{facts(&shown)}</div>
                </div>
            }
            .into_any(),
        }}
    }
    .into_any()
}

fn lines(one: &ExpansionPlan) -> AnyView {
    let row = |line: &ExpansionLine| {
        let done = 100 * line.actual.min(line.quantity) / line.quantity.max(1);
        let owner = line.owner.as_ref().map(|who| who.name.clone());
        let owner = owner.unwrap_or_else(|| tr!(expansion.everybody).to_owned());
        view! {
            <li class="plan-row" data-testid="plan-row">
                <span class="two-lines"><strong>{words::line(line)}</strong><small>{owner}</small></span>
                <span class="num nowrap"><strong>{line.actual}</strong>" / " {line.quantity}</span>
                {words::bar(Some(done), tr!(expansion.done))}
            </li>
        }
    };
    let all = one.lines.iter().map(row).collect_view();
    let body = match one.lines.is_empty() {
        true => view! { <p class="card-body muted">{tr!(expansion.no_lines)}</p> }.into_any(),
        false => view! { <ul class="rows">{all}</ul> }.into_any(),
    };
    let counted = one.counted_at.map(|at| {
        let text = tr!(expansion.counted_at, when = time::instant(at)).to_string();
        view! { <span class="small muted">{text}</span> }
    });
    card(tr!(expansion.lines), counted.into_any(), body)
}

fn facts(one: &ExpansionPlan) -> AnyView {
    let mut all = vec![
        (
            tr!(expansion.done),
            words::bar(one.percent, tr!(expansion.done)),
        ),
        (tr!(expansion.goal), text(Some(one.goal.clone()))),
        (tr!(expansion.author), person::link(&one.author).into_any()),
    ];
    if let Some(result) = &one.result {
        all.push((tr!(expansion.result), text(Some(result.clone()))));
    }
    card(
        tr!(expansion.plan),
        ().into_any(),
        view! { <div class="card-body">{rows(all)}</div> }.into_any(),
    )
}

fn buttons(record: Record, one: &ExpansionPlan) -> AnyView {
    if !one.allowed_actions.contains(&Action::ExpansionPlanManage) {
        return ().into_any();
    }
    let (editing, closing) = (RwSignal::new(false), RwSignal::new(false));
    let (kept, end) = (one.clone(), one.clone());
    let (id, version, state) = (one.id, one.version, one.state);
    let toasts = use_toasts();
    let begin = move |_| {
        let path = format!("/expansion-plans/{id}/activations");
        act(
            record,
            toasts,
            (path, version),
            json!({}),
            tr!(expansion.activated),
        );
    };
    view! {
        <button type="button" class="btn" data-testid="edit-plan" on:click=move |_| editing.set(true)>{icon(Icon::Edit)} {tr!(common.edit)}</button>
        {(state == ExpansionPlanState::Draft).then(|| view! { <button type="button" class="btn primary" data-testid="activate" on:click=begin>{icon(Icon::Check)} {tr!(expansion.activate)}</button> })}
        {(state == ExpansionPlanState::Active).then(|| view! { <button type="button" class="btn primary" data-testid="close-plan" on:click=move |_| closing.set(true)>{icon(Icon::Check)} {tr!(expansion.close)}</button> })}
        <Dialog open=editing title=tr!(expansion.edit)>{create::edit(record, &kept, editing)}</Dialog>
        <Dialog open=closing title=tr!(expansion.close)>{close(record, &end, closing)}</Dialog>
    }
    .into_any()
}

fn close(record: Record, one: &ExpansionPlan, open: RwSignal<bool>) -> AnyView {
    let (id, version) = (one.id, one.version);
    let form = Form::new(format!("close-plan-{id}"), json!({}));
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, key| async move {
            let call = http::Call::post(format!("/expansion-plans/{id}/closings"), key);
            call.json(&body).version(version).done().await
        };
        form.submit(form.body(), check::<NewExpansionClosing>, send, move |()| {
            open.set(false);
            toasts.good(tr!(expansion.saved));
            record.reload();
        });
    };
    let fields = view! {
        <p class="muted">{tr!(expansion.close_help)}</p>
        {Field::new(form, "result", tr!(expansion.result)).kind("textarea").required().show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(expansion.close)),
    )
}
