//! A team today: who is here, who isn't yet, who is away.

use chrono::NaiveDate;
use contract::Page;
use contract::attendance::{AttendanceBoard, AttendanceDay, DayStatus};
use contract::team::Team;
use leptos::prelude::*;

use super::words;
use crate::components::icon::{Icon, icon, small};
use crate::components::record::show;
use crate::components::url_state::UrlState;
use crate::components::{avatar, badge, empty, filters, page};
use crate::core::http::{self, Answer};
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{time, zone};
use crate::pages::org::options;
use crate::tr;

pub fn page() -> AnyView {
    let url = UrlState::here();
    let own = use_session().me_now().and_then(|me| me.team_id);
    let day = Memo::new(move |_| {
        url.get("date")
            .parse::<NaiveDate>()
            .unwrap_or_else(|_| zone::today())
    });
    let team = Memo::new(move |_| match url.get("team_id") {
        id if id.is_empty() => own.map(|id| id.to_string()).unwrap_or_default(),
        id => id,
    });
    let board = Remote::new(move || load(team.get(), day.get()));
    let go = move |by: i64| {
        let to = day.get_untracked() + chrono::TimeDelta::days(by);
        url.set("date", &to.to_string());
    };
    let elsewhere = move || day.get() != zone::today();
    let body = view! {
        <div class="filters">
            <div class="switcher">
                <button type="button" class="btn icon-only" aria-label=tr!(attendance.yesterday) on:click=move |_| go(-1)>{icon(Icon::Previous)}</button>
                <h2 aria-live="polite">{move || time::short_day(day.get())}</h2>
                <button type="button" class="btn icon-only" aria-label=tr!(attendance.tomorrow) on:click=move |_| go(1)>{icon(Icon::Next)}</button>
                {move || elsewhere().then(|| view! { <button type="button" class="btn quiet" on:click=move |_| url.set("date", "")>{tr!(attendance.today)}</button> })}
            </div>
            <span class="grow"></span>
            {filters::pick(url, "team_id", tr!(people.team), options::teams())}
            <button type="button" class="btn icon-only" aria-label=tr!(common.reload) title=tr!(common.reload) on:click=move |_| board.reload()>{icon(Icon::History)}</button>
        </div>
        {show(board, |board| shown(board.data))}
    };
    page::page(
        Route::Board,
        tr!(attendance.board),
        tr!(attendance.board_sub),
        ().into_any(),
        body.into_any(),
    )
}

/// Whoever sits in no team starts with the first one they may see.
async fn load(team: String, day: NaiveDate) -> Answer<AttendanceBoard> {
    let mut team = team;
    if team.is_empty() {
        let all = http::get::<Page<Team>>("/teams?limit=1").await?;
        team = all
            .data
            .first()
            .map(|one| one.id.to_string())
            .unwrap_or_default();
    }
    let pairs = [
        ("team_id".to_owned(), team),
        ("date".to_owned(), day.to_string()),
    ];
    http::get(format!("/attendance-board{}", http::query(&pairs))).await
}

/// Which column a person stands in.
fn place(day: &AttendanceDay) -> usize {
    match day.status {
        _ if day.first_in.is_some() && !day.abnormal => 0,
        DayStatus::Present | DayStatus::Working if day.first_in.is_some() => 0,
        DayStatus::Working | DayStatus::None => 1,
        DayStatus::Leave | DayStatus::Business => 3,
        DayStatus::Holiday | DayStatus::Rest => 4,
        _ if day.abnormal => 2,
        _ => 0,
    }
}

fn shown(all: Vec<AttendanceDay>) -> AnyView {
    if all.is_empty() {
        return view! { <div class="card">{empty::plain(Icon::Team, tr!(attendance.board_empty), tr!(attendance.board_empty_text))}</div> }.into_any();
    }
    let mut columns: [Vec<AttendanceDay>; 5] = Default::default();
    for day in all {
        columns[place(&day)].push(day);
    }
    let titles = [
        (tr!(attendance.board_in), "good"),
        (tr!(attendance.board_waiting), "info"),
        (tr!(attendance.board_trouble), "warn"),
        (tr!(attendance.board_away), "brand"),
        (tr!(attendance.board_off), ""),
    ];
    let counts = titles
        .iter()
        .zip(&columns)
        .map(|((title, tone), list)| view! { <div class=format!("stat tone-{tone}")><span class="small muted">{*title}</span><b>{list.len()}</b></div> })
        .collect_view();
    let groups = titles
        .into_iter()
        .zip(columns)
        .filter(|(_, list)| !list.is_empty())
        .map(|((title, tone), list)| {
            view! {
                <section class="stack tight">
                    <h2 class="row tight">{title} {badge::badge(list.len().to_string(), tone)}</h2>
                    <ul class="people-grid">{list.into_iter().map(tile).collect_view()}</ul>
                </section>
            }
        })
        .collect_view();
    view! {
        <div class="card stats strip">{counts}</div>
        <div class="stack wide board" data-testid="board">{groups}</div>
    }
    .into_any()
}

fn tile(day: AttendanceDay) -> AnyView {
    let times = words::span(&day)
        .map(|text| view! { <span class="small num row tight">{small(Icon::Clock)} {text}</span> });
    let shift = day
        .shift_name
        .clone()
        .map(|name| view! { <span class="small muted">{name}</span> });
    view! {
        <li class="tile">
            {avatar::avatar(&day.employee.name)}
            <span class="grow"><strong class="block truncate">{day.employee.name.clone()}</strong> {times} {shift}</span>
            {badge::status(words::status(day.status))}
        </li>
    }
    .into_any()
}
