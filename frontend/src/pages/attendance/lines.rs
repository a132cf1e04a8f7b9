//! The lines of a statement: one person's month each; my own line can be objected to.

use contract::attendance::{
    AttendanceLine, AttendanceObjection, AttendanceStatement, NewAttendanceObjection,
};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::words;
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::filters;
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, main_link, table};
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{description, empty, form as view, person};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::{http, time};
use crate::pages::org::options;
use crate::tr;

const KEYS: &[&str] = &["team_id", "breaches"];

pub fn list(
    record: Remote<AttendanceStatement>,
    id: Uuid,
    object: bool,
    url: UrlState,
) -> AnyView {
    let listing = Listing::<AttendanceLine>::new(
        format!("/attendance-statements/{id}/lines"),
        url.filters(KEYS),
    );
    let objecting = RwSignal::new(false);
    let columns = vec![
        Column::new(tr!(common.name), |one: &AttendanceLine| {
            main_link(
                Route::Employee(one.employee.id).path(),
                person::person(&one.employee.name, one.employee.number.clone()),
            )
        }),
        Column::new(tr!(people.team), |one: &AttendanceLine| {
            description::text(one.team_name.clone())
        }),
        Column::new(tr!(attendance.present_of), |one: &AttendanceLine| {
            format!("{} / {}", one.present_days, one.work_days).into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(attendance.leave), |one: &AttendanceLine| {
            one.leave_days.to_string().into_any()
        })
        .class("num"),
        Column::new(tr!(attendance.business), |one: &AttendanceLine| {
            one.business_days.to_string().into_any()
        })
        .class("num"),
        Column::new(tr!(attendance.absent), |one: &AttendanceLine| {
            one.absent_days.to_string().into_any()
        })
        .class("num"),
        Column::new(tr!(attendance.late), |one: &AttendanceLine| {
            count(one.late_count, one.late_minutes)
        })
        .class("num nowrap"),
        Column::new(tr!(attendance.early), |one: &AttendanceLine| {
            count(one.early_count, one.early_minutes)
        })
        .class("num nowrap"),
        Column::new(tr!(attendance.worked_hours), |one: &AttendanceLine| {
            words::hours_view(one.worked_minutes)
        })
        .class("num nowrap"),
        Column::new(tr!(attendance.breaches), breaches),
    ];
    let none = || {
        empty::plain(
            Icon::Check,
            tr!(attendance.lines_empty),
            tr!(attendance.lines_empty_text),
        )
    };
    let with = vec![
        ("true".to_owned(), tr!(attendance.breaches_only).to_owned()),
        ("false".to_owned(), tr!(attendance.breaches_none).to_owned()),
    ];
    let button = object.then(|| {
        view! { <button type="button" class="btn" data-testid="object" on:click=move |_| objecting.set(true)>{icon(Icon::Chat)} {tr!(attendance.object)}</button> }
    });
    view! {
        <div class="filters" role="search">
            {filters::pick(url, "team_id", tr!(people.team), options::teams())}
            {filters::pick(url, "breaches", tr!(attendance.breaches), Signal::stored(with))}
            <span class="grow"></span>
            {button}
            {filters::export(move || listing.export_path(), "attendance-lines")}
        </div>
        {table(tr!(attendance.lines), listing, columns, None, false, none)}
        <Dialog open=objecting title=tr!(attendance.object)>{objection(record, id, objecting)}</Dialog>
    }
    .into_any()
}

fn count(times: i64, minutes: i64) -> AnyView {
    if times == 0 {
        return description::nothing();
    }
    tr!(attendance.times_minutes, n = times, minutes = minutes)
        .to_string()
        .into_any()
}

/// The days that want handling, behind one disclosure.
fn breaches(one: &AttendanceLine) -> AnyView {
    if one.breaches.is_empty() {
        return description::nothing();
    }
    let days = one
        .breaches
        .iter()
        .map(|breach| {
            let minutes = (breach.minutes > 0)
                .then(|| tr!(attendance.minutes, n = breach.minutes).to_string());
            view! { <li>{format!("{} {}", time::short_day(breach.date), words::day(breach.status).0)} {minutes.map(|text| format!(" · {text}"))}</li> }
        })
        .collect_view();
    view! {
        <details class="breaches"><summary>{tr!(attendance.n_breaches, n = one.breaches.len()).to_string()}</summary><ul>{days}</ul></details>
    }
    .into_any()
}

fn objection(record: Remote<AttendanceStatement>, id: Uuid, open: RwSignal<bool>) -> AnyView {
    let toasts = use_toasts();
    let form = Form::new(format!("object-{id}"), json!({}));
    let submit = move || {
        let send = move |body: Value, key| async move {
            let path = format!("/attendance-statements/{id}/objections");
            http::post::<AttendanceObjection>(path, key, &body).await
        };
        form.submit(form.body(), check::<NewAttendanceObjection>, send, move |_| {
            open.set(false);
            toasts.good(tr!(attendance.objected));
            record.reload();
        });
    };
    let fields = view! {
        <p class="muted">{tr!(attendance.object_text)}</p>
        {Field::new(form, "date", tr!(attendance.day)).kind("date").show()}
        {Field::new(form, "text", tr!(attendance.object_what)).required().kind("textarea").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(attendance.object)),
    )
}
