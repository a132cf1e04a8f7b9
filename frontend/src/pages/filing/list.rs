//! What is filed where.

use contract::Action;
use contract::filing::FilingEntry;
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
use crate::pages::venues::places;
use crate::tr;

const KEYS: &[&str] = &[
    "q", "category", "state", "place_id", "expired", "overdue", "sort",
];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let listing = Listing::<FilingEntry>::new("/filing-entries", url.filters(KEYS));
    let yes = |text: &str| Signal::stored(vec![("true".to_owned(), text.to_owned())]);
    let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
        true => filters::nothing(url, tr!(filing.none_found), tr!(filing.none_found_text)),
        false => empty::plain(Icon::Document, tr!(filing.none), tr!(filing.none_text)),
    };
    let new = (move || {
        session
            .can(Action::FilingManage)
            .then(|| view! { <a class="btn primary" href=Route::NewFilingEntry.path() data-testid="new-filing-entry">{icon(Icon::Plus)} {tr!(filing.new)}</a> })
    })
    .into_any();
    let body = view! {
        <div class="filters" role="search">
            {filters::search(url, "q", tr!(filing.search))}
            {filters::pick(url, "category", tr!(filing.category), Signal::stored(words::categories()))}
            {filters::pick(url, "state", tr!(filing.state), Signal::stored(words::states()))}
            {filters::pick(url, "place_id", tr!(filing.place), places::all())}
            {filters::pick(url, "expired", tr!(filing.expired), yes(tr!(filing.expired)))}
            {filters::pick(url, "overdue", tr!(filing.overdue), yes(tr!(filing.overdue)))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "filing-entries")}
        </div>
        {table(tr!(filing.title), listing, columns(), Some(url), true, nobody)}
    };
    page::page(
        Route::Filing,
        tr!(filing.title),
        tr!(filing.sub),
        new,
        body.into_any(),
    )
}

fn columns() -> Vec<Column<FilingEntry>> {
    vec![
        Column::new(tr!(filing.code), |one: &FilingEntry| {
            let face = view! { <span class="two-lines"><strong>{one.code.clone()}</strong><small>{one.title.clone()}</small></span> };
            main_link(Route::FilingEntry(one.id).path(), face.into_any())
        })
        .sort("code"),
        Column::new(tr!(filing.category), |one: &FilingEntry| {
            words::category(one.category).into_any()
        }),
        Column::new(tr!(filing.spot), |one: &FilingEntry| {
            let place = one.place.as_ref().map(|place| place.name.clone());
            view! { <span class="two-lines"><span>{one.spot.clone()}</span><small>{place}</small></span> }.into_any()
        }),
        Column::new(tr!(filing.state), |one: &FilingEntry| {
            badge::status(words::state(one))
        }),
        Column::new(tr!(filing.out_to), |one: &FilingEntry| match &one.out_to {
            Some(who) => person::link(who).into_any(),
            None => description::text(None),
        }),
        Column::new(tr!(filing.retain_until), |one: &FilingEntry| {
            description::text(one.retain_until.map(time::date))
        })
        .class("num nowrap"),
    ]
}
