//! Conduct records inside the reach, the latest first; of a member, those about them.

use contract::Action;
use contract::conduct::ConductRecord;
use leptos::prelude::*;

use super::words;
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, description, empty, filters, page, person};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::time;
use crate::tr;

const KEYS: &[&str] = &[
    "kind",
    "state",
    "outcome",
    "overdue",
    "employee_id",
    "team_id",
    "sort",
];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let listing = Listing::<ConductRecord>::new("/conduct-records", url.filters(KEYS));
    let late = vec![("true".to_owned(), tr!(conduct.overdue).to_owned())];
    let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
        true => filters::nothing(url, tr!(conduct.none_found), tr!(conduct.none_found_text)),
        false => empty::plain(Icon::Check, tr!(conduct.none), tr!(conduct.none_text)),
    };
    let new = (move || {
        session
            .can(Action::ConductReport)
            .then(|| view! { <a class="btn primary" href=Route::NewConduct.path() data-testid="new-conduct">{icon(Icon::Plus)} {tr!(conduct.new)}</a> })
    })
    .into_any();
    let body = view! {
        <div class="filters" role="search">
            {filters::pick(url, "kind", tr!(conduct.kind), Signal::stored(words::kinds()))}
            {filters::pick(url, "state", tr!(conduct.state), Signal::stored(words::states()))}
            {filters::pick(url, "outcome", tr!(conduct.outcome), Signal::stored(words::outcomes(false)))}
            {filters::pick(url, "overdue", tr!(conduct.overdue), Signal::stored(late))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "conduct-records")}
        </div>
        {table(tr!(conduct.title), listing, columns(), Some(url), true, nobody)}
    };
    page::page(
        Route::Conduct,
        tr!(conduct.title),
        tr!(conduct.sub),
        new,
        body.into_any(),
    )
}

fn columns() -> Vec<Column<ConductRecord>> {
    vec![
        Column::new(tr!(conduct.what), |one: &ConductRecord| {
            let face = view! { <span class="two-lines"><strong>{words::kind(one.kind)}</strong><small>{time::date(one.observed_on)}</small></span> };
            main_link(Route::ConductRecord(one.id).path(), face.into_any())
        }),
        Column::new(tr!(conduct.employee), |one: &ConductRecord| {
            person::link(&one.employee).into_any()
        }),
        Column::new(tr!(conduct.observer), |one: &ConductRecord| {
            person::link(&one.observer).into_any()
        }),
        Column::new(tr!(conduct.state), |one: &ConductRecord| {
            badge::status(words::state(one))
        }),
        Column::new(tr!(conduct.outcome), |one: &ConductRecord| {
            description::text(one.outcome.map(|one| words::outcome(one).to_owned()))
        }),
        Column::new(tr!(conduct.due_on), |one: &ConductRecord| {
            time::date(one.due_on).into_any()
        })
        .sort("due_on")
        .class("num nowrap"),
    ]
}
