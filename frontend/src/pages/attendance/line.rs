//! Lines of a statement: one person's month each.

use contract::attendance::{AttendanceLine, Breach};
use leptos::prelude::*;
use uuid::Uuid;

use super::words;
use crate::components::description::nothing;
use crate::components::icon::Icon;
use crate::components::table::{Column, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, filters, person};
use crate::core::listing::Listing;
use crate::core::time;
use crate::pages::org::options;
use crate::tr;

const KEYS: &[&str] = &["team_id", "breaches"];

pub fn list(id: Uuid, url: UrlState) -> AnyView {
    let listing = Listing::<AttendanceLine>::new(
        format!("/attendance-statements/{id}/lines"),
        url.filters(KEYS),
    );
    let which = vec![
        ("true".to_owned(), tr!(attendance.only_breaches).to_owned()),
        (
            "false".to_owned(),
            tr!(attendance.without_breaches).to_owned(),
        ),
    ];
    let columns = vec![
        Column::new(tr!(attendance.person), |one: &AttendanceLine| {
            let second = [
                one.employee.number.clone(),
                one.team_name.clone().unwrap_or_default(),
            ];
            person::person(&one.employee.name, second.join(" "))
        }),
        Column::new(tr!(attendance.present_days), |one: &AttendanceLine| {
            format!("{} / {}", one.present_days, one.work_days).into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(attendance.leave_days), |one: &AttendanceLine| {
            count(one.leave_days.to_string())
        })
        .class("num"),
        Column::new(tr!(attendance.business_days), |one: &AttendanceLine| {
            count(one.business_days.to_string())
        })
        .class("num"),
        Column::new(tr!(attendance.late_count), |one: &AttendanceLine| {
            times(one.late_count, one.late_minutes)
        })
        .class("num nowrap"),
        Column::new(tr!(attendance.early_count), |one: &AttendanceLine| {
            times(one.early_count, one.early_minutes)
        })
        .class("num nowrap"),
        Column::new(tr!(attendance.missing), |one: &AttendanceLine| {
            count(one.missing_punches.to_string())
        })
        .class("num"),
        Column::new(tr!(attendance.absent_days), |one: &AttendanceLine| {
            count(one.absent_days.to_string())
        })
        .class("num"),
        Column::new(tr!(attendance.worked), |one: &AttendanceLine| {
            words::hours(one.worked_minutes).into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(attendance.breaches), |one: &AttendanceLine| {
            breaches(&one.breaches)
        }),
    ];
    let none = || {
        empty::plain(
            Icon::Report,
            tr!(attendance.lines_empty),
            tr!(attendance.lines_empty_text),
        )
    };
    view! {
        <div class="filters" role="search">
            {filters::pick(url, "team_id", tr!(people.team), options::teams())}
            {filters::pick(url, "breaches", tr!(attendance.breaches), Signal::stored(which))}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "attendance-lines")}
        </div>
        {table(tr!(attendance.tab_lines), listing, columns, None, false, none)}
    }
    .into_any()
}

fn count(text: String) -> AnyView {
    if text == "0" {
        nothing()
    } else {
        text.into_any()
    }
}

fn times(n: i64, minutes: i64) -> AnyView {
    if n == 0 {
        nothing()
    } else {
        tr!(attendance.times, n = n, m = minutes)
            .to_string()
            .into_any()
    }
}

fn breach(one: &Breach) -> AnyView {
    let (text, tone) = words::status(one.status);
    let minutes = if one.minutes > 0 {
        format!(" {}", tr!(attendance.minutes, n = one.minutes))
    } else {
        String::new()
    };
    badge::badge(
        format!("{} {text}{minutes}", time::short_day(one.date)),
        tone,
    )
}

/// The first few; the rest open on demand.
fn breaches(all: &[Breach]) -> AnyView {
    if all.is_empty() {
        return nothing();
    }
    let first = all.iter().take(2).map(breach).collect_view();
    let rest = (all.len() > 2).then(|| {
        let others = all.iter().skip(2).map(breach).collect_view();
        view! { <details class="inline"><summary class="small">{format!("+{}", all.len() - 2)}</summary><span class="row tight">{others}</span></details> }
    });
    view! { <span class="row tight">{first} {rest}</span> }.into_any()
}

/// One person's month in full.
pub fn card(one: &AttendanceLine) -> AnyView {
    let stat = |name: &'static str, value: String, tone: &'static str| view! { <div class=format!("stat {tone}")><span class="small muted">{name}</span><b>{value}</b></div> };
    let warn = |n: i64| if n > 0 { "warn" } else { "" };
    let leave = one
        .leave_by_type
        .iter()
        .map(|sum| badge::badge(format!("{} {}", sum.code, sum.days), "info"))
        .collect_view();
    let days = one.breaches.iter().map(breach).collect_view();
    view! {
        <section class="card" data-testid="my-line">
            <div class="card-head">{person::person(&one.employee.name, one.team_name.clone().unwrap_or_default())}</div>
            <div class="card-body stack">
                <div class="stats">
                    {stat(tr!(attendance.present_days), format!("{} / {}", one.present_days, one.work_days), "")}
                    {stat(tr!(attendance.leave_days), one.leave_days.to_string(), "")}
                    {stat(tr!(attendance.business_days), one.business_days.to_string(), "")}
                    {stat(tr!(attendance.late_count), one.late_count.to_string(), warn(one.late_count))}
                    {stat(tr!(attendance.early_count), one.early_count.to_string(), warn(one.early_count))}
                    {stat(tr!(attendance.missing), one.missing_punches.to_string(), warn(one.missing_punches))}
                    {stat(tr!(attendance.absent_days), one.absent_days.to_string(), warn(one.absent_days.0))}
                    {stat(tr!(attendance.worked), words::hours(one.worked_minutes), "")}
                </div>
                <div class="row tight">{leave}</div>
                {(!one.breaches.is_empty()).then(|| view! { <div class="stack tight"><h3>{tr!(attendance.breaches)}</h3><div class="row tight">{days}</div></div> })}
            </div>
        </section>
    }
    .into_any()
}
