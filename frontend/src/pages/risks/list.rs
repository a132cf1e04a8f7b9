//! The register: matrix above, list below, the gravest first.

use contract::risk::{Risk, RiskMatrix};
use contract::{Action, ReachKind};
use leptos::prelude::*;

use super::{form, matrix, words};
use crate::components::dialog::Dialog;
use crate::components::filters::{self, SavedViews};
use crate::components::icon::{Icon, icon};
use crate::components::person_filter::PersonFilter;
use crate::components::record::show;
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, page};
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{http, time};
use crate::pages::org::options;
use crate::tr;

const KEYS: &[&str] = &[
    "state",
    "overdue",
    "likelihood",
    "impact",
    "owner_id",
    "team_id",
    "sort",
];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let listing = Listing::<Risk>::new("/risks", url.filters(KEYS));
    let cells = Remote::new(|| http::get::<RiskMatrix>("/risks/matrix"));
    let wide = untrack(move || session.reach(Action::RiskRead)) != ReachKind::Own;
    let open = RwSignal::new(false);
    let states = [("open", tr!(risks.open)), ("closed", tr!(risks.closed))];
    let states = states.map(|(key, text)| (key.to_owned(), text.to_owned()));
    let late = vec![("true".to_owned(), tr!(risks.overdue).to_owned())];
    let new = move || {
        session.can(Action::RiskManage).then(|| {
            view! { <button type="button" class="btn primary" data-testid="new-risk" on:click=move |_| open.set(true)>{icon(Icon::Plus)} {tr!(risks.new)}</button> }
        })
    };
    let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
        true => filters::nothing(url, tr!(risks.none_title), tr!(risks.none_text)),
        false => empty::plain(Icon::Alert, tr!(risks.empty_title), tr!(risks.empty_text)),
    };
    let body = view! {
        {show(cells, move |cells| matrix::matrix(&cells, url))}
        <div class="filters" role="search">
            {filters::pick(url, "state", tr!(risks.state), Signal::stored(states.to_vec()))}
            {filters::pick(url, "overdue", tr!(risks.next_review), Signal::stored(late))}
            {wide.then(|| filters::pick(url, "team_id", tr!(people.team), options::teams()))}
            {wide.then(|| view! { <PersonFilter url key="owner_id" label=tr!(risks.owner) /> })}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            <SavedViews url list="risks" />
            {filters::export(move || listing.export_path(), "risks")}
        </div>
        {table(tr!(risks.title), listing, columns(), Some(url), true, nobody)}
        <Dialog open title=tr!(risks.new)>{form::new(open, move || { listing.reload(); cells.reload(); })}</Dialog>
    };
    page::page(
        Route::Risks,
        tr!(risks.title),
        tr!(risks.sub),
        new.into_any(),
        body.into_any(),
    )
}

fn columns() -> Vec<Column<Risk>> {
    vec![
        Column::new(tr!(risks.score), |one: &Risk| {
            badge::badge(one.score.to_string(), words::tone(one.score))
        })
        .sort("score")
        .class("num nowrap"),
        Column::new(tr!(risks.risk), |one: &Risk| {
            let (title, controls) = (one.title.clone(), one.controls.clone());
            let face = view! { <span class="two-lines"><strong>{title}</strong><small>{controls}</small></span> };
            main_link(Route::Risk(one.id).path(), face.into_any())
        }),
        Column::new(tr!(risks.likelihood), |one: &Risk| {
            words::likelihood(one.likelihood).into_any()
        }),
        Column::new(tr!(risks.impact), |one: &Risk| {
            words::impact(one.impact).into_any()
        }),
        Column::new(tr!(risks.owner), |one: &Risk| {
            one.owner.name.clone().into_any()
        }),
        Column::new(tr!(risks.next_review), due)
            .sort("next_review_on")
            .class("num nowrap"),
    ]
}

/// The day of the next review, and that it is past.
pub fn due(one: &Risk) -> AnyView {
    let day = time::date(one.next_review_on);
    let late = one.overdue.then(|| badge::badge(tr!(risks.overdue), "bad"));
    match one.state {
        contract::risk::RiskState::Closed => badge::status(words::state(one.state)),
        contract::risk::RiskState::Open => {
            view! { <span class="row tight">{day} {late}</span> }.into_any()
        }
    }
}
