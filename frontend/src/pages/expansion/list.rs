//! Plans of the own teams and the department's, with how far they are.

use contract::expansion::ExpansionPlan;
use contract::{Action, ReachKind};
use leptos::prelude::*;

use super::words;
use crate::components::filters;
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, page};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::{Session, use_session};
use crate::core::time;
use crate::pages::org::options;
use crate::tr;

const KEYS: &[&str] = &["state", "team_id", "sort"];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let reach = untrack(move || session.reach(Action::ExpansionPlanRead));
    let wide = matches!(reach, ReachKind::Area | ReachKind::Department);
    let listing = Listing::<ExpansionPlan>::new("/expansion-plans", url.filters(KEYS));
    let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
        true => filters::nothing(
            url,
            tr!(expansion.none_found),
            tr!(expansion.none_found_text),
        ),
        false => empty::empty(
            Icon::Rules,
            tr!(expansion.none),
            tr!(expansion.none_text),
            new(session),
        ),
    };
    let body = view! {
        <div class="filters" role="search">
            {filters::pick(url, "state", tr!(expansion.state), Signal::stored(words::states()))}
            {wide.then(|| filters::pick(url, "team_id", tr!(people.team), options::teams()))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "expansion-plans")}
        </div>
        {table(tr!(expansion.title), listing, columns(), Some(url), true, nobody)}
    };
    page::page(
        Route::ExpansionPlans,
        tr!(expansion.title),
        tr!(expansion.sub),
        new(session),
        body.into_any(),
    )
}

fn columns() -> Vec<Column<ExpansionPlan>> {
    vec![
        Column::new(tr!(expansion.plan), |one: &ExpansionPlan| {
            let whose = one.team_name.clone();
            let whose = whose.unwrap_or_else(|| tr!(expansion.department).to_owned());
            let face = view! { <span class="two-lines"><strong>{one.title.clone()}</strong><small>{whose}</small></span> };
            main_link(Route::ExpansionPlan(one.id).path(), face.into_any())
        }),
        Column::new(tr!(expansion.days), |one: &ExpansionPlan| {
            let late = one
                .over
                .then(|| badge::badge(tr!(expansion.over), "bad"));
            view! { <span class="row tight">{time::date(one.starts_on)} " – " {time::date(one.ends_on)} {late}</span> }.into_any()
        })
        .sort("starts_on")
        .class("num"),
        Column::new(tr!(expansion.state), |one: &ExpansionPlan| {
            badge::status(words::state(one.state))
        }),
        Column::new(tr!(expansion.done), |one: &ExpansionPlan| {
            words::bar(one.percent, tr!(expansion.done))
        }),
        Column::new(tr!(expansion.author), |one: &ExpansionPlan| {
            one.author.name.clone().into_any()
        }),
    ]
}

fn new(session: Session) -> AnyView {
    (move || {
        session
            .can(Action::ExpansionPlanManage)
            .then(|| view! { <a class="btn primary" href=Route::NewExpansionPlan.path() data-testid="new-plan">{icon(Icon::Plus)} {tr!(expansion.new)}</a> })
    })
    .into_any()
}
