//! Rooms: a week of all of them, bookings as a list, and the places themselves.

use contract::Action;
use contract::booking::Booking;
use leptos::prelude::*;

use super::{calendar, places, words};
use crate::components::icon::{Icon, icon};
use crate::components::person_filter::PersonFilter;
use crate::components::table::{Column, main_link, table};
use crate::components::tabs::tabs;
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, filters, page};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::{Session, use_session};
use crate::tr;

const KEYS: &[&str] = &[
    "state",
    "place_id",
    "owner_id",
    "unclosed",
    "open_incidents",
    "sort",
];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let sections = vec![
        ("week", tr!(venues.week)),
        ("list", tr!(venues.list)),
        ("places", tr!(venues.places)),
    ];
    // A filter in the address means the list.
    let chosen = Memo::new(move |_| {
        let tab = url.get("tab");
        let filtered = KEYS.iter().any(|key| !url.get(key).is_empty());
        match tab.is_empty() && filtered {
            true => "list".to_owned(),
            false => tab,
        }
    });
    let body = view! {
        {tabs(tr!(venues.title), url, sections)}
        {move || match chosen.get().as_str() {
            "list" => list(url),
            "places" => places::list(session),
            _ => calendar::week(url),
        }}
    };
    page::page(
        Route::Bookings,
        tr!(venues.title),
        tr!(venues.sub),
        new(session),
        body.into_any(),
    )
}

fn list(url: UrlState) -> AnyView {
    let listing = Listing::<Booking>::new("/bookings", url.filters(KEYS));
    let yes = |text: &str| Signal::stored(vec![("true".to_owned(), text.to_owned())]);
    let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
        true => filters::nothing(url, tr!(venues.none_found), tr!(venues.none_found_text)),
        false => empty::plain(Icon::Calendar, tr!(venues.none), tr!(venues.none_text)),
    };
    view! {
        <div class="filters" role="search">
            {filters::pick(url, "place_id", tr!(venues.place), places::options())}
            {filters::pick(url, "state", tr!(venues.state), Signal::stored(words::states()))}
            <PersonFilter url key="owner_id" label=tr!(venues.owner) />
            {filters::pick(url, "unclosed", tr!(venues.unclosed), yes(tr!(venues.unclosed)))}
            {filters::pick(url, "open_incidents", tr!(venues.incidents), yes(tr!(venues.undecided)))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "bookings")}
        </div>
        {table(tr!(venues.title), listing, columns(), Some(url), true, nobody)}
    }
    .into_any()
}

fn columns() -> Vec<Column<Booking>> {
    vec![
        Column::new(tr!(venues.what), |one: &Booking| {
            let face = view! { <span class="two-lines"><strong>{one.title.clone()}</strong><small>{one.place.name.clone()}</small></span> };
            main_link(Route::Booking(one.id).path(), face.into_any())
        }),
        Column::new(tr!(venues.when), |one: &Booking| {
            words::span(one).into_any()
        })
        .sort("starts_at")
        .class("num nowrap"),
        Column::new(tr!(venues.state), |one: &Booking| {
            let out = (one.out > 0)
                .then(|| badge::badge(tr!(venues.out, n = one.out).to_string(), "warn"));
            let loud = (one.open_incidents > 0).then(|| badge::badge(tr!(venues.undecided), "bad"));
            view! { <span class="row tight">{badge::status(words::state(one))} {out} {loud}</span> }
                .into_any()
        }),
        Column::new(tr!(venues.owner), |one: &Booking| {
            one.owner.name.clone().into_any()
        }),
        Column::new(tr!(venues.attendees), |one: &Booking| {
            crate::components::description::text(one.attendees.map(|n| n.to_string()))
        })
        .class("num"),
    ]
}

fn new(session: Session) -> AnyView {
    (move || {
        session
            .can(Action::BookingCreate)
            .then(|| view! { <a class="btn primary" href=Route::NewBooking.path() data-testid="new-booking">{icon(Icon::Plus)} {tr!(venues.new)}</a> })
    })
    .into_any()
}
