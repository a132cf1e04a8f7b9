//! The register, what wants attention first.

use contract::Action;
use contract::safety::SafetyItem;
use leptos::prelude::*;

use super::words;
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, description, empty, filters, page};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::time;
use crate::pages::venues::places;
use crate::tr;

const KEYS: &[&str] = &["kind", "state", "place_id", "overdue", "sort"];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let listing = Listing::<SafetyItem>::new("/safety-items", url.filters(KEYS));
    let late = vec![("true".to_owned(), tr!(safety.overdue).to_owned())];
    let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
        true => filters::nothing(url, tr!(safety.none_found), tr!(safety.none_found_text)),
        false => empty::plain(Icon::Check, tr!(safety.none), tr!(safety.none_text)),
    };
    let new = (move || {
        session
            .can(Action::SafetyManage)
            .then(|| view! { <a class="btn primary" href=Route::NewSafetyItem.path() data-testid="new-safety-item">{icon(Icon::Plus)} {tr!(safety.new)}</a> })
    })
    .into_any();
    let body = view! {
        <div class="filters" role="search">
            {filters::pick(url, "kind", tr!(safety.kind), Signal::stored(words::kinds()))}
            {filters::pick(url, "state", tr!(safety.state), Signal::stored(words::states()))}
            {filters::pick(url, "place_id", tr!(safety.place), places::all())}
            {filters::pick(url, "overdue", tr!(safety.overdue), Signal::stored(late))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "safety-items")}
        </div>
        {table(tr!(safety.title), listing, columns(), Some(url), true, nobody)}
    };
    page::page(
        Route::Safety,
        tr!(safety.title),
        tr!(safety.sub),
        new,
        body.into_any(),
    )
}

fn columns() -> Vec<Column<SafetyItem>> {
    vec![
        Column::new(tr!(safety.label), |one: &SafetyItem| {
            let face = view! { <span class="two-lines"><strong>{one.label.clone()}</strong><small>{words::kind(one.kind)}</small></span> };
            main_link(Route::SafetyItem(one.id).path(), face.into_any())
        }),
        Column::new(tr!(safety.spot), |one: &SafetyItem| {
            let place = one.place.as_ref().map(|place| place.name.clone());
            view! { <span class="two-lines"><span>{one.spot.clone()}</span><small>{place}</small></span> }.into_any()
        }),
        Column::new(tr!(safety.state), |one: &SafetyItem| {
            badge::status(words::state(one))
        }),
        Column::new(tr!(safety.due_on), |one: &SafetyItem| {
            time::date(one.due_on).into_any()
        })
        .sort("due_on")
        .class("num nowrap"),
        Column::new(tr!(safety.expires_on), |one: &SafetyItem| {
            description::text(one.expires_on.map(time::date))
        })
        .class("num nowrap"),
        Column::new(tr!(safety.inspected_on), |one: &SafetyItem| {
            description::text(one.inspected_on.map(time::date))
        })
        .class("num nowrap"),
    ]
}
