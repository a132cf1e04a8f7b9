//! Who is due: the longest waiting first, each one tap from being logged.

use contract::activity::FollowUp;
use contract::{Action, ReachKind};
use leptos::prelude::*;

use super::log::Log;
use super::{cadence, load};
use crate::components::choice::segmented;
use crate::components::description::{nothing, text};
use crate::components::filters::{self, SavedViews};
use crate::components::icon::{Icon, icon};
use crate::components::person_filter::PersonFilter;
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, page};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{time, zone};
use crate::pages::customers::words;
use crate::pages::org::options;
use crate::tr;

const KEYS: &[&str] = &["due_by", "class", "owner_id", "team_id"];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let listing = Listing::<FollowUp>::new("/follow-ups", url.filters(KEYS));
    let wide = untrack(move || session.reach(Action::FollowUpRead)) != ReachKind::Own;
    let log = Log::new();
    provide_context(log);
    let changed = RwSignal::new(0);
    let again = move || {
        listing.reload();
        changed.update(|n| *n += 1);
    };
    let body = view! {
        {wide.then(|| load::card(url, changed))}
        <div class="filters" role="search">
            {when(url)}
            {filters::pick(url, "class", tr!(customers.class), Signal::stored(words::classes()))}
            {wide.then(|| filters::pick(url, "team_id", tr!(people.team), options::teams()))}
            {wide.then(|| view! { <PersonFilter url key="owner_id" label=tr!(customers.owner) /> })}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            <SavedViews url list="follow-ups" />
            {filters::export(move || listing.export_path(), "follow-ups")}
        </div>
        {table(tr!(activities.due_title), listing, columns(), Some(url), true, move || nobody(url))}
        {log.dialog(again)}
    };
    page::page(
        Route::FollowUps,
        tr!(activities.due_title),
        tr!(activities.due_sub),
        cadence::button(again),
        body.into_any(),
    )
}

/// Up to which day, counted from today; today unless chosen.
fn when(url: UrlState) -> AnyView {
    let upto = |days: i64| match days {
        0 => String::new(),
        days => (zone::today() + chrono::TimeDelta::days(days)).to_string(),
    };
    let days = vec![
        (-1, tr!(activities.overdue_only)),
        (0, tr!(activities.when)),
        (7, tr!(activities.within_week)),
        (30, tr!(activities.within_month)),
    ];
    let now = move || {
        let chosen = url.get("due_by");
        let known = [-1, 0, 7, 30].into_iter();
        known.into_iter().find(|days| upto(*days) == chosen)
    };
    let options = days.into_iter().map(|(days, text)| (Some(days), text));
    segmented(
        tr!(activities.due_on),
        options.collect(),
        now,
        move |days| {
            url.set("due_by", &upto(days.unwrap_or_default()));
        },
    )
}

fn columns() -> Vec<Column<FollowUp>> {
    vec![
        Column::new(tr!(customers.name), |one: &FollowUp| {
            main_link(Route::Customer(one.id).path(), one.name.clone().into_any())
        }),
        Column::new(tr!(customers.class), |one: &FollowUp| {
            one.class.map_or_else(nothing, |class| {
                let (text, tone) = words::class(class);
                badge::badge(text, tone)
            })
        }),
        Column::new(tr!(activities.due_on), |one: &FollowUp| {
            let late = match one.days_overdue {
                1.. => Some((
                    tr!(activities.days_late, n = one.days_overdue).to_string(),
                    "bad",
                )),
                0 => Some((tr!(activities.due_today).to_owned(), "warn")),
                _ => None,
            };
            let late = late.map(|(text, tone)| badge::badge(text, tone));
            view! { <span class="row tight nowrap">{time::date(one.due_on)} {late}</span> }
                .into_any()
        }),
        Column::new(tr!(activities.last_contact), |one: &FollowUp| {
            text(one.last_contact_on.map(time::date))
        })
        .class("num nowrap"),
        Column::new(tr!(customers.owner), |one: &FollowUp| {
            one.owner.name.clone().into_any()
        }),
        Column::new("", log_button),
    ]
}

fn log_button(one: &FollowUp) -> AnyView {
    let (id, name) = (one.id, one.name.clone());
    let label = format!("{} {name}", tr!(activities.log));
    let may = one.allowed_actions.contains(&Action::ActivityLog);
    match use_context::<Log>().filter(|_| may) {
        None => ().into_any(),
        Some(log) => view! {
            <button type="button" class="btn small" data-testid="log" aria-label=label on:click=move |_| log.about(id, name.clone())>{icon(Icon::Edit)} {tr!(activities.log_short)}</button>
        }
        .into_any(),
    }
}

fn nobody(url: UrlState) -> AnyView {
    if KEYS.iter().any(|key| !url.get(key).is_empty()) {
        return filters::nothing(
            url,
            tr!(activities.nobody_title),
            tr!(activities.none_filtered),
        );
    }
    let go = view! { <a class="btn" href=Route::Customers.path()>{tr!(customers.title)}</a> };
    empty::empty(
        Icon::Check,
        tr!(activities.nobody_title),
        tr!(activities.nobody_text),
        go.into_any(),
    )
}
