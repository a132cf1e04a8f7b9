//! The records that a clause is counted from, one by one; at first those that keep it from being kept.

use contract::compliance::EvidenceRecord;
use leptos::prelude::*;

use super::board::chosen;
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, filters};
use crate::core::listing::Listing;
use crate::core::{time, words};
use crate::tr;

/// Opened where somebody asks for it, and fetched only then.
pub fn beside(clause: String, url: UrlState) -> AnyView {
    let open = RwSignal::new(false);
    let label = tr!(regulation.behind_of, clause = clause.clone()).to_string();
    let test = format!("behind-{clause}");
    view! {
        <button type="button" class="btn quiet small" aria-expanded=move || open.get().to_string() aria-label=label data-testid=test on:click=move |_| open.update(|open| *open = !*open)>{tr!(regulation.behind)}</button>
        {move || open.get().then(|| listed(clause.clone(), url))}
    }
    .into_any()
}

fn listed(clause: String, url: UrlState) -> AnyView {
    let all = RwSignal::new(false);
    let asked = Signal::derive(move || {
        let mut pairs = chosen(url);
        if !all.get() {
            pairs.push(("against".to_owned(), "true".to_owned()));
        }
        pairs
    });
    let path = format!("/regulation/compliance/{clause}/evidence");
    let listing = Listing::<EvidenceRecord>::new(path, asked);
    let none = move || {
        let none = match all.get() {
            true => tr!(regulation.behind_none),
            false => tr!(regulation.behind_none_against),
        };
        view! { <p class="small muted card-body">{none}</p> }.into_any()
    };
    let rows = table(
        tr!(regulation.behind),
        listing,
        columns(),
        None,
        false,
        none,
    );
    view! {
        <div class="behind" data-testid="behind">
            <div class="row tight">
                <label class="check small grow"><input type="checkbox" data-testid="behind-all" prop:checked=all on:change=move |event| all.set(event_target_checked(&event))/> {tr!(regulation.behind_all)}</label>
                {filters::export(move || listing.export_path(), "evidence")}
            </div>
            {rows}
        </div>
    }
    .into_any()
}

fn columns() -> Vec<Column<EvidenceRecord>> {
    vec![
        Column::new(tr!(regulation.behind_what), |one: &EvidenceRecord| {
            main_link(one.path.clone(), one.title.clone().into_any())
        }),
        Column::new(tr!(regulation.behind_kind), |one: &EvidenceRecord| {
            words::subject_kind(&one.kind).into_any()
        }),
        Column::new(tr!(regulation.behind_whose), |one: &EvidenceRecord| {
            // A person's own record already says who it is.
            let person = one.person.as_ref().filter(|person| person.id != one.id);
            let person = person.map(|person| person.name.clone());
            let team = one.team_name.clone().filter(|name| *name != one.title);
            let whose: Vec<String> = person.into_iter().chain(team).collect();
            whose.join(" · ").into_any()
        }),
        Column::new(tr!(regulation.day), |one: &EvidenceRecord| {
            time::date(one.on).into_any()
        })
        .class("num"),
        Column::new(tr!(regulation.state), |one: &EvidenceRecord| {
            match one.against {
                true => badge::badge(tr!(regulation.against), "bad"),
                false => badge::badge(tr!(regulation.counted), "good"),
            }
        }),
    ]
}
