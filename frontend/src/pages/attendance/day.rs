//! One day in full; where it is wrong, the correction starts here.

use contract::Action;
use contract::attendance::{AttendanceDay, Correction, CorrectionKind, DayStatus, NewCorrection};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::words;
use crate::components::choice::segmented;
use crate::components::description::list;
use crate::components::field::Field;
use crate::components::icon::{Icon, icon};
use crate::components::toast::use_toasts;
use crate::components::{badge, form as view};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::session::use_session;
use crate::core::{http, zone};
use crate::tr;

pub fn panel(
    day: AttendanceDay,
    open: RwSignal<bool>,
    changed: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let asking = RwSignal::new(false);
    let session = use_session();
    let may = untrack(move || session.can(Action::CorrectionRequest))
        && day.abnormal
        && !day.correction_open;
    let shown = StoredValue::new(day);
    (move || {
        let day = shown.get_value();
        if asking.get() {
            return form(day, open, changed);
        }
        view! {
            <div class="stack">
                {facts(&day)}
                {may.then(|| view! {
                    <div class="form-foot"><button type="button" class="btn primary" data-testid="correct" on:click=move |_| asking.set(true)>{icon(Icon::Edit)} {tr!(attendance.correct)}</button></div>
                })}
            </div>
        }
        .into_any()
    })
    .into_any()
}

fn facts(day: &AttendanceDay) -> AnyView {
    let minutes = |n: i64| tr!(attendance.minutes, n = n).to_string().into_any();
    let state = view! {
        <span class="row tight">
            {badge::status(words::status(day.status))}
            {day.holiday_name.clone()}
            {day.corrected.then(|| badge::badge(tr!(attendance.corrected), "brand"))}
            {day.correction_open.then(|| badge::badge(tr!(attendance.correction_open), "info"))}
        </span>
    };
    let mut rows = vec![(tr!(attendance.status), state.into_any())];
    rows.extend(words::plan(day).map(|text| (tr!(attendance.day_planned), text.into_any())));
    rows.extend(words::span(day).map(|text| (tr!(attendance.day_actual), text.into_any())));
    if day.late_minutes > 0 {
        rows.push((tr!(attendance.day_late), minutes(day.late_minutes)));
    }
    if day.early_minutes > 0 {
        rows.push((tr!(attendance.day_early), minutes(day.early_minutes)));
    }
    if day.worked_minutes > 0 {
        rows.push((
            tr!(attendance.day_worked),
            words::hours(day.worked_minutes).into_any(),
        ));
    }
    if day.leave_days.0 > 0 {
        rows.push((
            tr!(attendance.day_leave),
            format!("{} {}", day.leave_days, day.leave_codes.join("、")).into_any(),
        ));
    }
    list(rows)
}

/// The correction, with what is most likely wanted filled in.
fn form(
    day: AttendanceDay,
    open: RwSignal<bool>,
    changed: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let toasts = use_toasts();
    let me = use_session().me_now().and_then(|me| me.employee_id);
    let wants_in = match day.status {
        DayStatus::Early => false,
        DayStatus::MissingPunch => day.first_in.is_none(),
        _ => true,
    };
    let planned = |kind: bool| {
        let at = if kind {
            day.planned_start
        } else {
            day.planned_end
        };
        at.map(zone::clock).unwrap_or_default()
    };
    let kind = if wants_in { "in" } else { "out" };
    let form = Form::new(
        format!("correct-{}-{}", day.employee.id, day.date),
        json!({ "kind": kind, "clock": planned(wants_in) }),
    );
    let (date, whose) = (day.date, day.employee.id);
    let overnight = day
        .planned_end
        .and_then(zone::day)
        .is_some_and(|end| end > date);
    let submit = move || {
        let mut body = form.body();
        let clock = form.text("clock");
        // An overnight shift's small hours belong to the calendar day after.
        let early = clock.as_str() < "12:00";
        let on = if overnight && early {
            date.succ_opt().unwrap_or(date)
        } else {
            date
        };
        if let Some(map) = body.as_object_mut() {
            map.remove("clock");
            map.insert("date".into(), json!(date));
            if let Some(at) = zone::instant(on, &clock) {
                map.insert("at".into(), json!(at));
            }
            if Some(whose) != me {
                map.insert("employee_id".into(), json!(whose));
            }
        }
        let send = |body: Value, key| async move {
            http::post::<Correction>("/corrections", key, &body).await
        };
        form.submit(body, check::<NewCorrection>, send, move |_| {
            open.set(false);
            toasts.good(tr!(attendance.correct_sent));
            changed();
        });
    };
    let kinds = vec![
        (true, words::punch(CorrectionKind::In)),
        (false, words::punch(CorrectionKind::Out)),
    ];
    let (start, end) = (planned(true), planned(false));
    let times = StoredValue::new((start, end));
    let choose = move |first: bool| {
        form.set("kind", if first { "in" } else { "out" });
        let (start, end) = times.get_value();
        form.set("clock", if first { start } else { end });
    };
    let fields = view! {
        {facts(&day)}
        <div class="field">
            <span class="label">{tr!(attendance.correct_kind)}</span>
            <div>{segmented(tr!(attendance.correct_kind), kinds, move || form.text("kind") != "out", choose)}</div>
        </div>
        {Field::new(form, "clock", tr!(attendance.correct_at)).required().kind("time").show()}
        {Field::new(form, "reason", tr!(attendance.correct_reason)).required().kind("textarea").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(attendance.correct_send)),
    )
}
