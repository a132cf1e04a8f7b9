//! Activities of the colleagues inside my reach.

use contract::activity::Activity;
use contract::{Action, ReachKind};
use leptos::prelude::*;

use super::words;
use crate::components::description::text;
use crate::components::filters::{self, SavedViews};
use crate::components::icon::{Icon, icon};
use crate::components::person_filter::PersonFilter;
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, page};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::time;
use crate::pages::org::options;
use crate::tr;

const KEYS: &[&str] = &["channel", "outcome", "employee_id", "team_id"];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let listing = Listing::<Activity>::new("/activities", url.filters(KEYS));
    let wide = untrack(move || session.reach(Action::ActivityRead)) != ReachKind::Own;
    let body = view! {
        <div class="filters" role="search">
            {filters::pick(url, "channel", tr!(activities.channel), Signal::stored(words::channels()))}
            {filters::pick(url, "outcome", tr!(activities.outcome), Signal::stored(words::outcomes()))}
            {wide.then(|| filters::pick(url, "team_id", tr!(people.team), options::teams()))}
            {wide.then(|| view! { <PersonFilter url key="employee_id" label=tr!(activities.employee) /> })}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            <SavedViews url list="activities" />
            {filters::export(move || listing.export_path(), "activities")}
        </div>
        {table(tr!(activities.title), listing, columns(), Some(url), true, move || nothing(url))}
    };
    page::page(
        Route::Activities,
        tr!(activities.title),
        tr!(activities.sub),
        ().into_any(),
        body.into_any(),
    )
}

fn columns() -> Vec<Column<Activity>> {
    vec![
        Column::new(tr!(activities.customer), |one: &Activity| {
            let path = format!("{}?tab=activities", Route::Customer(one.customer.id).path());
            main_link(path, one.customer.name.clone().into_any())
        }),
        Column::new(tr!(activities.channel), |one: &Activity| {
            let (text, sign) = words::channel(one.channel);
            view! { <span class="row tight nowrap">{icon(sign)} {text}</span> }.into_any()
        }),
        Column::new(tr!(activities.outcome), |one: &Activity| {
            let (text, tone) = words::outcome(one.outcome);
            badge::badge(text, tone)
        }),
        Column::new(tr!(activities.note), |one: &Activity| {
            text(one.note.clone())
        }),
        Column::new(tr!(activities.next_step), |one: &Activity| {
            let parts = [one.next_step.clone(), one.next_on.map(time::date)];
            let next = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
            text((!next.is_empty()).then_some(next))
        }),
        Column::new(tr!(activities.employee), |one: &Activity| {
            one.employee.name.clone().into_any()
        }),
        Column::new(tr!(activities.at), |one: &Activity| {
            time::instant(one.at).into_any()
        })
        .sort("at")
        .class("num nowrap"),
    ]
}

fn nothing(url: UrlState) -> AnyView {
    if KEYS.iter().any(|key| !url.get(key).is_empty()) {
        return filters::nothing(
            url,
            tr!(activities.none_title),
            tr!(activities.none_filtered),
        );
    }
    let go =
        view! { <a class="btn primary" href=Route::FollowUps.path()>{tr!(activities.to_due)}</a> };
    empty::empty(
        Icon::History,
        tr!(activities.none_title),
        tr!(activities.none_text),
        go.into_any(),
    )
}
