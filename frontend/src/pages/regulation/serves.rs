//! What serves a clause: how the regulation words it, and its duties, documents, flows, rights and records.

use contract::clause::{ClauseLink, ClauseLinkKind, ClausePage};
use leptos::prelude::*;

use crate::components::record::show;
use crate::core::http;
use crate::core::remote::Remote;
use crate::tr;

/// Opened where somebody asks for it, and fetched only then.
pub fn beside(clause: String) -> AnyView {
    let open = RwSignal::new(false);
    let label = tr!(regulation.serves_of, clause = clause.clone()).to_string();
    let test = format!("serves-{clause}");
    view! {
        <button type="button" class="btn quiet small" aria-expanded=move || open.get().to_string() aria-label=label data-testid=test on:click=move |_| open.update(|open| *open = !*open)>{tr!(regulation.serves)}</button>
        {move || open.get().then(|| fetched(clause.clone()))}
    }
    .into_any()
}

fn fetched(clause: String) -> AnyView {
    let path = format!("/regulation/clauses/{clause}");
    let found = Remote::new(move || http::get::<ClausePage>(path.clone()));
    view! { <div class="trend" data-testid="serves">{show(found, face)}</div> }.into_any()
}

fn face(page: ClausePage) -> AnyView {
    let text = page.text.map(|text| {
        view! { <p><span class="small muted">{tr!(regulation.wording)} ": "</span> {text}</p> }
    });
    let none = page
        .links
        .is_empty()
        .then(|| view! { <p class="small muted">{tr!(regulation.serves_none)}</p> });
    view! {
        {text}
        {none}
        <ul class="serves">{page.links.into_iter().map(link).collect_view()}</ul>
    }
    .into_any()
}

fn link(one: ClauseLink) -> AnyView {
    let kind = match one.kind {
        ClauseLinkKind::Duties => tr!(regulation.serves_duties),
        ClauseLinkKind::Documents => tr!(regulation.serves_documents),
        ClauseLinkKind::Flow => tr!(regulation.serves_flow),
        ClauseLinkKind::Rule => tr!(regulation.serves_rule),
        ClauseLinkKind::Records => tr!(regulation.serves_records),
    };
    let text = one
        .title
        .or_else(|| one.count.map(|n| n.to_string()))
        .unwrap_or_default();
    view! { <li class="small"><span class="muted">{kind}</span> " " <a href=one.path>{text}</a></li> }.into_any()
}
