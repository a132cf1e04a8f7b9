//! One customer: who they are, what is missing, family, policies, what was done with the record.

use contract::audit::AuditEntry;
use contract::customer::Customer;
use contract::{Action, Code};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use uuid::Uuid;

use super::{acts, household, profile, words};
use crate::components::crumbs::crumbs;
use crate::components::record::show;
use crate::components::tabs::tabs;
use crate::components::url_state::UrlState;
use crate::components::{avatar, badge};
use crate::core::http::{self, Failure};
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::pages::activities::timeline;
use crate::pages::events::beside as events;
use crate::pages::org::audit;
use crate::pages::services::beside;
use crate::tr;

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<Customer>(format!("/customers/{id}")));
    let url = UrlState::here();
    let navigate = use_navigate();
    Effect::new(move || {
        let kept = record
            .value
            .with(|value| value.as_ref().and_then(merged_into));
        if let Some(kept) = kept {
            let there = NavigateOptions {
                replace: true,
                ..Default::default()
            };
            navigate(&Route::Customer(kept).path(), there);
        }
    });
    view! { <div class="page" data-testid="page-customer">{show(record, move |customer| view(record, customer, url))}</div> }.into_any()
}

/// The record that this one has become part of.
fn merged_into(answer: &Result<Customer, Failure>) -> Option<Uuid> {
    match answer {
        Err(Failure::Problem(problem)) if problem.code == Code::CustomerMerged => {
            let kept: Customer = serde_json::from_value(problem.current.clone()?).ok()?;
            Some(kept.id)
        }
        _ => None,
    }
}

fn view(record: Remote<Customer>, customer: Customer, url: UrlState) -> AnyView {
    document().set_title(&format!("{} · {}", customer.name, tr!(common.product)));
    let mut sections = vec![
        ("profile", tr!(customers.profile)),
        ("activities", tr!(activities.title)),
        ("services", tr!(nav.services)),
        ("events", tr!(events.title)),
        ("family", tr!(customers.family)),
        ("policies", tr!(customers.policies)),
    ];
    let audited = customer.allowed_actions.contains(&Action::AuditRead);
    sections.extend(audited.then_some(("audit", tr!(customers.changes))));
    let second = [
        Some(format!("{} {}", tr!(customers.owner), customer.owner.name)),
        customer.occupation.clone(),
    ];
    let second = second.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let class = customer.class.map(|class| {
        let (text, tone) = words::class(class);
        badge::badge(text, tone)
    });
    let shown = customer.clone();
    let id = customer.id;
    view! {
        {crumbs(vec![(tr!(customers.title).into(), Route::Customers.path())])}
        <header class="page-head">
            <div class="profile">
                {avatar::sized(&customer.name, "large")}
                <div>
                    <h1>{customer.name.clone()} " " {class}</h1>
                    <p class="sub">{second}</p>
                </div>
            </div>
            <div class="actions">{acts::buttons(record, &customer)}</div>
        </header>
        {tabs(tr!(customers.profile), url, sections)}
        {move || match url.get("tab").as_str() {
            "activities" => timeline::timeline(id),
            "services" => beside::of_customer(id),
            "events" => events::of_customer(id),
            "family" => household::family(&shown),
            "policies" => household::policies(&shown),
            "audit" => changes(id),
            _ => profile::profile(record, &shown),
        }}
    }
    .into_any()
}

fn changes(id: Uuid) -> AnyView {
    let path = format!("/audit-entries?subject_kind=customer&subject_id={id}");
    audit::table(Listing::<AuditEntry>::of(path), None)
}
