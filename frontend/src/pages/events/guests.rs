//! The guests: asked by phone, checked off at the door with one touch each.

use contract::Action;
use contract::customer_event::{
    CustomerEvent, EventInvitation, InvitationState, NewAttendance, NewInvitationReply,
};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::{invite, words};
use crate::components::dialog::Dialog;
use crate::components::field::{Field, select};
use crate::components::icon::{Icon, small};
use crate::components::record::send;
use crate::components::toast::use_toasts;
use crate::components::{badge, empty, failure, form as view, page, skeleton};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::time;
use crate::tr;

/// The event and its guests: what changes one changes the other.
#[derive(Clone, Copy)]
pub struct Both {
    pub event: Remote<CustomerEvent>,
    pub guests: Listing<EventInvitation>,
}

impl Both {
    pub fn reload(self) {
        self.guests.reload();
        self.event.reload();
    }
}

pub fn card(
    event: Remote<CustomerEvent>,
    guests: Listing<EventInvitation>,
    one: &CustomerEvent,
) -> AnyView {
    let both = Both { event, guests };
    let begun = time::is_over(Some(one.starts_at));
    let may = one.allowed_actions.contains(&Action::EventInvite);
    let invite = may.then(|| invite::button(both, one));
    let list = move || match (guests.failure.get(), guests.fresh.get()) {
        (Some(problem), _) => failure::panel(&problem, move || guests.reload()),
        (None, true) => skeleton::rows(4),
        (None, false) if guests.rows.with(Vec::is_empty) => empty::plain(
            Icon::User,
            tr!(events.no_guests),
            tr!(events.no_guests_text),
        ),
        _ => {
            let rows = guests.rows.get();
            let rows = rows.into_iter().map(|one| guest(both, one, begun));
            view! { <ul class="rows" data-testid="guests">{rows.collect_view()}</ul> }.into_any()
        }
    };
    let more = move || {
        guests.next.get().is_some().then(|| {
            view! {
                <div class="list-foot">
                    <button type="button" class="btn small" data-testid="load-more" disabled=move || guests.loading.get() on:click=move |_| guests.more()>{tr!(common.load_more)}</button>
                </div>
            }
        })
    };
    page::card(
        tr!(events.guests),
        invite.into_any(),
        view! { {list} {more} }.into_any(),
    )
}

fn guest(both: Both, one: EventInvitation, begun: bool) -> AnyView {
    let party =
        (one.party > 1).then(|| badge::badge(tr!(events.persons, n = one.party).to_string(), ""));
    let second = format!("{} {}", tr!(events.owner), one.owner.name);
    view! {
        <li class="guest" data-testid="guest">
            <div class="grow">
                <a href=Route::Customer(one.customer.id).path()><strong>{one.customer.name.clone()}</strong></a>
                " " {badge::status(words::invitation(one.state))} " " {party}
                <div class="small muted">{second}</div>
                {one.note.clone().map(|note| view! { <p class="as-written small">{note}</p> })}
            </div>
            {acts(both, &one, begun)}
        </li>
    }
    .into_any()
}

fn acts(both: Both, one: &EventInvitation, begun: bool) -> AnyView {
    if !one.allowed_actions.contains(&Action::EventInvitationUpdate) {
        return ().into_any();
    }
    let toasts = use_toasts();
    let (id, version, state) = (one.id, one.version, one.state);
    let editing = RwSignal::new(false);
    // The row itself shows what was noted: of many at the door nobody wants to be told each time.
    let quick = move |noun: &'static str, body: Value| {
        let path = format!("/event-invitations/{id}/{noun}");
        send(toasts, (path, version), body, move || both.reload());
    };
    let button = move |test: &'static str,
                       text: &'static str,
                       noun: &'static str,
                       body: Value,
                       on: bool| {
        view! {
            <button type="button" class=if on { "btn small primary" } else { "btn small" } aria-pressed=on.to_string() data-testid=test
                on:click=move |_| if !on { quick(noun, body.clone()) }>{text}</button>
        }
    };
    let both_ways = match begun {
        false => [
            button(
                "accept",
                tr!(events.coming),
                "replies",
                json!({ "reply": "accepted" }),
                state == InvitationState::Accepted,
            ),
            button(
                "decline",
                tr!(events.not_coming),
                "replies",
                json!({ "reply": "declined" }),
                state == InvitationState::Declined,
            ),
        ],
        true => [
            button(
                "came",
                tr!(events.came),
                "attendances",
                json!({ "attended": true }),
                state == InvitationState::Attended,
            ),
            button(
                "missed",
                tr!(events.missed),
                "attendances",
                json!({ "attended": false }),
                state == InvitationState::Absent,
            ),
        ],
    };
    let name = tr!(events.edit_guest, name = one.customer.name.clone()).to_string();
    let kept = one.clone();
    view! {
        <div class="row tight nowrap">
            {both_ways}
            <button type="button" class="btn small icon-only quiet" aria-label=name data-testid="edit-guest" on:click=move |_| editing.set(true)>{small(Icon::Edit)}</button>
        </div>
        <Dialog open=editing title=one.customer.name.clone()>{form(both, &kept, begun, editing)}</Dialog>
    }
    .into_any()
}

/// With the number of persons and a note; before the event the invitation can be taken back.
fn form(both: Both, one: &EventInvitation, begun: bool, open: RwSignal<bool>) -> AnyView {
    let (id, version) = (one.id, one.version);
    let said = match (begun, one.state) {
        (false, InvitationState::Declined) => "declined",
        (false, _) => "accepted",
        (true, InvitationState::Absent) => "absent",
        (true, _) => "attended",
    };
    let start = json!({ "said": said, "party": one.party.to_string() });
    let form = Form::new(format!("guest-{id}"), start);
    let toasts = use_toasts();
    let submit = move || {
        let told = form.body();
        let mut body = match begun {
            false => json!({ "reply": told["said"] }),
            true => json!({ "attended": told["said"] == "attended" }),
        };
        if let Some(party) = told["party"].as_str().filter(|text| !text.is_empty()) {
            body["party"] = match party.parse::<i64>() {
                Ok(number) => Value::from(number),
                Err(_) => Value::from(party),
            };
        }
        if let Some(note) = told["note"].as_str().filter(|text| !text.is_empty()) {
            body["note"] = Value::from(note);
        }
        let noun = if begun { "attendances" } else { "replies" };
        let send = move |body: Value, key| async move {
            let call = http::Call::post(format!("/event-invitations/{id}/{noun}"), key);
            call.json(&body).version(version).done().await
        };
        let checked = match begun {
            false => check::<NewInvitationReply>,
            true => check::<NewAttendance>,
        };
        form.submit(body, checked, send, move |()| {
            open.set(false);
            toasts.good(tr!(events.noted));
            both.reload();
        });
    };
    let options: Vec<(String, String)> = match begun {
        false => vec![
            ("accepted".into(), tr!(events.accepted).into()),
            ("declined".into(), tr!(events.declined).into()),
            ("withdrawn".into(), tr!(events.withdraw).into()),
        ],
        true => vec![
            ("attended".into(), tr!(events.attended).into()),
            ("absent".into(), tr!(events.absent).into()),
        ],
    };
    let fields = view! {
        {select(form, "said", tr!(events.answer), true, "", Signal::stored(options))}
        {Field::new(form, "party", tr!(events.party)).kind("number").min("1".into()).max("20".into()).help(tr!(events.party_help)).show()}
        {Field::new(form, "note", tr!(events.note)).kind("textarea").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}
