//! Who has acknowledged the version: each team's share, and by name who hasn't.

use contract::Page;
use contract::document::{DocumentGap, DocumentShare, DocumentShares};
use leptos::prelude::*;
use uuid::Uuid;

use crate::components::badge;
use crate::components::page::card;
use crate::components::record::show;
use crate::core::http;
use crate::core::remote::Remote;
use crate::tr;

pub fn watch(version: Uuid) -> AnyView {
    let path = format!("/document-versions/{version}");
    let shares = {
        let path = format!("{path}/shares");
        Remote::new(move || http::get::<DocumentShares>(path.clone()))
    };
    let gaps = {
        let path = format!("{path}/gaps?limit=100&include=total");
        Remote::new(move || http::get::<Page<DocumentGap>>(path.clone()))
    };
    let teams = show(shares, |shares| {
        view! { <ul class="rows" data-testid="shares">{shares.teams.into_iter().map(team).collect_view()}</ul> }.into_any()
    });
    let people = show(gaps, |page| {
        if page.data.is_empty() {
            return view! { <p class="card-body">{badge::badge(tr!(documents.all_read), "good")}</p> }.into_any();
        }
        let one = |gap: DocumentGap| view! { <li class="row between"><span>{gap.name}</span><span class="small muted num">{gap.number}</span></li> };
        view! { <ul class="rows" data-testid="gaps">{page.data.into_iter().map(one).collect_view()}</ul> }.into_any()
    });
    let count = move || gaps.get().and_then(|page| page.total);
    let head = view! { <span class="badge num">{count}</span> };
    view! {
        {card(tr!(documents.shares), ().into_any(), teams)}
        {card(tr!(documents.gaps), head.into_any(), people)}
    }
    .into_any()
}

fn team(one: DocumentShare) -> AnyView {
    let name = one
        .team_name
        .unwrap_or_else(|| tr!(documents.no_team).to_owned());
    let label = name.clone();
    view! {
        <li class="share-row">
            <span class="row between"><span>{name}</span><span class="num small">{one.read} " / " {one.people}</span></span>
            <progress class="progress" max=one.people value=one.read aria-label=label></progress>
        </li>
    }
    .into_any()
}
