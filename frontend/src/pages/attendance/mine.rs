//! My attendance: the clock, my month as a calendar, what needs putting right.

use chrono::{Datelike, NaiveDate};
use contract::Page;
use contract::attendance::{AttendanceDay, DayStatus};
use leptos::prelude::*;
use uuid::Uuid;

use super::{clock, day, words};
use crate::components::badge;
use crate::components::dialog::Dialog;
use crate::components::icon::{Icon, icon};
use crate::components::record::show;
use crate::components::url_state::UrlState;
use crate::components::{month, page};
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{http, time, zone};
use crate::tr;

type Days = Remote<Page<AttendanceDay>>;

pub fn page() -> AnyView {
    let Some(me) = use_session().me_now().and_then(|me| me.employee_id) else {
        return ().into_any();
    };
    let url = UrlState::here();
    let month = month::chosen(url);
    // A link to one day opens its month.
    let chosen = Memo::new(move |_| match url.get("date").parse::<NaiveDate>() {
        Ok(day) => zone::first(day),
        Err(_) => month.get(),
    });
    let today = Remote::new(move || {
        let day = zone::today();
        http::get::<Page<AttendanceDay>>(path(me, day, day))
    });
    let days = Remote::new(move || {
        let first = chosen.get();
        http::get::<Page<AttendanceDay>>(path(me, first, zone::last(first)))
    });
    let now = Signal::derive(move || today.get().and_then(|page| page.data.into_iter().next()));
    let again = move || {
        today.reload();
        days.reload();
    };
    let body = view! {
        <div class="attendance">
            <div class="stack">{clock::panel(now, again)}</div>
            <section class="card">
                <div class="card-head">{month::switcher(url, chosen)} <a class="btn small" href=Route::Corrections.path()>{icon(Icon::Edit)} {tr!(nav.corrections)}</a></div>
                {show(days, move |page| shown(days, url, chosen.get_untracked(), page.data))}
            </section>
        </div>
    };
    page::page(
        Route::Attendance,
        tr!(attendance.title),
        tr!(attendance.sub),
        ().into_any(),
        body.into_any(),
    )
}

fn path(me: Uuid, from: NaiveDate, to: NaiveDate) -> String {
    format!("/attendance-days?employee_id={me}&from={from}&to={to}&limit=100")
}

fn shown(days: Days, url: UrlState, first: NaiveDate, all: Vec<AttendanceDay>) -> AnyView {
    let open = RwSignal::new(false);
    let chosen = RwSignal::new(None::<AttendanceDay>);
    let pick = move |one: &AttendanceDay| {
        chosen.set(Some(one.clone()));
        open.set(true);
    };
    let label = time::month(first);
    let today = zone::today();
    let linked = untrack(move || url.get("date")).parse::<NaiveDate>().ok();
    if let Some(one) = all.iter().find(|day| Some(day.date) == linked) {
        pick(one);
        // Once; afterwards the month alone is in the address.
        url.set_all(&[("date", ""), ("month", &zone::month_word(first))]);
    }
    let grid = month::grid(label, "heat", first, |date| {
        let Some(one) = all.iter().find(|day| day.date == date) else {
            return view! { <span class="day none">{date.day()}</span> }.into_any();
        };
        cell(one.clone(), today, pick)
    });
    let name = move || {
        chosen
            .get()
            .map(|day| time::day_title(day.date))
            .unwrap_or_default()
    };
    view! {
        {sums(&all)}
        <div class="card-body">
            {grid}
            {legend()}
            <details class="behind"><summary>{tr!(attendance.as_table)}</summary>{table(&all)}</details>
        </div>
        {move || {
            let title = name();
            view! { <Dialog open title=title>{chosen.get().map(|one| day::panel(one, open, move || days.reload()))}</Dialog> }
        }}
    }
    .into_any()
}

fn cell(
    one: AttendanceDay,
    today: NaiveDate,
    pick: impl Fn(&AttendanceDay) + Copy + 'static,
) -> AnyView {
    let (status, _) = words::status(one.status);
    let number = one.date.day();
    let heat = words::heat(one.status);
    let short = match one.status {
        DayStatus::Present | DayStatus::Working => {
            one.first_in.map(zone::clock).unwrap_or_default()
        }
        DayStatus::None | DayStatus::Rest => String::new(),
        DayStatus::Holiday => one
            .holiday_name
            .clone()
            .unwrap_or_else(|| status.to_owned()),
        _ => status.to_owned(),
    };
    if one.date > today && one.status == DayStatus::None {
        return view! { <span class="day none">{number}</span> }.into_any();
    }
    let label = tr!(
        attendance.day_open,
        day = time::short_day(one.date),
        status = status
    )
    .to_string();
    let mark = one
        .correction_open
        .then(|| view! { <span class="dot" aria-hidden="true"></span> });
    let word = format!("day-{}", one.date);
    let is_today = one.date == today;
    view! {
        <button type="button" class=format!("day {heat}") class:today=is_today data-testid=word on:click=move |_| pick(&one)>
            <span class="sr">{label}</span>
            <span class="num" aria-hidden="true">{number}</span>
            <small class="truncate" aria-hidden="true">{short}</small>
            {mark}
        </button>
    }
    .into_any()
}

fn sums(all: &[AttendanceDay]) -> AnyView {
    let count = |fits: fn(&AttendanceDay) -> bool| all.iter().filter(|day| fits(day)).count();
    let present = count(|day| day.first_in.is_some());
    let abnormal = count(|day| day.abnormal);
    let late: i64 = all.iter().map(|day| day.late_minutes).sum();
    let leave = contract::Days(all.iter().map(|day| day.leave_days.0).sum());
    let worked: i64 = all.iter().map(|day| day.worked_minutes).sum();
    let stat = |name: &'static str, value: String, tone: &'static str| view! { <div class=format!("stat {tone}")><span class="small muted">{name}</span><b>{value}</b></div> };
    let tone = if abnormal > 0 { "warn" } else { "" };
    view! {
        <div class="stats strip">
            {stat(tr!(attendance.sum_present), present.to_string(), "")}
            {stat(tr!(attendance.sum_abnormal), abnormal.to_string(), tone)}
            {stat(tr!(attendance.sum_late), tr!(attendance.minutes, n = late).to_string(), "")}
            {stat(tr!(attendance.sum_leave), leave.to_string(), "")}
            {stat(tr!(attendance.sum_hours), words::hours(worked), "")}
        </div>
    }
    .into_any()
}

fn legend() -> AnyView {
    let one = |class: &'static str, text: &'static str| view! { <li><span class=format!("swatch {class}") aria-hidden="true"></span>{text}</li> };
    let soft = format!("{} / {}", tr!(attendance.late), tr!(attendance.early));
    let hard = format!(
        "{} / {}",
        tr!(attendance.missing_punch),
        tr!(attendance.absent)
    );
    view! {
        <ul class="legend">
            {one("ok", tr!(attendance.present))}
            <li><span class="swatch soft" aria-hidden="true"></span>{soft}</li>
            <li><span class="swatch hard" aria-hidden="true"></span>{hard}</li>
            {one("leave", tr!(attendance.leave))}
            {one("business", tr!(attendance.business))}
            {one("off", tr!(attendance.rest))}
        </ul>
    }
    .into_any()
}

fn table(all: &[AttendanceDay]) -> AnyView {
    let row = |day: &AttendanceDay| {
        view! {
            <tr>
                <td data-label=tr!(common.date)>{time::short_day(day.date)}</td>
                <td data-label=tr!(attendance.status)>{badge::status(words::status(day.status))}</td>
                <td class="num" data-label=tr!(attendance.in_out)>{words::span(day)}</td>
                <td class="num" data-label=tr!(attendance.day_late)>{(day.late_minutes > 0).then_some(day.late_minutes)}</td>
                <td class="num" data-label=tr!(attendance.day_early)>{(day.early_minutes > 0).then_some(day.early_minutes)}</td>
            </tr>
        }
    };
    view! {
        <table class="table cards">
            <caption class="sr">{tr!(attendance.month_title)}</caption>
            <thead><tr>
                <th scope="col">{tr!(common.date)}</th><th scope="col">{tr!(attendance.status)}</th><th scope="col">{tr!(attendance.in_out)}</th>
                <th scope="col">{tr!(attendance.day_late)}</th><th scope="col">{tr!(attendance.day_early)}</th>
            </tr></thead>
            <tbody>{all.iter().filter(|day| day.status != DayStatus::None).map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}
