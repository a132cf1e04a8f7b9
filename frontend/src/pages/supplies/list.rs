//! What is kept in stock.

use contract::Action;
use contract::supply::SupplyItem;
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

const KEYS: &[&str] = &["q", "kind", "place_id", "low", "active", "sort"];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let listing = Listing::<SupplyItem>::new("/supplies", url.filters(KEYS));
    let low = vec![("true".to_owned(), tr!(supplies.to_order).to_owned())];
    let active = vec![
        ("true".to_owned(), tr!(supplies.active).to_owned()),
        ("false".to_owned(), tr!(supplies.inactive).to_owned()),
    ];
    let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
        true => filters::nothing(url, tr!(supplies.none_found), tr!(supplies.none_found_text)),
        false => empty::plain(Icon::Box, tr!(supplies.none), tr!(supplies.none_text)),
    };
    let new = (move || {
        session
            .can(Action::SupplyManage)
            .then(|| view! { <a class="btn primary" href=Route::NewSupply.path() data-testid="new-supply">{icon(Icon::Plus)} {tr!(supplies.new)}</a> })
    })
    .into_any();
    let body = view! {
        <div class="filters" role="search">
            {filters::search(url, "q", tr!(supplies.search))}
            {filters::pick(url, "kind", tr!(supplies.kind), Signal::stored(words::kinds()))}
            {filters::pick(url, "place_id", tr!(supplies.place), places::all())}
            {filters::pick(url, "low", tr!(supplies.to_order), Signal::stored(low))}
            {filters::pick(url, "active", tr!(supplies.kept), Signal::stored(active))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "supplies")}
        </div>
        {table(tr!(supplies.title), listing, columns(), Some(url), true, nobody)}
    };
    page::page(
        Route::Supplies,
        tr!(supplies.title),
        tr!(supplies.sub),
        new,
        body.into_any(),
    )
}

fn columns() -> Vec<Column<SupplyItem>> {
    vec![
        Column::new(tr!(supplies.name), |one: &SupplyItem| {
            let face = view! { <span class="two-lines"><strong>{one.name.clone()}</strong><small>{words::kind(one.kind)}</small></span> };
            main_link(Route::Supply(one.id).path(), face.into_any())
        })
        .sort("name"),
        Column::new(tr!(supplies.spot), |one: &SupplyItem| {
            let place = one.place.as_ref().map(|place| place.name.clone());
            view! { <span class="two-lines"><span>{one.spot.clone()}</span><small>{place}</small></span> }.into_any()
        }),
        Column::new(tr!(supplies.state), |one: &SupplyItem| {
            badge::status(words::state(one))
        }),
        Column::new(tr!(supplies.on_hand), |one: &SupplyItem| {
            view! { <b>{words::stock(one)}</b> }.into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(supplies.reorder_level), |one: &SupplyItem| {
            one.reorder_level.to_string().into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(supplies.counted_on), |one: &SupplyItem| {
            description::text(one.counted_on.map(time::date))
        })
        .class("num nowrap"),
    ]
}
