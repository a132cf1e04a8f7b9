//! 補卡: from the day that is wrong to the request.

use chrono::NaiveDate;
use contract::attendance::{AttendanceDay, Correction, DayStatus, NewCorrection};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::words;
use crate::components::field::{Field, select};
use crate::components::form as view;
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::session::use_session;
use crate::core::{http, time, zone};
use crate::tr;

/// The request for one day; `done` runs once it is on its way.
pub fn form(day: &AttendanceDay, open: RwSignal<bool>, done: Callback<()>) -> AnyView {
    let toasts = use_toasts();
    let (date, who) = (day.date, day.employee.id);
    let mine = use_session()
        .me_now()
        .is_some_and(|me| me.employee_id == Some(who));
    let kind = match day.status {
        DayStatus::Early => "out",
        DayStatus::MissingPunch if day.first_in.is_some() => "out",
        _ => "in",
    };
    let planned = match kind {
        "out" => day.planned_end,
        _ => day.planned_start,
    };
    let start = json!({ "kind": kind, "clock": planned.map(zone::clock), "day": "same" });
    let form = Form::new(format!("correct-{who}-{date}"), start);
    let submit = move || {
        let body = body(form, date, (!mine).then(|| who.to_string()));
        let send = |body: Value, key| async move {
            http::post::<Correction>("/corrections", key, &body).await
        };
        form.submit(body, check::<NewCorrection>, send, move |_| {
            open.set(false);
            toasts.good(tr!(attendance.correction_sent));
            done.run(());
        });
    };
    let about = [words::day(day.status).0.to_owned(), words::times(day), words::minutes(day)]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let name = (!mine).then(|| day.employee.name.clone());
    let fields = view! {
        <p class="muted">{name.map(|name| format!("{name} · "))} {format!("{} — {about}", time::day_title(date))}</p>
        <div class="form-grid">
            {select(form, "kind", tr!(attendance.kind), true, "", Signal::stored(kinds()))}
            {Field::new(form, "clock", tr!(attendance.at)).required().kind("time").show()}
            {select(form, "day", tr!(attendance.on_day), true, tr!(attendance.on_day_help), Signal::stored(which()))}
        </div>
        {Field::new(form, "reason", tr!(attendance.reason)).required().kind("textarea").help(tr!(attendance.reason_help)).show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(attendance.correct)),
    )
}

/// What goes out: the local time as an instant.
fn body(form: Form, date: NaiveDate, employee: Option<String>) -> Value {
    let mut body = json!({ "date": date, "kind": form.text("kind"), "reason": form.text("reason") });
    if let Some(at) = at(date, &form.text("clock"), &form.text("day")) {
        body["at"] = json!(at);
    }
    if let Some(id) = employee {
        body["employee_id"] = Value::from(id);
    }
    body
}

/// The instant of a local time on the day of the shift or, past midnight, the day after.
pub fn at(date: NaiveDate, clock: &str, day: &str) -> Option<chrono::DateTime<chrono::Utc>> {
    let date = if day == "next" { date.succ_opt()? } else { date };
    zone::instant(date, clock)
}

fn kinds() -> Vec<(String, String)> {
    vec![
        ("in".into(), tr!(attendance.kind_in).into()),
        ("out".into(), tr!(attendance.kind_out).into()),
    ]
}

pub fn which() -> Vec<(String, String)> {
    vec![
        ("same".into(), tr!(attendance.same_day).into()),
        ("next".into(), tr!(attendance.next_day).into()),
    ]
}
