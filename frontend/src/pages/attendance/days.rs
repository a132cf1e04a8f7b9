//! Days of people inside the reach: filtered, exported, put right on somebody's behalf.

use contract::attendance::AttendanceDay;
use contract::employee::Employee;
use contract::{Action, Page};
use leptos::prelude::*;

use super::{day, words};
use crate::components::description::text;
use crate::components::dialog::Dialog;
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, filters, import, page, person};
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{http, time, zone};
use crate::pages::org::options;
use crate::tr;

const KEYS: &[&str] = &["from", "to", "team_id", "employee_id", "abnormal"];

/// The day that is open, reachable from the cells.
#[derive(Clone, Copy)]
struct Chosen {
    one: RwSignal<Option<AttendanceDay>>,
    open: RwSignal<bool>,
}

pub fn page() -> AnyView {
    let url = UrlState::here();
    let listing = Listing::<AttendanceDay>::new("/attendance-days", url.filters(KEYS));
    let chosen = Chosen {
        one: RwSignal::new(None),
        open: RwSignal::new(false),
    };
    provide_context(chosen);
    let people = Remote::new(|| http::get::<Page<Employee>>("/employees?status=active&limit=200"));
    let people = Signal::derive(move || {
        let page = people.get().map(|page| page.data).unwrap_or_default();
        page.into_iter()
            .map(|one| (one.id.to_string(), format!("{} {}", one.name, one.number)))
            .collect::<Vec<_>>()
    });
    let which = vec![("true".to_owned(), tr!(attendance.only_abnormal).to_owned())];
    let columns = vec![
        Column::new(tr!(attendance.person), |one: &AttendanceDay| {
            person::person(&one.employee.name, one.employee.number.clone())
        }),
        Column::new(tr!(common.date), |one: &AttendanceDay| {
            time::short_day(one.date).into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(attendance.status), |one: &AttendanceDay| {
            badge::status(words::status(one.status))
        }),
        Column::new(tr!(attendance.in_out), |one: &AttendanceDay| {
            text(words::span(one))
        })
        .class("num nowrap"),
        Column::new(tr!(attendance.day_late), |one: &AttendanceDay| {
            text((one.late_minutes > 0).then(|| one.late_minutes.to_string()))
        })
        .class("num"),
        Column::new(tr!(attendance.day_early), |one: &AttendanceDay| {
            text((one.early_minutes > 0).then(|| one.early_minutes.to_string()))
        })
        .class("num"),
        Column::new(tr!(attendance.day_shift), |one: &AttendanceDay| {
            text(one.shift_name.clone())
        }),
        Column::new("", open).class("right bare"),
    ];
    let none = || {
        empty::plain(
            Icon::Rows,
            tr!(attendance.days_empty),
            tr!(attendance.days_empty_text),
        )
    };
    let month = zone::first(zone::today());
    let body = view! {
        <div class="filters" role="search">
            {filters::pick(url, "team_id", tr!(people.team), options::teams())}
            {filters::pick(url, "employee_id", tr!(attendance.person), people)}
            {filters::pick(url, "abnormal", tr!(attendance.status), Signal::stored(which))}
            {filters::day(url, "from", tr!(common.from))}
            {filters::day(url, "to", tr!(common.until))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "attendance-days")}
        </div>
        {table(tr!(attendance.days_title), listing, columns, None, false, none)}
        {move || {
            let title = chosen.one.get().map(|one| format!("{} · {}", one.employee.name, time::short_day(one.date))).unwrap_or_default();
            view! { <Dialog open=chosen.open title=title>{chosen.one.get().map(|one| day::panel(one, chosen.open, move || listing.reload()))}</Dialog> }
        }}
    };
    let importing = RwSignal::new(false);
    let may_import = untrack(move || use_session().can(Action::PunchRecord));
    let actions = may_import.then(|| {
        view! {
            <button type="button" class="btn" data-testid="import-punches" on:click=move |_| importing.set(true)>{icon(Icon::Upload)} {tr!(attendance.punch_import)}</button>
            <Dialog open=importing title=tr!(attendance.punch_import)>{import::panel(file(), move || listing.reload())}</Dialog>
        }
    });
    let sub = format!("{} {}", tr!(attendance.days_sub), time::month(month));
    page::page(
        Route::AttendanceDays,
        tr!(attendance.days_title),
        sub,
        actions.into_any(),
        body.into_any(),
    )
}

fn file() -> import::What {
    import::What {
        kind: "punches",
        label: tr!(attendance.punch_import),
        help: tr!(attendance.punch_import_text),
        accept: ".csv,text/csv",
        columns: None,
    }
}

fn open(one: &AttendanceDay) -> AnyView {
    let Some(chosen) = use_context::<Chosen>() else {
        return ().into_any();
    };
    let label = format!("{} {} {}", tr!(common.open), one.employee.name, one.date);
    let one = one.clone();
    let go = move |_| {
        chosen.one.set(Some(one.clone()));
        chosen.open.set(true);
    };
    view! { <button type="button" class="btn small" aria-label=label on:click=go>{tr!(common.open)}</button> }.into_any()
}
