//! Objections to a statement, and their answers.

use contract::Action;
use contract::attendance::{
    AttendanceObjection, AttendanceStatement, ObjectionAnswer, ObjectionState,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};
use uuid::Uuid;

use super::words;
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::icon::{Icon, small};
use crate::components::toast::use_toasts;
use crate::components::{badge, empty, failure, form as view, person, skeleton};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http::Call;
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::time;
use crate::tr;

#[derive(Clone, Copy)]
struct Desk {
    record: Remote<AttendanceStatement>,
    listing: Listing<AttendanceObjection>,
    one: RwSignal<Option<AttendanceObjection>>,
    open: RwSignal<bool>,
}

pub fn list(
    record: Remote<AttendanceStatement>,
    statement: &AttendanceStatement,
    changed: RwSignal<u32>,
) -> AnyView {
    let id = statement.id;
    let desk = Desk {
        record,
        listing: Listing::of(format!("/attendance-objections?statement_id={id}")),
        one: RwSignal::new(None),
        open: RwSignal::new(false),
    };
    Effect::new(move |before: Option<u32>| {
        let now = changed.get();
        if before.is_some_and(|before| before != now) {
            desk.listing.reload();
        }
        now
    });
    view! {
        <section class="card">{rows(desk)}</section>
        <Dialog open=desk.open title=tr!(attendance.answer_title)>{desk.one.get().map(|one| answer(desk, one))}</Dialog>
    }
    .into_any()
}

fn rows(desk: Desk) -> AnyView {
    let listing = desk.listing;
    (move || match (listing.failure.get(), listing.fresh.get()) {
        (Some(problem), _) => failure::panel(&problem, move || listing.reload()),
        (None, true) => skeleton::rows(2),
        _ if listing.rows.with(Vec::is_empty) => empty::plain(Icon::Chat, tr!(attendance.objections_empty), tr!(attendance.objections_empty_text)),
        _ => view! { <ul class="rows">{listing.rows.get().into_iter().map(|one| row(desk, one)).collect_view()}</ul> }.into_any(),
    })
    .into_any()
}

fn row(desk: Desk, one: AttendanceObjection) -> AnyView {
    let may =
        one.state == ObjectionState::Open && one.allowed_actions.contains(&Action::ObjectionAnswer);
    let day = one.date.map(time::short_day);
    let answered = one.answer.clone().map(|text| {
        let by = one
            .answered_by
            .as_ref()
            .zip(one.answered_at)
            .map(|(who, at)| {
                tr!(
                    attendance.answered_by,
                    who = who.name.clone(),
                    when = time::instant(at)
                )
                .to_string()
            });
        view! { <div class="said"><p>{text}</p><p class="small muted">{by}</p></div> }
    });
    let toasts = use_toasts();
    let own =
        one.state == ObjectionState::Open && one.allowed_actions.contains(&Action::ObjectionFile);
    let id = one.id;
    let take_back = move |_| {
        spawn_local(async move {
            let call = Call::post(
                format!("/attendance-objections/{id}/withdrawals"),
                Uuid::new_v4(),
            );
            match call.json(&json!({})).done().await {
                Ok(_) => {
                    toasts.good(tr!(attendance.taken_back));
                    desk.listing.reload();
                    desk.record.reload();
                }
                Err(failure) => toasts.failure(&failure),
            }
        });
    };
    let label = format!("{} {}", tr!(attendance.answer), one.employee.name);
    let stored = one.clone();
    let open = move |_| {
        desk.one.set(Some(stored.clone()));
        desk.open.set(true);
    };
    view! {
        <li class="objection" data-testid="objection">
            <div class="grow stack tight">
                <div class="row between">
                    {person::person(&one.employee.name, day.unwrap_or_default())}
                    {badge::status(words::objection(one.state))}
                </div>
                <p>{one.text.clone()}</p>
                <p class="small muted">{time::instant(one.created_at)}</p>
                {answered}
            </div>
            {may.then(|| view! { <button type="button" class="btn small" data-testid="answer" aria-label=label on:click=open>{small(Icon::Chat)} {tr!(attendance.answer)}</button> })}
            {own.then(|| view! { <button type="button" class="btn small" data-testid="take-back" on:click=take_back>{small(Icon::Return)} {tr!(attendance.take_back)}</button> })}
        </li>
    }
    .into_any()
}

fn answer(desk: Desk, one: AttendanceObjection) -> AnyView {
    let toasts = use_toasts();
    let (id, version) = (one.id, one.version);
    let form = Form::new(format!("answer-{id}"), json!({ "accept": true }));
    let submit = move || {
        let send = move |body: Value, key| async move {
            Call::post(format!("/attendance-objections/{id}/answers"), key)
                .version(version)
                .json(&body)
                .done()
                .await
        };
        form.submit(form.body(), check::<ObjectionAnswer>, send, move |_| {
            desk.open.set(false);
            toasts.good(tr!(attendance.answered));
            desk.listing.reload();
            desk.record.reload();
        });
    };
    let now = move || {
        form.value("accept")
            .and_then(|value| value.as_bool())
            .unwrap_or(true)
    };
    let option = move |value: bool, text: &'static str| {
        view! {
            <label class="check">
                <input type="radio" name="accept" data-testid=format!("accept-{value}") prop:checked=move || now() == value on:change=move |_| form.set("accept", value) />
                <span>{text}</span>
            </label>
        }
    };
    let fields = view! {
        <p class="said">{one.text.clone()}</p>
        <fieldset class="field"><legend class="label">{tr!(approvals.decision)}</legend>{option(true, tr!(attendance.accept))} {option(false, tr!(attendance.reject))}</fieldset>
        {Field::new(form, "answer", tr!(attendance.answer_text)).required().kind("textarea").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(attendance.answer)),
    )
}
