//! The holiday calendar: a year at a glance, and its days as a list to keep.

use chrono::{Datelike, NaiveDate};
use contract::calendar::{CalendarDay, CalendarDayKind, CalendarDayPatch, NewCalendarDay};
use contract::{Action, Page};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};

use crate::components::confirm::use_confirm;
use crate::components::dialog::Dialog;
use crate::components::field::{Field, select};
use crate::components::icon::{Icon, icon, small};
use crate::components::page::card;
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, form as view, import, month, page};
use crate::core::check::check;
use crate::core::form::{Form, pick};
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{http, time, zone};
use crate::tr;

type Days = Remote<Page<CalendarDay>>;

#[derive(Clone, Copy)]
struct Desk {
    days: Days,
    one: RwSignal<Option<CalendarDay>>,
    editing: RwSignal<bool>,
    creating: RwSignal<bool>,
    date: RwSignal<String>,
    manage: bool,
}

fn file() -> import::What {
    import::What {
        kind: "calendar-days",
        label: tr!(leave.calendar_import),
        help: tr!(leave.calendar_import_text),
        accept: ".csv,.ics,text/csv,text/calendar",
        columns: None,
    }
}

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let year = Memo::new(move |_| {
        url.get("year")
            .parse::<i32>()
            .unwrap_or_else(|_| zone::today().year())
    });
    let days = Remote::new(move || {
        let year = year.get();
        http::get::<Page<CalendarDay>>(format!(
            "/calendar-days?from={year}-01-01&to={year}-12-31&limit=200"
        ))
    });
    let desk = Desk {
        days,
        one: RwSignal::new(None),
        editing: RwSignal::new(false),
        creating: RwSignal::new(false),
        date: RwSignal::new(String::new()),
        manage: untrack(move || session.can(Action::CalendarManage)),
    };
    let importing = RwSignal::new(false);
    let new = move |_| {
        desk.date.set(String::new());
        desk.creating.set(true);
    };
    let actions = desk.manage.then(|| {
        view! {
            <button type="button" class="btn" data-testid="import-calendar" on:click=move |_| importing.set(true)>{icon(Icon::Upload)} {tr!(people.import)}</button>
            <button type="button" class="btn primary" data-testid="new-day" on:click=new>{icon(Icon::Plus)} {tr!(leave.day_new)}</button>
        }
    });
    let go = move |by: i32| url.set("year", &(year.get_untracked() + by).to_string());
    let body = view! {
        <div class="filters">
            <div class="switcher">
                <button type="button" class="btn icon-only" aria-label=tr!(leave.year_before) on:click=move |_| go(-1)>{icon(Icon::Previous)}</button>
                <h2 aria-live="polite">{move || tr!(leave.year, n = year.get()).to_string()}</h2>
                <button type="button" class="btn icon-only" aria-label=tr!(leave.year_after) on:click=move |_| go(1)>{icon(Icon::Next)}</button>
            </div>
            <ul class="legend">
                <li><span class="swatch holiday" aria-hidden="true"></span>{tr!(leave.holiday)}</li>
                <li><span class="swatch workday" aria-hidden="true"></span>{tr!(leave.workday)}</li>
            </ul>
        </div>
        {show(days, move |page| shown(desk, year.get_untracked(), page.data))}
        <Dialog open=desk.creating title=tr!(leave.day_new)>{create(desk)}</Dialog>
        <Dialog open=desk.editing title=tr!(leave.day_edit)>{desk.one.get().map(|one| edit(desk, one))}</Dialog>
        <Dialog open=importing title=tr!(leave.calendar_import)>{import::panel(file(), move || days.reload())}</Dialog>
    };
    page::page(
        Route::Calendar,
        tr!(leave.calendar),
        tr!(leave.calendar_sub),
        actions.into_any(),
        body.into_any(),
    )
}

fn shown(desk: Desk, year: i32, all: Vec<CalendarDay>) -> AnyView {
    let months = (1..=12)
        .filter_map(|month| NaiveDate::from_ymd_opt(year, month, 1))
        .map(|first| {
            let name = time::month_name(first);
            let grid = month::grid(name.clone(), "mini", first, |day| cell(&all, day));
            view! { <section><h3>{name}</h3>{grid}</section> }
        })
        .collect_view();
    let list = if all.is_empty() {
        empty::plain(
            Icon::Calendar,
            tr!(leave.calendar_empty),
            tr!(leave.calendar_empty_text),
        )
    } else {
        view! { <ul class="rows">{all.iter().cloned().map(|one| row(desk, one)).collect_view()}</ul> }.into_any()
    };
    view! {
        <div class="split even">
            <section class="card"><div class="card-body year">{months}</div></section>
            {card(tr!(leave.calendar_list), ().into_any(), list)}
        </div>
    }
    .into_any()
}

fn cell(all: &[CalendarDay], day: NaiveDate) -> AnyView {
    let special = all.iter().find(|one| one.date == day);
    let class = match special.map(|one| one.kind) {
        Some(CalendarDayKind::Holiday) => "day holiday",
        Some(CalendarDayKind::Workday) => "day workday",
        None if zone::weekend(day) => "day off",
        None => "day",
    };
    let name = special.map(|one| one.name.clone());
    let heard = name
        .clone()
        .map(|name| view! { <span class="sr">{name}</span> });
    let today = day == zone::today();
    view! { <span class=class class:today=today title=name>{day.day()} {heard}</span> }.into_any()
}

fn kind(kind: CalendarDayKind) -> (&'static str, &'static str) {
    match kind {
        CalendarDayKind::Holiday => (tr!(leave.holiday), "bad"),
        CalendarDayKind::Workday => (tr!(leave.workday), "info"),
    }
}

fn row(desk: Desk, one: CalendarDay) -> AnyView {
    let (confirm, toasts) = (use_confirm(), use_toasts());
    let (id, version) = (one.id, one.version);
    let name = one.name.clone();
    let may = desk.manage && one.allowed_actions.contains(&Action::CalendarManage);
    let remove = {
        let name = name.clone();
        move |_| {
            let send = move || {
                spawn_local(async move {
                    match http::delete(format!("/calendar-days/{id}"), Some(version)).await {
                        Ok(()) => {
                            toasts.good(tr!(common.deleted));
                            desk.days.reload();
                        }
                        Err(failure) => toasts.failure(&failure),
                    }
                });
            };
            confirm.danger(
                tr!(leave.day_delete, name = name.clone()).to_string(),
                tr!(leave.day_delete_text),
                tr!(common.delete),
                send,
            );
        }
    };
    let stored = one.clone();
    let change = move |_| {
        desk.one.set(Some(stored.clone()));
        desk.editing.set(true);
    };
    view! {
        <li>
            <span class="grow"><strong>{name.clone()}</strong><span class="small muted block">{time::short_day(one.date)}</span></span>
            {badge::status(kind(one.kind))}
            {may.then(|| view! {
                <button type="button" class="btn quiet icon-only small" aria-label=format!("{} {name}", tr!(common.edit)) on:click=change>{small(Icon::Edit)}</button>
                <button type="button" class="btn quiet icon-only small" aria-label=format!("{} {name}", tr!(common.delete)) on:click=remove>{small(Icon::Trash)}</button>
            })}
        </li>
    }
    .into_any()
}

fn kinds() -> Signal<Vec<(String, String)>> {
    Signal::stored(vec![
        ("holiday".to_owned(), tr!(leave.holiday).to_owned()),
        ("workday".to_owned(), tr!(leave.workday).to_owned()),
    ])
}

fn create(desk: Desk) -> AnyView {
    let toasts = use_toasts();
    let form = Form::new(
        "new-day",
        json!({ "kind": "holiday", "date": desk.date.get_untracked() }),
    );
    let submit = move || {
        let send = |body: Value, key| async move {
            http::post::<CalendarDay>("/calendar-days", key, &body).await
        };
        form.submit(form.body(), check::<NewCalendarDay>, send, move |_| {
            desk.creating.set(false);
            toasts.good(tr!(common.saved));
            desk.days.reload();
        });
    };
    let fields = view! {
        <div class="form-grid">
            {Field::new(form, "date", tr!(common.date)).required().kind("date").show()}
            {select(form, "kind", tr!(approvals.kind), true, "", kinds())}
        </div>
        {Field::new(form, "name", tr!(leave.day_name)).required().show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.create)),
    )
}

fn edit(desk: Desk, one: CalendarDay) -> AnyView {
    let toasts = use_toasts();
    let (id, version) = (one.id, one.version);
    let form = Form::new(format!("day-{id}"), pick(&one, &["kind", "name"]));
    let submit = move || {
        let send = move |body: Value, _| async move {
            http::patch::<CalendarDay>(format!("/calendar-days/{id}"), version, &body).await
        };
        form.submit(form.patch(), check::<CalendarDayPatch>, send, move |_| {
            desk.editing.set(false);
            toasts.good(tr!(common.saved));
            desk.days.reload();
        });
    };
    let fields = view! {
        <p class="strong">{time::date(one.date)}</p>
        {select(form, "kind", tr!(approvals.kind), true, "", kinds())}
        {Field::new(form, "name", tr!(leave.day_name)).required().show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}
