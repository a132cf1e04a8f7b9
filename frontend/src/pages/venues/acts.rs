//! What is done with a booking: signing lists, lending, recording what happened, moving and giving back the room.

use contract::Action;
use contract::booking::{
    Booking, BookingPatch, NewBookingCancellation, NewBookingIncident, NewBookingLoan,
    NewIncidentOutcome,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};
use uuid::Uuid;

use super::create::{sent, taken, times};
use super::detail::Record;
use crate::components::ask::ask;
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::form as view;
use crate::components::icon::{Icon, icon};
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http::{self, Call};
use crate::core::time;
use crate::tr;

/// Every line is ticked, then it is signed.
pub fn sheet(
    record: Record,
    one: &Booking,
    noun: &'static str,
    lines: &[String],
    words: &'static str,
) -> AnyView {
    let (id, version) = (one.id, one.version);
    let ticked: Vec<(String, RwSignal<bool>)> = lines
        .iter()
        .map(|line| (line.clone(), RwSignal::new(false)))
        .collect();
    let kept = StoredValue::new(ticked.clone());
    let left = move || kept.with_value(|all| all.iter().filter(|(_, on)| !on.get()).count());
    let (busy, note) = (RwSignal::new(false), RwSignal::new(String::new()));
    let toasts = use_toasts();
    let send = move |_| {
        let checked: Vec<String> = kept.with_value(|all| {
            let on = all.iter().filter(|(_, on)| on.get_untracked());
            on.map(|(line, _)| line.clone()).collect()
        });
        let mut body = json!({ "checked": checked });
        let said = note.get_untracked();
        if !said.trim().is_empty() {
            body["note"] = said.trim().into();
        }
        busy.set(true);
        spawn_local(async move {
            let call = Call::post(format!("/bookings/{id}/{noun}"), Uuid::new_v4());
            match call.json(&body).version(version).done().await {
                Ok(()) => {
                    toasts.good(tr!(venues.signed));
                    record.reload();
                }
                Err(failure) => toasts.failure(&failure),
            }
            busy.try_set(false);
        });
    };
    let row = |(n, (line, on)): (usize, (String, RwSignal<bool>))| {
        view! {
            <label class="choice"><input type="checkbox" data-testid=format!("{noun}-{n}") prop:checked=move || on.get() on:change=move |event| on.set(event_target_checked(&event)) /><span>{line}</span></label>
        }
    };
    let note_id = format!("{noun}-note");
    view! {
        <div class="card-body"><div class="stack duty-item">
            {ticked.into_iter().enumerate().map(row).collect_view()}
            <div class="field">
                <label for=note_id.clone()>{tr!(venues.note)}</label>
                <textarea id=note_id class="input" rows="2" maxlength="500" prop:value=move || note.get() on:input=move |event| note.set(event_target_value(&event))></textarea>
            </div>
            <button type="button" class="btn primary" data-testid=format!("sign-{noun}") disabled=move || busy.get() || left() != 0 on:click=send>{icon(Icon::Check)} {words}</button>
        </div></div>
    }
    .into_any()
}

pub fn buttons(record: Record, one: &Booking, begun: bool) -> AnyView {
    let may = one.allowed_actions.contains(&Action::BookingManage);
    let (moving, cancelling) = (RwSignal::new(false), RwSignal::new(false));
    let (id, version, booking) = (one.id, one.version, one.clone());
    view! {
        {may.then(|| view! { <button type="button" class="btn" data-testid="move" on:click=move |_| moving.set(true)>{icon(Icon::Edit)} {tr!(venues.change)}</button> })}
        {(may && !begun).then(|| view! { <button type="button" class="btn" data-testid="cancel-booking" on:click=move |_| cancelling.set(true)>{icon(Icon::Close)} {tr!(venues.cancel)}</button> })}
        <Dialog open=moving title=tr!(venues.change)>{change(record, &booking, moving)}</Dialog>
        <Dialog open=cancelling title=tr!(venues.cancel)>{
            ask(record, (format!("/bookings/{id}/cancellations"), Some(version)), json!({}), ("reason", tr!(venues.reason)), check::<NewBookingCancellation>, cancelling)
        }</Dialog>
    }
    .into_any()
}

fn change(record: Record, one: &Booking, open: RwSignal<bool>) -> AnyView {
    let (id, version) = (one.id, one.version);
    let start = json!({
        "title": one.title, "starts_at": time::wall(one.starts_at), "ends_at": time::wall(one.ends_at),
        "attendees": one.attendees.map(|n| n.to_string()),
    });
    let form = Form::new(format!("booking-{id}"), start);
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, _| async move {
            http::patch::<Booking>(format!("/bookings/{id}"), version, &body).await
        };
        form.submit(
            sent(form.patch()),
            check::<BookingPatch>,
            send,
            move |newer| {
                open.set(false);
                toasts.good(tr!(common.saved));
                record.put(newer);
            },
        );
    };
    let other = move || form.current::<Booking>().filter(|other| other.id != id);
    let fields = view! {
        <div class="form-grid">{Field::new(form, "title", tr!(venues.what)).required().full().show()} {times(form)}</div>
        {move || other().map(taken)}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}

pub fn report(record: Record, id: Uuid) -> AnyView {
    let open = RwSignal::new(false);
    view! {
        <button type="button" class="btn small" data-testid="report-incident" on:click=move |_| open.set(true)>{icon(Icon::Alert)} {tr!(venues.report)}</button>
        <Dialog open title=tr!(venues.report)>{
            ask(record, (format!("/bookings/{id}/incidents"), None), json!({}), ("what", tr!(venues.what_happened)), check::<NewBookingIncident>, open)
        }</Dialog>
    }
    .into_any()
}

pub fn decide(record: Record, id: Uuid, incident: Uuid) -> AnyView {
    let open = RwSignal::new(false);
    view! {
        <button type="button" class="btn small" data-testid="decide-incident" on:click=move |_| open.set(true)>{tr!(venues.decide)}</button>
        <Dialog open title=tr!(venues.decide)>{
            ask(record, (format!("/bookings/{id}/incidents/{incident}/outcomes"), None), json!({}), ("outcome", tr!(venues.outcome)), check::<NewIncidentOutcome>, open)
        }</Dialog>
    }
    .into_any()
}

pub fn give_back(record: Record, id: Uuid, loan: Uuid) -> AnyView {
    let (busy, toasts) = (RwSignal::new(false), use_toasts());
    let send = move |_| {
        busy.set(true);
        spawn_local(async move {
            let path = format!("/bookings/{id}/loans/{loan}/returns");
            match Call::post(path, Uuid::new_v4())
                .json(&json!({}))
                .done()
                .await
            {
                Ok(()) => record.reload(),
                Err(failure) => toasts.failure(&failure),
            }
            busy.try_set(false);
        });
    };
    view! { <button type="button" class="btn small" data-testid="give-back" disabled=move || busy.get() on:click=send>{icon(Icon::Return)} {tr!(venues.give_back)}</button> }
        .into_any()
}

/// What is borrowed, typed in a row.
pub fn lend(record: Record, id: Uuid) -> AnyView {
    let form = Form::new(format!("loan-{id}"), json!({ "quantity": "1" }));
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, key| async move {
            let call = Call::post(format!("/bookings/{id}/loans"), key);
            call.json(&body).done().await
        };
        let mut body = form.body();
        super::place::number(&mut body, "quantity");
        form.submit(body, check::<NewBookingLoan>, send, move |()| {
            form.discard();
            toasts.good(tr!(common.saved));
            record.reload();
        });
    };
    let fields = view! {
        <div class="form-grid">
            {Field::new(form, "item", tr!(venues.item)).required().show()}
            {Field::new(form, "quantity", tr!(venues.quantity)).required().kind("number").min("1".into()).max("1000".into()).show()}
        </div>
    };
    let framed = view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(venues.lend)),
    );
    view! { <div class="card-body">{framed}</div> }.into_any()
}
