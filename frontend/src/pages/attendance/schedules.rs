//! Schedules: which shift on which day of the week; a second tab says who works by which.

use contract::attendance::{NewSchedule, Schedule, SchedulePatch, Shift};
use contract::{Action, Page};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};

use super::schedule_people as people;
use crate::components::confirm::use_confirm;
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::icon::{Icon, icon, small};
use crate::components::record::show;
use crate::components::tabs::tabs;
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, form as view, page};
use crate::core::check::check;
use crate::core::form::{Form, pick};
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{http, time};
use crate::pages::org::opener;
use crate::tr;

#[derive(Clone, Copy)]
pub struct Desk {
    pub schedules: Remote<Page<Schedule>>,
    shifts: Remote<Page<Shift>>,
    one: RwSignal<Option<Schedule>>,
    editing: RwSignal<bool>,
}

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let creating = opener(url);
    let assigning = RwSignal::new(false);
    let desk = Desk {
        schedules: Remote::new(|| http::get::<Page<Schedule>>("/schedules?limit=200")),
        shifts: Remote::new(|| http::get::<Page<Shift>>("/shifts?limit=200")),
        one: RwSignal::new(None),
        editing: RwSignal::new(false),
    };
    let tab = Memo::new(move |_| url.get("tab") == "people");
    let sections = vec![
        ("schedules", tr!(attendance.tab_schedules)),
        ("people", tr!(attendance.tab_people)),
    ];
    let actions = move || {
        view! {
            {session.can(Action::ScheduleAssign).then(|| view! { <button type="button" class="btn" data-testid="assign-schedule" on:click=move |_| assigning.set(true)>{icon(Icon::UserPlus)} {tr!(attendance.assign)}</button> })}
            {session.can(Action::ShiftManage).then(|| view! { <button type="button" class="btn primary" data-testid="new-schedule" on:click=move |_| creating.set(true)>{icon(Icon::Plus)} {tr!(attendance.schedule_new)}</button> })}
        }
    };
    let changed = RwSignal::new(0u32);
    let body = view! {
        {tabs(tr!(attendance.schedules), url, sections)}
        {move || if tab.get() { people::list(desk, url, changed) } else { show(desk.schedules, move |page| shown(desk, page.data)) }}
        <Dialog open=creating title=tr!(attendance.schedule_new)>{create(desk, creating)}</Dialog>
        <Dialog open=desk.editing title=tr!(attendance.schedule_edit)>{desk.one.get().map(|one| edit(desk, one))}</Dialog>
        <Dialog open=assigning title=tr!(attendance.assign_title)>{people::assign(desk, assigning, changed)}</Dialog>
    };
    page::page(
        Route::Schedules,
        tr!(attendance.schedules),
        tr!(attendance.schedules_sub),
        actions.into_any(),
        body.into_any(),
    )
}

fn shown(desk: Desk, all: Vec<Schedule>) -> AnyView {
    if all.is_empty() {
        return view! { <div class="card">{empty::plain(Icon::Week, tr!(attendance.schedules_empty), tr!(attendance.schedules_empty_text))}</div> }.into_any();
    }
    view! { <div class="stack">{all.into_iter().map(|one| card(desk, one)).collect_view()}</div> }
        .into_any()
}

fn weekdays() -> Vec<(String, String)> {
    // Any Monday will do.
    let monday = chrono::NaiveDate::from_ymd_opt(2026, 1, 5).unwrap_or_default();
    monday
        .iter_days()
        .take(7)
        .map(|day| (time::weekday(day, "short"), time::weekday(day, "long")))
        .collect()
}

fn card(desk: Desk, one: Schedule) -> AnyView {
    let (confirm, toasts) = (use_confirm(), use_toasts());
    let (id, version, name) = (one.id, one.version, one.name.clone());
    let may = one.allowed_actions.contains(&Action::ShiftManage);
    let stored = one.clone();
    let change = move |_| {
        desk.one.set(Some(stored.clone()));
        desk.editing.set(true);
    };
    let labels = (
        format!("{} {name}", tr!(common.edit)),
        format!("{} {name}", tr!(common.delete)),
    );
    let remove = move |_| {
        let send = move || {
            spawn_local(async move {
                match http::delete(format!("/schedules/{id}"), Some(version)).await {
                    Ok(()) => {
                        toasts.good(tr!(common.deleted));
                        desk.schedules.reload();
                    }
                    Err(failure) => toasts.failure(&failure),
                }
            });
        };
        confirm.danger(
            tr!(attendance.shift_delete, name = name.clone()).to_string(),
            tr!(attendance.delete_text),
            tr!(common.delete),
            send,
        );
    };
    let week = StoredValue::new(one.week.clone());
    let days = move || {
        let shifts = desk.shifts.get().map(|page| page.data).unwrap_or_default();
        weekdays()
            .into_iter()
            .zip(week.get_value())
            .map(|((day, _), id)| {
                let shift = shifts.iter().find(|shift| Some(shift.id) == id);
                let (text, times) = match shift {
                    Some(shift) => (
                        shift.name.clone(),
                        format!("{}–{}", shift.starts, shift.ends),
                    ),
                    None => (tr!(attendance.rest_day).to_owned(), String::new()),
                };
                view! { <li class:off=id.is_none()><span class="small muted">{day}</span><strong>{text}</strong><span class="small num muted">{times}</span></li> }
            })
            .collect_view()
    };
    view! {
        <section class="card">
            <div class="card-head">
                <h2 class="row">
                    {one.name.clone()}
                    {one.is_default.then(|| badge::badge(tr!(attendance.is_default), "brand"))}
                    {one.follows_calendar.then(|| badge::badge(tr!(attendance.follows_calendar), ""))}
                </h2>
                {may.then(|| view! {
                    <span class="row tight">
                        <button type="button" class="btn small" aria-label=labels.0 on:click=change>{small(Icon::Edit)} {tr!(common.edit)}</button>
                        <button type="button" class="btn quiet icon-only small" aria-label=labels.1 on:click=remove>{small(Icon::Trash)}</button>
                    </span>
                })}
            </div>
            <ol class="week">{days}</ol>
        </section>
    }
    .into_any()
}

/// Seven selects bound to the array `week`.
fn week(desk: Desk, form: Form) -> AnyView {
    let now = move |index: usize| {
        form.value("week")
            .and_then(|week| week.get(index).and_then(Value::as_str).map(str::to_owned))
            .unwrap_or_default()
    };
    let set = move |index: usize, id: String| {
        let mut week: Vec<Value> = (0..7)
            .map(|at| {
                let text = if at == index { id.clone() } else { now(at) };
                if text.is_empty() {
                    Value::Null
                } else {
                    text.into()
                }
            })
            .collect();
        week.truncate(7);
        form.set("week", week);
    };
    let one = move |index: usize, name: String| {
        let options = move || {
            let shifts = desk.shifts.get().map(|page| page.data).unwrap_or_default();
            shifts
                .into_iter()
                .map(|shift| {
                    let id = shift.id.to_string();
                    let mine = id.clone();
                    view! { <option value=id selected=move || now(index) == mine>{shift.name}</option> }
                })
                .collect_view()
        };
        let id = form.field_id(&format!("week-{index}"));
        view! {
            <div class="field">
                <label for=id.clone()>{name}</label>
                <select id=id class="input" data-testid=format!("week-{index}") on:change=move |event| set(index, event_target_value(&event))>
                    <option value="" selected=move || now(index).is_empty()>{tr!(attendance.rest_day)}</option>
                    {options}
                </select>
            </div>
        }
    };
    let days = weekdays()
        .into_iter()
        .enumerate()
        .map(|(index, (_, long))| one(index, long))
        .collect_view();
    view! {
        <fieldset class="fieldset">
            <legend class="label">{tr!(attendance.week)}</legend>
            <div class="form-grid">{days}</div>
        </fieldset>
    }
    .into_any()
}

fn flag(form: Form, name: &'static str, label: &'static str, help: &'static str) -> AnyView {
    let on = move || {
        form.value(name)
            .and_then(|value| value.as_bool())
            .unwrap_or(false)
    };
    view! {
        <label class="check">
            <input type="checkbox" data-testid=format!("field-{name}") prop:checked=on on:change=move |event| form.set(name, event_target_checked(&event)) />
            <span>{label}{(!help.is_empty()).then(|| view! { <span class="help">{help}</span> })}</span>
        </label>
    }
    .into_any()
}

fn fields(desk: Desk, form: Form) -> AnyView {
    view! {
        {Field::new(form, "name", tr!(attendance.schedule_name)).required().show()}
        {week(desk, form)}
        <div>
            {flag(form, "follows_calendar", tr!(attendance.follows_calendar), "")}
            {flag(form, "is_default", tr!(attendance.is_default), tr!(attendance.is_default_help))}
        </div>
    }
    .into_any()
}

fn create(desk: Desk, open: RwSignal<bool>) -> AnyView {
    let toasts = use_toasts();
    let none = [
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Null,
    ];
    let form = Form::new(
        "new-schedule",
        json!({ "follows_calendar": true, "week": none }),
    );
    let submit = move || {
        let send = |body: Value, key| async move {
            http::post::<Schedule>("/schedules", key, &body).await
        };
        form.submit(form.body(), check::<NewSchedule>, send, move |_| {
            open.set(false);
            toasts.good(tr!(common.saved));
            desk.schedules.reload();
        });
    };
    view::frame(
        form,
        submit,
        None,
        fields(desk, form),
        view::submit(form, tr!(common.create)),
    )
}

fn edit(desk: Desk, one: Schedule) -> AnyView {
    let toasts = use_toasts();
    let (id, version) = (one.id, one.version);
    let names = &["name", "week", "follows_calendar", "is_default"];
    let form = Form::new(format!("schedule-{id}"), pick(&one, names));
    let submit = move || {
        let send = move |body: Value, _| async move {
            http::patch::<Schedule>(format!("/schedules/{id}"), version, &body).await
        };
        form.submit(form.patch(), check::<SchedulePatch>, send, move |_| {
            desk.editing.set(false);
            toasts.good(tr!(common.saved));
            desk.schedules.reload();
        });
    };
    view::frame(
        form,
        submit,
        None,
        fields(desk, form),
        view::submit(form, tr!(common.save)),
    )
}
