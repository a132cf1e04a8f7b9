//! Shifts: hours, flexible windows, grace.

use contract::Action;
use contract::attendance::{NewShift, Shift, ShiftKind, ShiftPatch};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};

use super::words;
use crate::components::confirm::use_confirm;
use crate::components::description::text;
use crate::components::dialog::Dialog;
use crate::components::field::{Field, select};
use crate::components::icon::{Icon, icon, small};
use crate::components::table::{Column, table};
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, form as view, page};
use crate::core::check::check;
use crate::core::form::{Form, pick};
use crate::core::http;
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::pages::org::opener;
use crate::tr;

const NAMES: &[&str] = &[
    "name",
    "starts",
    "ends",
    "ends_next_day",
    "break_minutes",
    "middle",
    "flex_minutes",
    "late_grace_minutes",
    "early_grace_minutes",
];
const NUMBERS: &[&str] = &[
    "break_minutes",
    "flex_minutes",
    "late_grace_minutes",
    "early_grace_minutes",
];

/// The list and the shift being changed, reachable from the cells.
#[derive(Clone, Copy)]
struct Desk {
    listing: Listing<Shift>,
    one: RwSignal<Option<Shift>>,
    editing: RwSignal<bool>,
}

pub fn page() -> AnyView {
    let session = use_session();
    let creating = opener(UrlState::here());
    let desk = Desk {
        listing: Listing::of("/shifts"),
        one: RwSignal::new(None),
        editing: RwSignal::new(false),
    };
    provide_context(desk);
    let columns = vec![
        Column::new(tr!(attendance.shift_name), |one: &Shift| {
            view! { <strong>{one.name.clone()}</strong> }.into_any()
        }),
        Column::new(tr!(attendance.shift_kind), |one: &Shift| match one.kind {
            ShiftKind::Fixed => badge::badge(tr!(attendance.fixed), ""),
            ShiftKind::Flexible => badge::badge(tr!(attendance.flexible), "info"),
        }),
        Column::new(tr!(attendance.in_out), |one: &Shift| {
            let end = if one.ends_next_day {
                format!("{} {}", tr!(attendance.next_day), one.ends)
            } else {
                one.ends.clone()
            };
            format!("{} – {end}", one.starts).into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(attendance.break_minutes), |one: &Shift| {
            text((one.break_minutes > 0).then(|| one.break_minutes.to_string()))
        })
        .class("num"),
        Column::new(tr!(attendance.flex_minutes), |one: &Shift| {
            text((one.flex_minutes > 0).then(|| one.flex_minutes.to_string()))
        })
        .class("num"),
        Column::new(tr!(attendance.work), |one: &Shift| {
            words::hours(i64::from(one.work_minutes)).into_any()
        })
        .class("num nowrap"),
        Column::new("", acts).class("right bare"),
    ];
    let new = move || {
        session.can(Action::ShiftManage).then(|| {
            view! { <button type="button" class="btn primary" data-testid="new-shift" on:click=move |_| creating.set(true)>{icon(Icon::Plus)} {tr!(attendance.shift_new)}</button> }
        })
    };
    let none = move || {
        empty::empty(
            Icon::Sun,
            tr!(attendance.shifts_empty),
            tr!(attendance.shifts_empty_text),
            new().into_any(),
        )
    };
    let body = view! {
        {table(tr!(attendance.shifts), desk.listing, columns, None, false, none)}
        <Dialog open=creating title=tr!(attendance.shift_new)>{create(desk, creating)}</Dialog>
        <Dialog open=desk.editing title=tr!(attendance.shift_edit)>{desk.one.get().map(|one| edit(desk, one))}</Dialog>
    };
    page::page(
        Route::Shifts,
        tr!(attendance.shifts),
        tr!(attendance.shifts_sub),
        new.into_any(),
        body.into_any(),
    )
}

fn acts(one: &Shift) -> AnyView {
    let Some(desk) =
        use_context::<Desk>().filter(|_| one.allowed_actions.contains(&Action::ShiftManage))
    else {
        return ().into_any();
    };
    let (confirm, toasts) = (use_confirm(), use_toasts());
    let (id, version, name) = (one.id, one.version, one.name.clone());
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
                match http::delete(format!("/shifts/{id}"), Some(version)).await {
                    Ok(()) => {
                        toasts.good(tr!(common.deleted));
                        desk.listing.reload();
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
    view! {
        <span class="row tight end nowrap">
            <button type="button" class="btn small" aria-label=labels.0 on:click=change>{tr!(common.edit)}</button>
            <button type="button" class="btn quiet icon-only small" aria-label=labels.1 on:click=remove>{small(Icon::Trash)}</button>
        </span>
    }
    .into_any()
}

/// Texts of number fields as numbers.
fn numbers(mut body: Value) -> Value {
    for name in NUMBERS {
        let number = body
            .get(*name)
            .and_then(Value::as_str)
            .and_then(|text| serde_json::from_str::<Value>(text).ok());
        if let Some(number) = number {
            body[*name] = number;
        }
    }
    body
}

fn fields(form: Form, new: bool) -> AnyView {
    let kinds = [
        ("fixed", tr!(attendance.fixed)),
        ("flexible", tr!(attendance.flexible)),
    ];
    let kinds = kinds
        .map(|(value, text)| (value.to_owned(), text.to_owned()))
        .to_vec();
    let next_day = move || {
        form.value("ends_next_day")
            .and_then(|value| value.as_bool())
            .unwrap_or(false)
    };
    let number = move |name: &'static str, label: &'static str| {
        Field::new(form, name, label).kind("number").show()
    };
    view! {
        <div class="form-grid">
            {Field::new(form, "name", tr!(attendance.shift_name)).required().show()}
            {new.then(|| select(form, "kind", tr!(attendance.shift_kind), true, "", Signal::stored(kinds)))}
            {Field::new(form, "starts", tr!(attendance.starts)).required().kind("time").show()}
            {Field::new(form, "ends", tr!(attendance.ends)).required().kind("time").show()}
            {Field::new(form, "middle", tr!(attendance.middle)).kind("time").help(tr!(attendance.middle_help)).show()}
            {number("break_minutes", tr!(attendance.break_minutes))}
            {number("flex_minutes", tr!(attendance.flex_minutes))}
            {number("late_grace_minutes", tr!(attendance.late_grace))}
            {number("early_grace_minutes", tr!(attendance.early_grace))}
        </div>
        <label class="check">
            <input type="checkbox" data-testid="field-ends_next_day" prop:checked=next_day on:change=move |event| form.set("ends_next_day", event_target_checked(&event)) />
            <span>{tr!(attendance.ends_next_day)}</span>
        </label>
    }
    .into_any()
}

fn create(desk: Desk, open: RwSignal<bool>) -> AnyView {
    let toasts = use_toasts();
    let form = Form::new(
        "new-shift",
        json!({ "kind": "fixed", "starts": "09:00", "ends": "18:00", "break_minutes": "60" }),
    );
    let submit = move || {
        let send =
            |body: Value, key| async move { http::post::<Shift>("/shifts", key, &body).await };
        form.submit(numbers(form.body()), check::<NewShift>, send, move |_| {
            open.set(false);
            toasts.good(tr!(common.saved));
            desk.listing.reload();
        });
    };
    view::frame(
        form,
        submit,
        None,
        fields(form, true),
        view::submit(form, tr!(common.create)),
    )
}

fn edit(desk: Desk, one: Shift) -> AnyView {
    let toasts = use_toasts();
    let (id, version) = (one.id, one.version);
    let mut start = pick(&one, NAMES);
    for name in NUMBERS {
        let text = start.get(*name).map(ToString::to_string);
        start[*name] = Value::from(text.unwrap_or_default());
    }
    let form = Form::new(format!("shift-{id}"), start);
    let submit = move || {
        let send = move |body: Value, _| async move {
            http::patch::<Shift>(format!("/shifts/{id}"), version, &body).await
        };
        form.submit(
            numbers(form.patch()),
            check::<ShiftPatch>,
            send,
            move |_| {
                desk.editing.set(false);
                toasts.good(tr!(common.saved));
                desk.listing.reload();
            },
        );
    };
    view::frame(
        form,
        submit,
        None,
        fields(form, false),
        view::submit(form, tr!(common.save)),
    )
}
