//! Who fell short when a period was over: what has no plan yet comes first to mind.

use contract::shortfall::{Shortfall, ShortfallState};
use contract::target::Indicators;
use contract::{Action, ReachKind};
use leptos::prelude::*;

use super::words::{self, Known};
use crate::components::filters::{self, SavedViews};
use crate::components::icon::Icon;
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

const KEYS: &[&str] = &["state", "indicator_id", "team_id", "overdue", "sort"];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let indicators = Remote::new(|| http::get::<Indicators>("/indicators"));
    let listing = Listing::<Shortfall>::new("/shortfalls", url.filters(KEYS));
    let wide = untrack(move || session.reach(Action::ShortfallRead)) != ReachKind::Own;
    let late = vec![("true".to_owned(), tr!(targets.check_past).to_owned())];
    let body = show(indicators, move |found| {
        let known: Known = StoredValue::new(found.data);
        provide_context(known);
        let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
            true => filters::nothing(url, tr!(targets.none_title), tr!(targets.none_text)),
            false => empty::plain(
                Icon::Target,
                tr!(targets.no_shortfalls),
                tr!(targets.no_shortfalls_text),
            ),
        };
        view! {
            <div class="filters" role="search">
                {filters::pick(url, "state", tr!(targets.state), Signal::stored(states()))}
                {filters::pick(url, "indicator_id", tr!(targets.indicator), Signal::stored(words::indicators(known)))}
                {wide.then(|| filters::pick(url, "team_id", tr!(people.team), options::teams()))}
                {filters::pick(url, "overdue", tr!(targets.next_check), Signal::stored(late.clone()))}
                {filters::clear(url, KEYS)}
                <span class="grow"></span>
                <SavedViews url list="shortfalls" />
                {filters::export(move || listing.export_path(), "shortfalls")}
            </div>
            {table(tr!(targets.shortfalls), listing, columns(), Some(url), true, nobody)}
        }
        .into_any()
    });
    page::page(
        Route::Shortfalls,
        tr!(targets.shortfalls),
        tr!(targets.shortfalls_sub),
        ().into_any(),
        body,
    )
}

pub fn state(state: ShortfallState) -> (&'static str, &'static str) {
    match state {
        ShortfallState::Open => (tr!(targets.unplanned), "bad"),
        ShortfallState::Planned => (tr!(targets.planned), "info"),
        ShortfallState::Closed => (tr!(targets.closed), ""),
    }
}

fn states() -> Vec<(String, String)> {
    [
        ("open", ShortfallState::Open),
        ("planned", ShortfallState::Planned),
        ("closed", ShortfallState::Closed),
    ]
    .map(|(key, one)| (key.to_owned(), state(one).0.to_owned()))
    .to_vec()
}

/// Actual by target.
pub fn rate(one: &Shortfall) -> Option<i64> {
    let share = i128::from(one.actual) * 10_000;
    (one.amount > 0).then(|| share.div_euclid(i128::from(one.amount)) as i64)
}

fn columns() -> Vec<Column<Shortfall>> {
    vec![
        Column::new(tr!(targets.node), |one: &Shortfall| {
            let (name, level) = (one.name.clone(), words::level(one.level));
            let face = view! { <span class="two-lines"><strong>{name}</strong><small>{level}</small></span> };
            main_link(Route::Shortfall(one.id).path(), face.into_any())
        }),
        Column::new(tr!(targets.indicator), |one: &Shortfall| {
            let name =
                use_context::<Known>().map(|known| words::indicator(known, one.indicator_id));
            let period = words::period(one.period, one.starts_on);
            view! { <span class="two-lines">{name}<small>{period}</small></span> }.into_any()
        }),
        Column::new(tr!(targets.rate), |one: &Shortfall| {
            words::percent(rate(one)).into_any()
        })
        .class("num"),
        Column::new(tr!(targets.missing), |one: &Shortfall| {
            words::amount(one.amount - one.actual, one.currency.as_deref()).into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(targets.state), |one: &Shortfall| {
            badge::status(state(one.state))
        }),
        Column::new(tr!(targets.coach), |one: &Shortfall| {
            one.coach
                .as_ref()
                .map(|coach| coach.name.clone())
                .into_any()
        }),
        Column::new(tr!(targets.next_check), next_check).class("num nowrap"),
    ]
}

/// The day of the next check, and that it is past.
pub fn next_check(one: &Shortfall) -> AnyView {
    let day = one.next_check_on.map(time::date);
    let late = one
        .overdue
        .then(|| badge::badge(tr!(targets.check_past), "bad"));
    view! { <span class="row tight">{day} {late}</span> }.into_any()
}
