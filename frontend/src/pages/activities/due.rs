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

const KEYS: &[&str] = &["when", "class", "owner_id", "team_id"];
/// Of them the ones that the API takes as they are.
const PLAIN: &[&str] = &["class", "owner_id", "team_id"];
/// Up to so many days from today.
const DAYS: [i64; 4] = [-1, 0, 7, 30];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let listing = Listing::<FollowUp>::new("/follow-ups", asked(url));
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

/// The address says how many days ahead, so that a saved view goes along with the calendar; the API takes a day.
fn asked(url: UrlState) -> Signal<Vec<(String, String)>> {
    let plain = url.filters(PLAIN);
    Signal::derive(move || {
        let mut filters = plain.get();
        if chosen(url) != 0 {
            let day = zone::today() + chrono::TimeDelta::days(chosen(url));
            filters.push(("due_by".to_owned(), day.to_string()));
        }
        filters
    })
}

fn chosen(url: UrlState) -> i64 {
    let days = url.get("when").parse().unwrap_or_default();
    if DAYS.contains(&days) { days } else { 0 }
}

fn when(url: UrlState) -> AnyView {
    let texts = [
        tr!(activities.overdue_only),
        tr!(activities.when),
        tr!(activities.within_week),
        tr!(activities.within_month),
    ];
    let options = DAYS.into_iter().zip(texts).collect();
    let choose = move |days: i64| {
        let days = (days != 0).then(|| days.to_string());
        url.set("when", &days.unwrap_or_default());
    };
    segmented(tr!(activities.due_on), options, move || chosen(url), choose)
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
