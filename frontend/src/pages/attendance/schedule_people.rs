//! Who works by which schedule, and giving people another from a day on.

use contract::attendance::{NewScheduleAssignment, ScheduleAssignment};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::schedules::Desk;
use crate::components::field::{Field, select};
use crate::components::icon::Icon;
use crate::components::person_combo::Among;
use crate::components::person_picker::PeoplePicker;
use crate::components::table::{Column, table};
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{empty, filters, form as view, person};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http::Call;
use crate::core::listing::Listing;
use crate::core::time;
use crate::tr;

const KEYS: &[&str] = &["schedule_id", "on"];

fn options(desk: Desk) -> Signal<Vec<(String, String)>> {
    Signal::derive(move || {
        let all = desk
            .schedules
            .get()
            .map(|page| page.data)
            .unwrap_or_default();
        all.into_iter()
            .map(|one| (one.id.to_string(), one.name))
            .collect()
    })
}

pub fn list(desk: Desk, url: UrlState, changed: RwSignal<u32>) -> AnyView {
    let listing = Listing::<ScheduleAssignment>::new("/schedule-assignments", url.filters(KEYS));
    Effect::new(move |before: Option<u32>| {
        let now = changed.get();
        if before.is_some_and(|before| before != now) {
            listing.reload();
        }
        now
    });
    let columns = vec![
        Column::new(tr!(attendance.person), |one: &ScheduleAssignment| {
            person::person(&one.employee.name, one.employee.number.clone())
        }),
        Column::new(tr!(attendance.schedule), |one: &ScheduleAssignment| {
            one.schedule_name.clone().into_any()
        }),
        Column::new(tr!(attendance.period), |one: &ScheduleAssignment| {
            let end = one
                .ends_on
                .map_or_else(|| tr!(attendance.until_now).to_owned(), time::date);
            format!("{} – {end}", time::date(one.starts_on)).into_any()
        })
        .class("num nowrap"),
    ];
    let none = || {
        empty::plain(
            Icon::Week,
            tr!(attendance.assignments_empty),
            tr!(attendance.assignments_empty_text),
        )
    };
    view! {
        <div class="filters" role="search">
            {filters::pick(url, "schedule_id", tr!(attendance.schedule), options(desk))}
            {filters::day(url, "on", tr!(common.date))}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "schedule-assignments")}
        </div>
        {table(tr!(attendance.tab_people), listing, columns, None, false, none)}
    }
    .into_any()
}

pub fn assign(desk: Desk, open: RwSignal<bool>, changed: RwSignal<u32>) -> AnyView {
    let toasts = use_toasts();
    let form = Form::new("assign-schedule", json!({ "starts_on": time::today() }));
    let submit = move || {
        let send = |body: Value, key| async move {
            Call::post("/schedule-assignments", key)
                .json(&body)
                .done()
                .await
        };
        form.submit(
            form.body(),
            check::<NewScheduleAssignment>,
            send,
            move |_| {
                open.set(false);
                toasts.good(tr!(attendance.assigned));
                changed.update(|n| *n += 1);
            },
        );
    };
    let fields = view! {
        <PeoplePicker form name="employee_ids" label=tr!(attendance.assign_people) among=Among::AtWork />
        <div class="form-grid">
            {select(form, "schedule_id", tr!(attendance.schedule), true, "", options(desk))}
            {Field::new(form, "starts_on", tr!(attendance.assign_from)).required().kind("date").show()}
        </div>
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(attendance.assign)),
    )
}
