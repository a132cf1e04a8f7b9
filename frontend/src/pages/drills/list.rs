//! Drills, the latest first.

use contract::Action;
use contract::drill::Drill;
use leptos::prelude::*;

use super::words;
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, description, empty, filters, page, person};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{locale, time};
use crate::tr;

const KEYS: &[&str] = &["state", "document_id", "overdue", "sort"];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let listing = Listing::<Drill>::new("/drills", url.filters(KEYS));
    let late = vec![("true".to_owned(), tr!(drills.overdue).to_owned())];
    let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
        true => filters::nothing(url, tr!(drills.none_found), tr!(drills.none_found_text)),
        false => empty::plain(Icon::Flame, tr!(drills.none), tr!(drills.none_text)),
    };
    let new = (move || {
        session
            .can(Action::DrillManage)
            .then(|| view! { <a class="btn primary" href=Route::NewDrill.path() data-testid="new-drill">{icon(Icon::Plus)} {tr!(drills.new)}</a> })
    })
    .into_any();
    let body = view! {
        <div class="filters" role="search">
            {filters::pick(url, "state", tr!(drills.state), Signal::stored(words::states()))}
            {filters::pick(url, "overdue", tr!(drills.overdue), Signal::stored(late))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "drills")}
        </div>
        {table(tr!(drills.title), listing, columns(), Some(url), true, nobody)}
    };
    page::page(
        Route::Drills,
        tr!(drills.title),
        tr!(drills.sub),
        new,
        body.into_any(),
    )
}

fn columns() -> Vec<Column<Drill>> {
    vec![
        Column::new(tr!(drills.plan), |one: &Drill| {
            let plan = one.plan.get(locale::current()).to_owned();
            let scenario = one.scenario.lines().next().unwrap_or_default().to_owned();
            let face = view! { <span class="two-lines"><strong>{plan}</strong><small>{scenario}</small></span> };
            main_link(Route::Drill(one.id).path(), face.into_any())
        }),
        Column::new(tr!(drills.planned_on), |one: &Drill| {
            time::date(one.held_on.unwrap_or(one.planned_on)).into_any()
        })
        .sort("planned_on")
        .class("num nowrap"),
        Column::new(tr!(drills.state), |one: &Drill| {
            badge::status(words::state(one))
        }),
        Column::new(tr!(drills.leader), |one: &Drill| {
            person::link(&one.leader).into_any()
        }),
        Column::new(tr!(drills.took_part), |one: &Drill| {
            description::text(words::took_part(one))
        })
        .class("num nowrap"),
        Column::new(tr!(drills.open_actions), |one: &Drill| {
            one.open_actions.to_string().into_any()
        })
        .class("num"),
    ]
}
