//! An event is planned, or changed while it isn't over.

use contract::customer_event::{CustomerEvent, CustomerEventPatch, NewCustomerEvent};
use contract::{Action, ReachKind};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

use super::words;
use crate::components::crumbs::crumbs;
use crate::components::field::{Field, select};
use crate::components::person_combo::Among;
use crate::components::person_picker::PersonPicker;
use crate::components::toast::use_toasts;
use crate::components::{form as view, page};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::words::wire;
use crate::core::{http, time};
use crate::pages::org::options;
use crate::tr;

pub fn page() -> AnyView {
    let session = use_session();
    let reach = untrack(move || session.reach(Action::CustomerEventCreate));
    let mine = session.me_now().and_then(|me| me.team_id);
    let start = match mine.filter(|_| reach == ReachKind::Team) {
        Some(team) => json!({ "kind": "seminar", "team_id": team }),
        None => json!({ "kind": "seminar" }),
    };
    let form = Form::new("new-event", start);
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submit = move || {
        let navigate = navigate.clone();
        let send = |body: Value, key| async move {
            http::post::<CustomerEvent>("/customer-events", key, &body).await
        };
        let mut body = sent(form.body());
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| value.as_str() != Some("") && !value.is_null());
        }
        form.submit(body, check::<NewCustomerEvent>, send, move |one| {
            toasts.good(tr!(events.created));
            navigate(&Route::Event(one.id).path(), Default::default());
        });
    };
    // A lead plans for the own team; above them the choice is open.
    let team = (reach != ReachKind::Team).then(|| {
        select(
            form,
            "team_id",
            tr!(people.team),
            false,
            tr!(events.team_help),
            options::teams(),
        )
    });
    let fields = view! {
        <section class="card"><div class="card-body form-grid">{inside(form, None)} {team}</div></section>
    };
    let back = Route::Events.path();
    let foot = view! { {view::submit(form, tr!(common.create))} {view::cancel(back.clone())} };
    let body = view! {
        {crumbs(vec![(tr!(events.title).into(), back)])}
        {view::frame(form, submit, None, fields.into_any(), foot.into_any())}
    };
    page::narrow(
        Route::NewEvent,
        tr!(events.new),
        tr!(events.new_sub),
        body.into_any(),
    )
}

pub fn edit(record: Remote<CustomerEvent>, one: &CustomerEvent, open: RwSignal<bool>) -> AnyView {
    let (id, version) = (one.id, one.version);
    let start = json!({
        "title": one.title, "kind": wire(&one.kind), "starts_at": time::wall(one.starts_at), "ends_at": time::wall(one.ends_at),
        "place": one.place, "description": one.description, "capacity": one.capacity.map(|n| n.to_string()), "organiser_id": one.organiser.id,
    });
    let form = Form::new(format!("event-{id}"), start);
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, _| async move {
            http::patch::<CustomerEvent>(format!("/customer-events/{id}"), version, &body).await
        };
        let mut body = sent(form.patch());
        if body["description"].as_str() == Some("") {
            body["description"] = Value::Null;
        }
        form.submit(body, check::<CustomerEventPatch>, send, move |newer| {
            open.set(false);
            toasts.good(tr!(events.saved));
            record.put(newer);
        });
    };
    let fields = view! { <div class="form-grid">{inside(form, Some(one.organiser.clone()))}</div> };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}

fn inside(form: Form, organiser: Option<contract::employee::PersonRef>) -> AnyView {
    view! {
        {Field::new(form, "title", tr!(events.name)).required().full().show()}
        {select(form, "kind", tr!(events.kind), true, "", Signal::stored(words::kinds()))}
        {Field::new(form, "capacity", tr!(events.capacity)).kind("number").min("1".into()).max("10000".into()).help(tr!(events.capacity_help)).show()}
        {Field::new(form, "starts_at", tr!(events.starts)).required().kind("datetime-local").show()}
        {Field::new(form, "ends_at", tr!(events.ends)).required().kind("datetime-local").show()}
        {Field::new(form, "place", tr!(events.place)).required().full().show()}
        {Field::new(form, "description", tr!(events.description)).kind("textarea").full().show()}
        <PersonPicker form name="organiser_id" label=tr!(events.organiser) among=Among::AtWork required=false help=tr!(events.organiser_help) start=organiser />
    }
    .into_any()
}

/// Clocks as instants, the number of persons as a number.
fn sent(mut body: Value) -> Value {
    for name in ["starts_at", "ends_at"] {
        if let Some(at) = body[name].as_str().and_then(time::at_wall) {
            body[name] = Value::from(at);
        }
    }
    let persons = body["capacity"].as_str().map(str::to_owned);
    if let Some(persons) = persons {
        body["capacity"] = match persons.parse::<i64>() {
            Ok(number) => Value::from(number),
            Err(_) if persons.is_empty() => Value::Null,
            Err(_) => Value::from(persons),
        };
    }
    body
}
