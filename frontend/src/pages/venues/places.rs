//! The register of places.

use contract::place::Place;
use contract::{Action, Page};
use leptos::prelude::*;

use super::words;
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, main_link, table};
use crate::components::{badge, empty};
use crate::core::http;
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::Session;
use crate::pages::org::options::Options;
use crate::tr;

pub fn list(session: Session) -> AnyView {
    let listing = Listing::<Place>::of("/places");
    let manages = untrack(move || session.can(Action::PlaceManage));
    let new = manages.then(|| {
        view! {
            <div class="filters"><span class="grow"></span>
                <a class="btn" href=Route::NewPlace.path() data-testid="new-place">{icon(Icon::Plus)} {tr!(venues.new_place)}</a>
            </div>
        }
    });
    let nobody = || {
        empty::plain(
            Icon::Calendar,
            tr!(venues.no_places),
            tr!(venues.no_places_text),
        )
    };
    view! { {new} {table(tr!(venues.places), listing, columns(), None, true, nobody)} }.into_any()
}

fn columns() -> Vec<Column<Place>> {
    vec![
        Column::new(tr!(venues.place), |one: &Place| {
            let face = view! { <span class="two-lines"><strong>{one.name.clone()}</strong><small>{one.location.clone()}</small></span> };
            main_link(Route::Place(one.id).path(), face.into_any())
        }),
        Column::new(tr!(venues.kind), |one: &Place| {
            words::kind(one.kind).into_any()
        }),
        Column::new(tr!(venues.capacity), |one: &Place| {
            crate::components::description::text(one.capacity.map(|n| n.to_string()))
        })
        .class("num"),
        Column::new(tr!(venues.use_of), |one: &Place| {
            let state = match (one.active, one.bookable) {
                (false, _) => (tr!(venues.closed_down), ""),
                (true, true) => (tr!(venues.bookable), "good"),
                (true, false) => (tr!(venues.not_bookable), ""),
            };
            badge::status(state)
        }),
    ]
}

/// All places in use, as choices.
pub fn all() -> Options {
    let all = Remote::new(|| http::get::<Page<Place>>("/places?active=true&limit=200".to_owned()));
    Signal::derive(move || {
        let all = all.get().map(|page| page.data).unwrap_or_default();
        let named = |one: Place| (one.id.to_string(), one.name);
        all.into_iter().map(named).collect()
    })
}

/// Rooms that can be booked, as choices.
pub fn options() -> Options {
    let all = Remote::new(|| {
        http::get::<Page<Place>>("/places?bookable=true&active=true&limit=200".to_owned())
    });
    Signal::derive(move || {
        let all = all.get().map(|page| page.data).unwrap_or_default();
        let named = |one: Place| match one.capacity {
            Some(n) => (
                one.id.to_string(),
                format!("{} · {}", one.name, tr!(venues.holds, n = n)),
            ),
            None => (one.id.to_string(), one.name),
        };
        all.into_iter().map(named).collect()
    })
}
