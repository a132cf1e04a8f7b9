//! The duty calendar: a month, what is due on each day and who does it; a list by day on the phone.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use contract::Page;
use contract::duty::DutyOccurrence;
use leptos::prelude::*;

use super::words;
use crate::components::icon::Icon;
use crate::components::person_filter::PersonFilter;
use crate::components::record::show;
use crate::components::url_state::UrlState;
use crate::components::{badge, banner, empty, filters, month};
use crate::core::http::{self, Answer};
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::{time, zone};
use crate::pages::org::options;
use crate::tr;

/// Pages of 200 that one picture may take.
const PAGES: usize = 5;
/// Shown of one day; the rest is a click away.
const SHOWN: usize = 4;

#[derive(Clone)]
struct Month {
    first: NaiveDate,
    days: BTreeMap<NaiveDate, Vec<DutyOccurrence>>,
    more: bool,
}

pub fn calendar(url: UrlState) -> AnyView {
    let month = month::chosen(url);
    let asked = Memo::new(move |_| (url.get("team_id"), url.get("owner_id")));
    let data = Remote::new(move || load(month.get(), asked.get()));
    view! {
        <div class="filters">
            {month::switcher(url, month)}
            <span class="grow"></span>
            {filters::pick(url, "team_id", tr!(people.team), options::teams())}
            <PersonFilter url key="owner_id" label=tr!(duties.owner) />
        </div>
        {show(data, shown)}
    }
    .into_any()
}

async fn load(first: NaiveDate, (team, owner): (String, String)) -> Answer<Month> {
    let mut asked = vec![
        ("from".to_owned(), first.to_string()),
        ("to".to_owned(), zone::last(first).to_string()),
        ("limit".to_owned(), "200".to_owned()),
    ];
    let more = [("team_id", team), ("owner_id", owner)];
    let more = more.into_iter().filter(|(_, value)| !value.is_empty());
    asked.extend(more.map(|(key, value)| (key.to_owned(), value)));
    let mut days: BTreeMap<NaiveDate, Vec<DutyOccurrence>> = BTreeMap::new();
    let mut cursor = None;
    for _ in 0..PAGES {
        let mut pairs = asked.clone();
        pairs.extend(cursor.take().map(|cursor| ("cursor".to_owned(), cursor)));
        let path = format!("/duty-occurrences{}", http::query(&pairs));
        let page = http::get::<Page<DutyOccurrence>>(path).await?;
        for one in page.data {
            days.entry(one.day).or_default().push(one);
        }
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    Ok(Month {
        first,
        days,
        more: cursor.is_some(),
    })
}

fn shown(month: Month) -> AnyView {
    let more = month
        .more
        .then(|| banner::banner("info", tr!(duties.too_many)));
    if month.days.is_empty() {
        return view! { <div class="card">{empty::plain(Icon::Calendar, tr!(duties.none_month), tr!(duties.none_text))}</div> }.into_any();
    }
    let cell = |day: NaiveDate| {
        let all = month.days.get(&day).map(Vec::as_slice).unwrap_or_default();
        let rest = all.len().saturating_sub(SHOWN);
        let rest = (rest > 0).then(|| {
            let path = format!("/duties?from={day}&to={day}");
            view! { <a class="small duty-more" href=path>{tr!(duties.more, n = rest).to_string()}</a> }
        });
        let today = day == zone::today();
        view! {
            <span class="day-number" class:today=today>{chrono::Datelike::day(&day)}</span>
            <ul class="duty-day">{all.iter().take(SHOWN).map(entry).collect_view()}</ul>
            {rest}
        }
        .into_any()
    };
    let label = time::month(month.first);
    let agenda = month.days.iter().map(|(day, all)| {
        let rows = all.iter().map(row).collect_view();
        view! {
            <section class="card">
                <div class="card-head"><h3>{time::day_title(*day)}</h3></div>
                <div class="rows">{rows}</div>
            </section>
        }
    });
    view! {
        {more}
        <div class="wide-only">{month::grid(label, "duty-month", month.first, cell)}</div>
        <div class="phone-only stack">{agenda.collect_view()}</div>
    }
    .into_any()
}

fn entry(one: &DutyOccurrence) -> AnyView {
    let (text, tone) = words::state(one);
    let label = format!("{} · {} · {text}", one.title, one.owner.name);
    view! {
        <li><a class=format!("duty-entry {tone}") href=Route::Occurrence(one.id).path() title=label>
            <span>{one.title.clone()}</span> <small>{one.owner.name.clone()}</small> <span class="sr">{text}</span>
        </a></li>
    }
    .into_any()
}

fn row(one: &DutyOccurrence) -> AnyView {
    view! {
        <a href=Route::Occurrence(one.id).path()>
            <span class="grow two-lines"><strong>{one.title.clone()}</strong><small>{one.owner.name.clone()} " · " {zone::clock(one.due_at)}</small></span>
            {badge::status(words::state(one))}
        </a>
    }
    .into_any()
}
