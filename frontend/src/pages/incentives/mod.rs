//! Incentives (5.3.3): what rules came to for teams, what was awarded, and the rules themselves.

mod awards;
pub mod detail;
mod proposals;
mod rule_form;
mod rules;
mod tiers;
mod words;

use contract::Action;
use contract::target::Indicators;
use leptos::prelude::*;

use crate::components::page;
use crate::components::record::show;
use crate::components::tabs::tabs;
use crate::components::url_state::UrlState;
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::pages::targets::words::Known;
use crate::tr;

/// Leads and those above begin with proposals, members with their own awards.
pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let indicators = Remote::new(|| http::get::<Indicators>("/indicators"));
    let proposes = untrack(move || session.can(Action::IncentiveRead));
    let mut sections = Vec::new();
    if proposes {
        sections.push(("proposals", tr!(incentives.proposals)));
    }
    sections.push(("awards", tr!(incentives.awards)));
    sections.push(("rules", tr!(incentives.rules)));
    let body = show(indicators, move |found| {
        let known: Known = StoredValue::new(found.data);
        provide_context(known);
        let shown = Memo::new(move |_| url.get("tab"));
        view! {
            {move || match shown.get().as_str() {
                "rules" => rules::tab(known),
                "awards" => awards::tab(url),
                _ if proposes => proposals::tab(url),
                _ => awards::tab(url),
            }}
        }
        .into_any()
    });
    page::page(
        Route::Incentives,
        tr!(incentives.title),
        tr!(incentives.sub),
        ().into_any(),
        view! {
            {tabs(tr!(incentives.title), url, sections)}
            {body}
        }
        .into_any(),
    )
}
