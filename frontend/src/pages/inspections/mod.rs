//! Inspections (5.2.3): what is to be looked over, what was found, the samples and the plans they are drawn by.

pub mod beside;
mod checklist;
pub mod detail;
mod findings;
mod list;
mod order;
mod plans;
mod record;
mod samples;
mod words;

use contract::{Action, ReachKind};
use leptos::prelude::*;

use crate::components::page;
use crate::components::tabs::tabs;
use crate::components::url_state::UrlState;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::tr;

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let wide = untrack(move || session.reach(Action::InspectionRead)) != ReachKind::Own;
    let mut sections = vec![
        ("inspections", tr!(inspections.inspections)),
        ("findings", tr!(inspections.findings)),
    ];
    if wide {
        sections.push(("samples", tr!(inspections.samples)));
    }
    let shown = Memo::new(move |_| url.get("tab"));
    let body = view! {
        {tabs(tr!(inspections.title), url, sections)}
        {move || match shown.get().as_str() {
            "findings" => findings::tab(url, wide),
            "samples" if wide => samples::tab(url),
            _ => list::tab(url, wide),
        }}
    };
    page::page(
        Route::Inspections,
        tr!(inspections.title),
        tr!(inspections.sub),
        ().into_any(),
        body.into_any(),
    )
}
