//! One request: what is asked, by when, the answer, how content the customer was, and every step.

use contract::audit::AuditEntry;
use contract::service::{ServiceRequest, ServiceStep};
use contract::{Action, Page};
use leptos::prelude::*;
use uuid::Uuid;

use super::{acts, words};
use crate::components::badge;
use crate::components::crumbs::crumbs;
use crate::components::description::{link, list as rows, text};
use crate::components::page::card;
use crate::components::person;
use crate::components::record::show;
use crate::components::tabs::tabs;
use crate::components::url_state::UrlState;
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::{http, time};
use crate::pages::org::audit;
use crate::tr;

pub fn page(id: Uuid) -> AnyView {
    let record =
        Remote::new(move || http::get::<ServiceRequest>(format!("/service-requests/{id}")));
    let url = UrlState::here();
    view! { <div class="page" data-testid="page-service">{show(record, move |one| view(record, one, url))}</div> }.into_any()
}

fn view(record: Remote<ServiceRequest>, one: ServiceRequest, url: UrlState) -> AnyView {
    let title = format!("#{} {}", one.number, one.customer.name);
    document().set_title(&format!("{title} · {}", tr!(common.product)));
    let mut sections = vec![("request", tr!(services.request))];
    let audited = one.allowed_actions.contains(&Action::AuditRead);
    sections.extend(audited.then_some(("audit", tr!(services.changes))));
    let (kind, tone) = words::kind(one.kind);
    let late = one
        .overdue
        .then(|| badge::badge(tr!(services.overdue), "bad"));
    let again = (one.reopened > 0).then(|| {
        let times = tr!(services.reopened_times, n = one.reopened).to_string();
        badge::badge(times, "warn")
    });
    let second = format!(
        "{} · {} {}",
        one.category.name,
        tr!(services.owner),
        one.owner.name
    );
    let shown = one.clone();
    let id = one.id;
    view! {
        {crumbs(vec![(tr!(services.title).into(), Route::Services.path())])}
        <header class="page-head">
            <div class="grow">
                <h1>{title} " " {badge::badge(kind, tone)} " " {badge::status(words::state(one.state))} " " {late} {again}</h1>
                <p class="sub">{second}</p>
            </div>
            <div class="actions">{acts::buttons(record, &one)}</div>
        </header>
        {tabs(tr!(services.title), url, sections)}
        {move || match url.get("tab").as_str() {
            "audit" => audit::table(Listing::<AuditEntry>::of(format!("/audit-entries?subject_kind=service_request&subject_id={id}")), None),
            _ => profile(&shown),
        }}
    }
    .into_any()
}

fn profile(one: &ServiceRequest) -> AnyView {
    let customer = Some(Route::Customer(one.customer.id).path());
    let mut list = vec![
        (
            tr!(services.customer),
            link(Some(one.customer.name.clone()), customer),
        ),
        (
            tr!(services.channel),
            words::channel(one.channel).into_any(),
        ),
        (
            tr!(services.opened_on),
            time::date(one.opened_on).into_any(),
        ),
        (tr!(services.due_on), time::date(one.due_on).into_any()),
        (tr!(services.owner), person::link(&one.owner)),
    ];
    if let Some(about) = &one.complained_about {
        list.push((tr!(services.about), person::link(about)));
    }
    list.push((tr!(services.answered_in), days(one)));
    if let Some(score) = one.score {
        let said = [Some(words::score(score)), one.score_comment.clone()];
        let said = said.into_iter().flatten().collect::<Vec<_>>();
        list.push((tr!(services.satisfaction), text(Some(said.join(" · ")))));
    }
    let asked = one.description.clone();
    let answer = one.answer.clone().map(|answer| {
        let body = view! { <p class="card-body as-written" data-testid="answer">{answer}</p> };
        card(tr!(services.answer), ().into_any(), body.into_any())
    });
    let asked = view! { <p class="card-body as-written">{asked}</p> };
    view! {
        <div class="case-grid">
            <div class="stack">
                {card(tr!(services.description), ().into_any(), asked.into_any())}
                {answer}
                {card(tr!(services.details), ().into_any(), view! { <div class="card-body">{rows(list)}</div> }.into_any())}
            </div>
            {steps(one.id)}
        </div>
    }
    .into_any()
}

fn days(one: &ServiceRequest) -> AnyView {
    let days = one
        .answer_days
        .map(|n| tr!(services.days, n = n).to_string());
    text(days)
}

fn steps(id: Uuid) -> AnyView {
    let path = format!("/service-requests/{id}/steps?limit=100");
    let found = Remote::new(move || http::get::<Page<ServiceStep>>(path.clone()));
    let body = show(found, |page| {
        view! { <ol class="timeline card-body" data-testid="steps">{page.data.into_iter().map(step).collect_view()}</ol> }.into_any()
    });
    card(tr!(services.steps), ().into_any(), body)
}

fn step(one: ServiceStep) -> AnyView {
    let (what, tone) = words::step(one.kind);
    let by = one
        .by
        .map_or_else(|| tr!(services.by_itself).to_owned(), |by| by.name);
    let to = one.to.map(|to| format!("→ {}", to.name));
    let score = one.score.map(words::score);
    let channel = one.channel.map(words::channel);
    let facts = [to, score, channel.map(str::to_owned)];
    let facts = facts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <li>
            <div>
                <p class="row tight">{badge::badge(what, tone)} <span class="small">{facts}</span></p>
                <p class="when">{time::instant(one.created_at)} " · " {by}</p>
                {one.note.map(|note| view! { <p class="as-written">{note}</p> })}
            </div>
        </li>
    }
    .into_any()
}
