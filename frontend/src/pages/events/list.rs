//! Events ahead, the nearest first; those that are over, the last first; all of them.

use chrono::{DateTime, Utc};
use contract::Action;
use contract::customer_event::CustomerEvent;
use leptos::prelude::*;

use super::words;
use crate::components::choice::segmented;
use crate::components::filters;
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, page};
use crate::core::dom;
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::{Session, use_session};
use crate::core::time;
use crate::pages::org::options;
use crate::tr;

const KEYS: &[&str] = &["state", "kind", "team_id", "sort"];

#[derive(Clone, Copy, PartialEq)]
enum View {
    Ahead,
    Over,
    All,
}

impl View {
    const ALL: [View; 3] = [View::Ahead, View::Over, View::All];

    /// As in the address.
    fn name(self) -> &'static str {
        ["", "over", "all"][self as usize]
    }

    fn text(self) -> &'static str {
        match self {
            View::Ahead => tr!(events.ahead),
            View::Over => tr!(events.over),
            View::All => tr!(events.all),
        }
    }

    /// A link to one state shows all of that state.
    fn of(url: UrlState) -> View {
        let name = url.get("view");
        match View::ALL.into_iter().find(|one| one.name() == name) {
            Some(View::Ahead) if !url.get("state").is_empty() => View::All,
            known => known.unwrap_or(View::Ahead),
        }
    }
}

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let view = Memo::new(move |_| View::of(url));
    let views = View::ALL.map(|one| (one, one.text())).to_vec();
    let listing = Listing::<CustomerEvent>::new("/customer-events", asked(url));
    let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
        true => filters::nothing(url, tr!(events.none_found), tr!(events.none_found_text)),
        false => empty::empty(
            Icon::Calendar,
            tr!(events.none),
            tr!(events.none_text),
            new(session),
        ),
    };
    let body = view! {
        <div class="filters" role="search">
            {segmented(tr!(events.when), views, move || view.get(), move |one| url.set("view", one.name()))}
            {filters::pick(url, "state", tr!(events.state), Signal::stored(words::states()))}
            {filters::pick(url, "kind", tr!(events.kind), Signal::stored(words::kinds()))}
            {filters::pick(url, "team_id", tr!(people.team), options::teams())}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "customer-events")}
        </div>
        {table(tr!(events.title), listing, columns(), Some(url), true, nobody)}
    };
    page::page(
        Route::Events,
        tr!(events.title),
        tr!(events.sub),
        new(session),
        body.into_any(),
    )
}

/// What the API is asked: the view is a bound and an order of its own.
fn asked(url: UrlState) -> Signal<Vec<(String, String)>> {
    let plain = url.filters(KEYS);
    let now = DateTime::<Utc>::from_timestamp_millis(dom::now() as i64)
        .unwrap_or_default()
        .to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    Signal::derive(move || {
        let mut pairs = plain.get();
        let view = View::of(url);
        let sorted = pairs.iter().any(|(key, _)| key == "sort");
        let more = match view {
            View::Ahead => Some(("from", "starts_at")),
            View::Over => Some(("to", "-starts_at")),
            View::All => None,
        };
        if let Some((bound, sort)) = more {
            pairs.push((bound.to_owned(), now.clone()));
            if !sorted {
                pairs.push(("sort".to_owned(), sort.to_owned()));
            }
        }
        pairs
    })
}

fn columns() -> Vec<Column<CustomerEvent>> {
    vec![
        Column::new(tr!(events.event), |one: &CustomerEvent| {
            let second = format!("{} · {}", words::kind(one.kind), one.place);
            let face = view! { <span class="two-lines"><strong>{one.title.clone()}</strong><small>{second}</small></span> };
            main_link(Route::Event(one.id).path(), face.into_any())
        }),
        Column::new(tr!(events.starts), |one: &CustomerEvent| {
            time::instant(one.starts_at).into_any()
        })
        .sort("starts_at")
        .class("num nowrap"),
        Column::new(tr!(events.state), |one: &CustomerEvent| {
            badge::status(words::state(one.state))
        }),
        Column::new(tr!(events.seats), |one: &CustomerEvent| {
            words::seats(&one.figures, one.capacity).into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(people.team), |one: &CustomerEvent| {
            let all = || tr!(events.everybody).to_owned();
            one.team_name.clone().unwrap_or_else(all).into_any()
        }),
        Column::new(tr!(events.organiser), |one: &CustomerEvent| {
            one.organiser.name.clone().into_any()
        }),
    ]
}

fn new(session: Session) -> AnyView {
    (move || {
        session
            .can(Action::CustomerEventCreate)
            .then(|| view! { <a class="btn primary" href=Route::NewEvent.path() data-testid="new-event">{icon(Icon::Plus)} {tr!(events.new)}</a> })
    })
    .into_any()
}
