//! A week of all rooms: who has which when; by day on the phone.

use chrono::{Datelike, Days, NaiveDate};
use contract::booking::{Booking, BookingState};
use contract::place::Place;
use contract::{Action, Page};
use leptos::prelude::*;
use uuid::Uuid;

use super::words;
use crate::components::icon::{Icon, icon};
use crate::components::record::show;
use crate::components::url_state::UrlState;
use crate::components::{badge, banner, empty};
use crate::core::http::{self, Answer};
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{time, zone};
use crate::tr;

/// Pages of 200 that one picture may take.
const PAGES: usize = 5;

#[derive(Clone)]
struct Week {
    monday: NaiveDate,
    rooms: Vec<Place>,
    bookings: Vec<Booking>,
    more: bool,
}

impl Week {
    fn days(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        self.monday.iter_days().take(7)
    }

    /// What goes on in a room on a day, in its order.
    fn of(&self, room: Uuid, day: NaiveDate) -> Vec<&Booking> {
        let on = |one: &&Booking| {
            let from = zone::day(one.starts_at);
            // What ends at midnight belongs to the day before.
            let to = zone::day(one.ends_at - chrono::Duration::seconds(1));
            from.is_some_and(|from| from <= day) && to.is_some_and(|to| day <= to)
        };
        let here = self.bookings.iter().filter(|one| one.place.id == room);
        here.filter(on).collect()
    }
}

fn monday(text: &str) -> NaiveDate {
    let day = text.parse().unwrap_or_else(|_| zone::today());
    let back = u64::from(day.weekday().num_days_from_monday());
    day.checked_sub_days(Days::new(back)).unwrap_or(day)
}

pub fn week(url: UrlState) -> AnyView {
    let first = Memo::new(move |_| monday(&url.get("week")));
    let data = Remote::new(move || load(first.get()));
    let session = use_session();
    let books = untrack(move || session.can(Action::BookingCreate));
    let go = move |days: i64| {
        let there = first.get_untracked() + chrono::Duration::days(days);
        url.set("week", &there.to_string());
    };
    let elsewhere = move || first.get() != monday("");
    let title = move || {
        let monday = first.get();
        let sunday = monday + chrono::Duration::days(6);
        format!("{} – {}", time::date(monday), time::date(sunday))
    };
    view! {
        <div class="filters">
            <div class="switcher">
                <button type="button" class="btn icon-only" aria-label=tr!(venues.week_before) data-testid="week-before" on:click=move |_| go(-7)>{icon(Icon::Previous)}</button>
                <h2 aria-live="polite">{title}</h2>
                <button type="button" class="btn icon-only" aria-label=tr!(venues.week_after) data-testid="week-after" on:click=move |_| go(7)>{icon(Icon::Next)}</button>
                {move || elsewhere().then(|| view! { <button type="button" class="btn quiet" on:click=move |_| url.set("week", "")>{tr!(venues.this_week)}</button> })}
            </div>
        </div>
        {show(data, move |week| shown(&week, books))}
    }
    .into_any()
}

async fn load(monday: NaiveDate) -> Answer<Week> {
    let rooms: Page<Place> =
        http::get("/places?bookable=true&active=true&limit=200".to_owned()).await?;
    let sunday = monday + chrono::Duration::days(6);
    let mut bookings = Vec::new();
    let mut cursor: Option<String> = None;
    for _ in 0..PAGES {
        let mut pairs = vec![
            ("from".to_owned(), monday.to_string()),
            ("to".to_owned(), sunday.to_string()),
            ("sort".to_owned(), "starts_at".to_owned()),
            ("limit".to_owned(), "200".to_owned()),
        ];
        pairs.extend(cursor.take().map(|cursor| ("cursor".to_owned(), cursor)));
        let page: Page<Booking> = http::get(format!("/bookings{}", http::query(&pairs))).await?;
        let there = |one: &Booking| one.state != BookingState::Cancelled;
        bookings.extend(page.data.into_iter().filter(there));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    Ok(Week {
        monday,
        rooms: rooms.data,
        bookings,
        more: cursor.is_some(),
    })
}

fn shown(week: &Week, books: bool) -> AnyView {
    if week.rooms.is_empty() {
        return view! { <div class="card">{empty::plain(Icon::Calendar, tr!(venues.no_rooms), tr!(venues.no_rooms_text))}</div> }.into_any();
    }
    let more = week
        .more
        .then(|| banner::banner("info", tr!(venues.too_many)));
    let today = zone::today();
    let heads = week.days().map(|day| {
        let now = (day == today).then_some("date");
        view! { <th scope="col" class:today=day == today aria-current=now>{time::short_day(day)}</th> }
    });
    let row = |room: &Place| {
        let cells = week.days().map(|day| {
            let here = week.of(room.id, day);
            let add = (books && day >= today).then(|| {
                let path = format!("{}?place_id={}&day={day}", Route::NewBooking.path(), room.id);
                let label = tr!(venues.book_that, place = room.name.clone(), day = time::short_day(day)).to_string();
                view! { <a class="venue-add" href=path aria-label=label.clone() title=label>{icon(Icon::Plus)}</a> }
            });
            view! { <td><ul class="duty-day">{here.into_iter().map(entry).collect_view()}</ul>{add}</td> }
        });
        let holds = room.capacity.map(|n| tr!(venues.holds, n = n).to_string());
        view! {
            <tr>
                <th scope="row"><span class="two-lines"><strong>{room.name.clone()}</strong><small>{holds}</small></span></th>
                {cells.collect_view()}
            </tr>
        }
    };
    view! {
        {more}
        <div class="wide-only card venue-scroll">
            <table class="venue-week" data-testid="venue-week">
                <caption class="sr">{tr!(venues.week)}</caption>
                <thead><tr><th scope="col">{tr!(venues.place)}</th>{heads.collect_view()}</tr></thead>
                <tbody>{week.rooms.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        <div class="phone-only stack" data-testid="venue-days">{week.days().map(|day| of_day(week, day)).collect_view()}</div>
    }
    .into_any()
}

fn entry(one: &Booking) -> AnyView {
    let (text, tone) = words::state(one);
    let label = format!("{} · {} · {text}", one.title, one.owner.name);
    view! {
        <li><a class=format!("duty-entry {tone}") href=Route::Booking(one.id).path() title=label>
            <strong class="num">{words::clocks(one)}</strong> <span>{one.title.clone()}</span> <small>{one.owner.name.clone()}</small> <span class="sr">{text}</span>
        </a></li>
    }
    .into_any()
}

fn of_day(week: &Week, day: NaiveDate) -> AnyView {
    let mut all: Vec<&Booking> = week
        .rooms
        .iter()
        .flat_map(|room| week.of(room.id, day))
        .collect();
    all.sort_by_key(|one| one.starts_at);
    if all.is_empty() {
        return ().into_any();
    }
    let row = |one: &Booking| {
        view! {
            <a href=Route::Booking(one.id).path()>
                <span class="grow two-lines"><strong>{one.title.clone()}</strong><small>{words::clocks(one)} " · " {one.place.name.clone()} " · " {one.owner.name.clone()}</small></span>
                {badge::status(words::state(one))}
            </a>
        }
    };
    view! {
        <section class="card">
            <div class="card-head"><h3>{time::day_title(day)}</h3></div>
            <div class="rows">{all.into_iter().map(row).collect_view()}</div>
        </section>
    }
    .into_any()
}
