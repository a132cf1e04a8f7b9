//! Who's away: a month by person on wide screens, an agenda by day on phones, the same as a table behind.

use chrono::NaiveDate;
use contract::Page;
use contract::calendar::{CalendarDay, CalendarDayKind};
use contract::leave::{Absence, Half, LeaveCategory};
use leptos::prelude::*;
use uuid::Uuid;

use super::words;
use crate::components::choice::switch;
use crate::components::icon::{Icon, icon};
use crate::components::month;
use crate::components::record::show;
use crate::components::url_state::UrlState;
use crate::components::{avatar, badge, empty, filters, page};
use crate::core::http::{self, Answer};
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::{time, zone};
use crate::pages::org::options;
use crate::tr;

#[derive(Clone)]
struct Month {
    first: NaiveDate,
    all: Vec<Absence>,
    calendar: Vec<CalendarDay>,
}

pub fn page() -> AnyView {
    let url = UrlState::here();
    let month = month::chosen(url);
    let approved = RwSignal::new(false);
    let team = Memo::new(move |_| url.get("team_id"));
    let data = Remote::new(move || load(month.get(), team.get(), approved.get()));
    let feeds = view! { <a class="btn" href=Route::CalendarFeeds.path()>{icon(Icon::Calendar)} {tr!(leave.feed_link)}</a> };
    let body = view! {
        <div class="filters">
            {month::switcher(url, month)}
            <span class="grow"></span>
            {filters::pick(url, "team_id", tr!(people.team), options::teams())}
            {switch(tr!(leave.only_approved), approved)}
            {filters::export(move || path(month.get_untracked(), &team.get_untracked(), approved.get_untracked()), "absences")}
        </div>
        {show(data, shown)}
    };
    page::page(
        Route::Absences,
        tr!(leave.absences),
        tr!(leave.absences_sub),
        feeds.into_any(),
        body.into_any(),
    )
}

fn path(first: NaiveDate, team: &str, approved: bool) -> String {
    let pairs = [
        ("from".to_owned(), first.to_string()),
        ("to".to_owned(), zone::last(first).to_string()),
        ("team_id".to_owned(), team.to_owned()),
        (
            "approved".to_owned(),
            if approved {
                "true".into()
            } else {
                String::new()
            },
        ),
    ];
    format!("/absences{}", http::query(&pairs))
}

/// Every page of the month, and its holidays.
async fn load(first: NaiveDate, team: String, approved: bool) -> Answer<Month> {
    let base = format!("{}&limit=200", path(first, &team, approved));
    let mut next = Some(base.clone());
    let mut all = Vec::new();
    while let Some(path) = next.take() {
        let page = http::get::<Page<Absence>>(path).await?;
        all.extend(page.data);
        next = page.next_cursor.map(|cursor| {
            format!(
                "{base}&{}",
                http::query(&[("cursor".to_owned(), cursor)]).trim_start_matches('?')
            )
        });
    }
    let days = format!(
        "/calendar-days?from={first}&to={}&limit=200",
        zone::last(first)
    );
    // The picture does without holidays where they can't be had.
    let calendar = http::get::<Page<CalendarDay>>(days)
        .await
        .map(|page| page.data)
        .unwrap_or_default();
    Ok(Month {
        first,
        all,
        calendar,
    })
}

impl Month {
    fn off(&self, day: NaiveDate) -> Option<String> {
        let special = self.calendar.iter().find(|one| one.date == day);
        match special {
            Some(one) if one.kind == CalendarDayKind::Holiday => Some(one.name.clone()),
            Some(_) => None,
            None => zone::weekend(day).then(String::new),
        }
    }
}

fn shown(month: Month) -> AnyView {
    if month.all.is_empty() {
        return view! { <div class="card">{empty::plain(Icon::Calendar, tr!(leave.absences_empty), tr!(leave.absences_empty_text))}</div> }.into_any();
    }
    view! {
        <div class="wide-only">{grid(&month)}</div>
        <div class="phone-only">{agenda(&month)}</div>
        {legend()}
        <details class="behind"><summary>{tr!(leave.as_table)}</summary>{plain(&month)}</details>
    }
    .into_any()
}

/// How a day of an absence is drawn.
fn tone(one: &Absence) -> String {
    let kind = match one.category {
        LeaveCategory::Business => "business",
        LeaveCategory::Leave => "leave",
    };
    let sure = if one.approved { "" } else { " pending" };
    format!("{kind}{sure}")
}

fn named(one: &Absence) -> String {
    let kind = one.leave_type.as_ref().map_or_else(
        || words::category(one.category).to_owned(),
        |kind| kind.name.clone(),
    );
    if one.approved {
        kind
    } else {
        format!("{kind} · {}", tr!(leave.legend_pending))
    }
}

fn grid(month: &Month) -> AnyView {
    let days = zone::days(month.first, zone::last(month.first));
    let today = zone::today();
    let heads = days.iter().map(|day| {
        let off = month.off(*day);
        let title = off.clone().filter(|name| !name.is_empty());
        let weekday = time::weekday(*day, "narrow");
        view! {
            <th scope="col" class:off=off.is_some() class:today=*day == today title=title>
                <span class="num">{chrono::Datelike::day(day)}</span><small aria-hidden="true">{weekday}</small>
            </th>
        }
    });
    let heads = heads.collect_view();
    let mut people: Vec<(Uuid, Vec<&Absence>)> = Vec::new();
    for one in &month.all {
        match people.iter_mut().find(|(id, _)| *id == one.employee.id) {
            Some((_, list)) => list.push(one),
            None => people.push((one.employee.id, vec![one])),
        }
    }
    people.sort_by(|a, b| {
        let key = |list: &Vec<&Absence>| {
            list.first()
                .map(|one| (one.team_name.clone(), one.employee.number.clone()))
        };
        key(&a.1).cmp(&key(&b.1))
    });
    let mut team = None;
    let rows = people
        .into_iter()
        .map(|(_, list)| {
            let one = list.first().copied();
            let name = one.map(|one| one.employee.name.clone()).unwrap_or_default();
            let place = one.and_then(|one| one.team_name.clone()).unwrap_or_default();
            let new = team.as_ref() != Some(&place);
            team = Some(place.clone());
            let cells = days.iter().map(|day| cell(month, &list, *day)).collect_view();
            view! {
                <tr class:first=new>
                    <th scope="row"><span class="person">{avatar::sized(&name, "tiny")}<span class="person-text"><span class="truncate">{name.clone()}</span><small class="truncate">{place}</small></span></span></th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-card scroll" tabindex="0" role="region" aria-label=tr!(leave.absences)>
            <table class="who" data-testid="who">
                <caption class="sr">{tr!(leave.absences)}</caption>
                <thead><tr><th scope="col" class="corner">{tr!(leave.person)}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn cell(month: &Month, list: &[&Absence], day: NaiveDate) -> AnyView {
    let off = month.off(day).is_some();
    let here = list
        .iter()
        .find(|one| one.starts_on <= day && day <= one.ends_on);
    let Some(one) = here else {
        return view! { <td class:off=off></td> }.into_any();
    };
    let (late, soon) = (
        day == one.starts_on && one.starts_half == Half::Pm,
        day == one.ends_on && one.ends_half == Half::Am,
    );
    let (start, end) = (day == one.starts_on, day == one.ends_on);
    let text = named(one);
    let tip = format!("{} · {text}", one.employee.name);
    let class = format!(
        "away {}{}{}{}{}",
        tone(one),
        if start { " start" } else { "" },
        if end { " end" } else { "" },
        if late { " pm" } else { "" },
        if soon { " am" } else { "" },
    );
    view! { <td class:off=off title=tip><span class=class><span class="sr">{text}</span></span></td> }
        .into_any()
}

/// By day, only days with somebody away.
fn agenda(month: &Month) -> AnyView {
    let days = zone::days(month.first, zone::last(month.first))
        .into_iter()
        .filter_map(|day| {
            let away: Vec<&Absence> = month
                .all
                .iter()
                .filter(|one| one.starts_on <= day && day <= one.ends_on)
                .collect();
            (!away.is_empty() && month.off(day).is_none()).then_some((day, away))
        });
    let today = zone::today();
    let one = |(day, away): (NaiveDate, Vec<&Absence>)| {
        let people = away
            .into_iter()
            .map(|one| {
                let place = one.team_name.clone().unwrap_or_default();
                view! {
                    <li>
                        {avatar::avatar(&one.employee.name)}
                        <span class="grow"><strong>{one.employee.name.clone()}</strong><span class="small muted block">{place}</span></span>
                        <span class=format!("tag {}", tone(one))>{named(one)}</span>
                    </li>
                }
            })
            .collect_view();
        view! { <section class="card" class:today=day == today><div class="card-head"><h3>{time::short_day(day)}</h3></div><ul class="rows">{people}</ul></section> }
    };
    view! { <div class="stack tight">{days.map(one).collect_view()}</div> }.into_any()
}

fn legend() -> AnyView {
    view! {
        <ul class="legend">
            <li><span class="swatch leave" aria-hidden="true"></span>{tr!(leave.legend_approved)}</li>
            <li><span class="swatch leave pending" aria-hidden="true"></span>{tr!(leave.legend_pending)}</li>
            <li><span class="swatch business" aria-hidden="true"></span>{tr!(leave.legend_business)}</li>
            <li><span class="swatch off" aria-hidden="true"></span>{tr!(leave.legend_holiday)}</li>
        </ul>
    }
    .into_any()
}

fn plain(month: &Month) -> AnyView {
    let row = |one: &Absence| {
        let span = words::span(one.starts_on, one.starts_half, one.ends_on, one.ends_half);
        let state = if one.approved {
            badge::badge(tr!(leave.legend_approved), "good")
        } else {
            badge::badge(tr!(leave.legend_pending), "info")
        };
        let kind = one.leave_type.as_ref().map_or_else(
            || words::category(one.category).to_owned(),
            |kind| kind.name.clone(),
        );
        view! {
            <tr>
                <td data-label=tr!(leave.person)>{one.employee.name.clone()}</td>
                <td data-label=tr!(people.team)>{one.team_name.clone()}</td>
                <td data-label=tr!(leave.period)>{span}</td>
                <td data-label=tr!(leave.kind)>{kind}</td>
                <td data-label=tr!(leave.state)>{state}</td>
            </tr>
        }
    };
    view! {
        <div class="table-card">
            <table class="table cards">
                <caption class="sr">{tr!(leave.absences)}</caption>
                <thead><tr><th scope="col">{tr!(leave.person)}</th><th scope="col">{tr!(people.team)}</th><th scope="col">{tr!(leave.period)}</th><th scope="col">{tr!(leave.kind)}</th><th scope="col">{tr!(leave.state)}</th></tr></thead>
                <tbody>{month.all.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
