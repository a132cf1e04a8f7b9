//! One risk: how likely, how bad, what is done about it, and every look at it.

use contract::audit::AuditEntry;
use contract::risk::{Risk, RiskReview};
use contract::{Action, Page};
use leptos::prelude::*;
use uuid::Uuid;

use super::{acts, list, words};
use crate::components::badge;
use crate::components::crumbs::crumbs;
use crate::components::description::{list as rows, text};
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
    let record = Remote::new(move || http::get::<Risk>(format!("/risks/{id}")));
    let url = UrlState::here();
    view! { <div class="page" data-testid="page-risk">{show(record, move |risk| view(record, risk, url))}</div> }.into_any()
}

fn view(record: Remote<Risk>, risk: Risk, url: UrlState) -> AnyView {
    document().set_title(&format!("{} · {}", risk.title, tr!(common.product)));
    let mut sections = vec![("risk", tr!(risks.profile))];
    let audited = risk.allowed_actions.contains(&Action::AuditRead);
    sections.extend(audited.then_some(("audit", tr!(risks.changes))));
    let shown = risk.clone();
    let id = risk.id;
    view! {
        {crumbs(vec![(tr!(risks.title).into(), Route::Risks.path())])}
        <header class="page-head">
            <div class="grow"><h1>{risk.title.clone()} " " {badge::status(words::state(risk.state))}</h1><p class="sub">{tr!(risks.owner)} " " {risk.owner.name.clone()}</p></div>
            <div class="actions">{acts::buttons(record, &risk)}</div>
        </header>
        {tabs(tr!(risks.title), url, sections)}
        {move || match url.get("tab").as_str() {
            "audit" => audit::table(Listing::<AuditEntry>::of(format!("/audit-entries?subject_kind=risk&subject_id={id}")), None),
            _ => profile(&shown),
        }}
    }
    .into_any()
}

fn profile(risk: &Risk) -> AnyView {
    let list = rows(vec![
        (
            tr!(risks.score),
            badge::badge(risk.score.to_string(), words::tone(risk.score)),
        ),
        (
            tr!(risks.likelihood),
            words::likelihood(risk.likelihood).into_any(),
        ),
        (tr!(risks.impact), words::impact(risk.impact).into_any()),
        (tr!(risks.next_review), list::due(risk)),
        (tr!(risks.owner), person::link(&risk.owner)),
        (tr!(risks.description), text(risk.description.clone())),
        (tr!(risks.controls), text(Some(risk.controls.clone()))),
    ]);
    view! {
        <div class="case-grid">
            {card(tr!(risks.profile), ().into_any(), view! { <div class="card-body">{list}</div> }.into_any())}
            {reviews(risk.id)}
        </div>
    }
    .into_any()
}

fn reviews(id: Uuid) -> AnyView {
    let found =
        Remote::new(move || http::get::<Page<RiskReview>>(format!("/risks/{id}/reviews?limit=50")));
    let body = show(found, |page| {
        if page.data.is_empty() {
            return view! { <p class="card-body muted">{tr!(risks.no_reviews)}</p> }.into_any();
        }
        let one = |one: RiskReview| {
            let score = one.likelihood * one.impact;
            let by = one.by.map(|by| by.name).unwrap_or_default();
            let next = one.next_review_on.map_or_else(
                || tr!(risks.closed).to_owned(),
                |day| format!("{} {}", tr!(risks.next_review), time::date(day)),
            );
            view! {
                <li class="stack tight">
                    <div class="row between">{badge::badge(format!("{} × {} = {score}", one.likelihood, one.impact), words::tone(score))}<span class="small muted num">{time::instant(one.created_at)}</span></div>
                    <p class="as-written">{one.note}</p>
                    <span class="small muted">{by} " · " {next}</span>
                </li>
            }
        };
        view! { <ul class="rows" data-testid="reviews">{page.data.into_iter().map(one).collect_view()}</ul> }.into_any()
    });
    card(tr!(risks.reviews), ().into_any(), body)
}
