//! Targets and their revisions.

use contract::Action;
use contract::target::{Indicators, Target, TargetState};
use leptos::prelude::*;

use super::words::Known;
use super::{create, words};
use crate::components::dialog::Dialog;
use crate::components::filters;
use crate::components::icon::{Icon, icon};
use crate::components::record::show;
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, page};
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{http, time};
use crate::tr;

const KEYS: &[&str] = &["indicator_id", "period", "state", "sort"];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let indicators = Remote::new(|| http::get::<Indicators>("/indicators"));
    let listing = Listing::<Target>::new("/targets", url.filters(KEYS));
    let open = RwSignal::new(false);
    let new = move || {
        session.can(Action::TargetManage).then(|| {
            view! { <button type="button" class="btn primary" data-testid="new-target" on:click=move |_| open.set(true)>{icon(Icon::Plus)} {tr!(targets.new)}</button> }
        })
    };
    let body = show(indicators, move |found| {
        let known: Known = StoredValue::new(found.data);
        provide_context(known);
        let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
            true => filters::nothing(url, tr!(targets.none_title), tr!(targets.none_text)),
            false => empty::plain(
                Icon::Target,
                tr!(targets.empty_title),
                tr!(targets.empty_text),
            ),
        };
        view! {
            <div class="filters" role="search">
                {filters::pick(url, "indicator_id", tr!(targets.indicator), Signal::stored(words::indicators(known)))}
                {filters::pick(url, "period", tr!(targets.period), Signal::stored(periods()))}
                {filters::pick(url, "state", tr!(targets.state), Signal::stored(states()))}
                {filters::clear(url, KEYS)}
                <span class="grow"></span>
                {filters::export(move || listing.export_path(), "targets")}
            </div>
            {table(tr!(targets.title), listing, columns(), Some(url), true, nobody)}
            <Dialog open title=tr!(targets.new)>{create::form(known, open)}</Dialog>
        }
        .into_any()
    });
    page::page(
        Route::Targets,
        tr!(targets.title),
        tr!(targets.sub),
        new.into_any(),
        body,
    )
}

pub fn periods() -> Vec<(String, String)> {
    [
        ("year", tr!(targets.year)),
        ("quarter", tr!(targets.quarter)),
        ("month", tr!(targets.month)),
    ]
    .map(|(key, text)| (key.to_owned(), text.to_owned()))
    .to_vec()
}

fn states() -> Vec<(String, String)> {
    [
        ("draft", TargetState::Draft),
        ("published", TargetState::Published),
        ("superseded", TargetState::Superseded),
    ]
    .map(|(key, state)| (key.to_owned(), words::state(state).0.to_owned()))
    .to_vec()
}

fn columns() -> Vec<Column<Target>> {
    vec![
        Column::new(tr!(targets.indicator), |one: &Target| {
            let name =
                use_context::<Known>().map(|known| words::indicator(known, one.indicator_id));
            main_link(
                Route::Target(one.id).path(),
                view! { <strong>{name}</strong> }.into_any(),
            )
        }),
        Column::new(tr!(targets.period), |one: &Target| {
            words::period(one.period, one.starts_on).into_any()
        })
        .sort("starts_on")
        .class("nowrap"),
        Column::new(tr!(targets.state), |one: &Target| {
            badge::status(words::state(one.state))
        }),
        Column::new(tr!(targets.revision), |one: &Target| {
            one.revision.into_any()
        })
        .class("num"),
        Column::new(tr!(targets.reason), |one: &Target| {
            one.reason.clone().unwrap_or_default().into_any()
        }),
        Column::new(tr!(targets.published_at), |one: &Target| {
            one.published_at.map(time::instant_date).into_any()
        })
        .class("num nowrap"),
    ]
}
