//! A place is set up, seen and changed.

use contract::Action;
use contract::duty::DutyOccurrence;
use contract::place::{NewPlace, Place, PlacePatch};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::words;
use crate::components::crumbs::crumbs;
use crate::components::field::{Field, select};
use crate::components::record::show;
use crate::components::table::table;
use crate::components::toast::use_toasts;
use crate::components::{badge, description, form as view, page};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::words::wire;
use crate::core::{http, time};
use crate::pages::duties::due;
use crate::tr;

fn places() -> String {
    format!("{}?tab=places", Route::Bookings.path())
}

pub fn new() -> AnyView {
    let start =
        json!({ "kind": "meeting_room", "bookable": "true", "preparation": "", "closing": "" });
    let form = Form::new("new-place", start);
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submit = move || {
        let navigate = navigate.clone();
        let send =
            |body: Value, key| async move { http::post::<Place>("/places", key, &body).await };
        let mut body = sent(form.body());
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| value.as_str() != Some("") && !value.is_null());
        }
        form.submit(body, check::<NewPlace>, send, move |_| {
            toasts.good(tr!(venues.place_created));
            navigate(&places(), Default::default());
        });
    };
    let foot = view! { {view::submit(form, tr!(common.create))} {view::cancel(places())} };
    let fields = view! { <section class="card"><div class="card-body form-grid">{inside(form)}</div></section> };
    let body = view! {
        {crumbs(vec![(tr!(venues.title).into(), Route::Bookings.path()), (tr!(venues.places).into(), places())])}
        {view::frame(form, submit, None, fields.into_any(), foot.into_any())}
    };
    page::narrow(
        Route::NewPlace,
        tr!(venues.new_place),
        tr!(venues.new_place_sub),
        body.into_any(),
    )
}

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<Place>(format!("/places/{id}")));
    view! {
        <div class="page narrow" data-testid="page-place">{show(record, move |one| face(record, &one))}</div>
    }
    .into_any()
}

fn face(record: Remote<Place>, one: &Place) -> AnyView {
    document().set_title(&format!("{} · {}", one.name, tr!(common.product)));
    let manages = one.allowed_actions.contains(&Action::PlaceManage);
    let body = match manages {
        true => edit(record, one),
        false => facts(one),
    };
    let closed = (!one.active).then(|| badge::badge(tr!(venues.closed_down), ""));
    view! {
        {crumbs(vec![(tr!(venues.title).into(), Route::Bookings.path()), (tr!(venues.places).into(), places())])}
        <header class="page-head"><div class="grow"><h1>{one.name.clone()} " " {closed}</h1><p class="sub">{one.location.clone()}</p></div></header>
        <div class="stack">{body} {duties(one.id)}</div>
    }
    .into_any()
}

/// What came due here, the latest first: when it was inspected last.
fn duties(id: Uuid) -> AnyView {
    let session = use_session();
    if !untrack(move || session.can(Action::DutyRead)) {
        return ().into_any();
    }
    let until = time::today();
    let path = format!("/duty-occurrences?place_id={id}&to={until}&sort=-due_at");
    let listing = Listing::<DutyOccurrence>::of(path);
    let none = || view! { <p class="card-body muted small">{tr!(venues.no_duties)}</p> }.into_any();
    let rows = table(
        tr!(venues.duties_here),
        listing,
        due::columns(),
        None,
        true,
        none,
    );
    page::card(tr!(venues.duties_here), ().into_any(), rows)
}

fn facts(one: &Place) -> AnyView {
    let lines = |all: &[String]| {
        let rows = all.iter().map(|line| view! { <li>{line.clone()}</li> });
        view! { <ul class="plain">{rows.collect_view()}</ul> }.into_any()
    };
    let all = vec![
        (tr!(venues.kind), words::kind(one.kind).into_any()),
        (
            tr!(venues.capacity),
            description::text(one.capacity.map(|n| n.to_string())),
        ),
        (tr!(venues.preparation), lines(&one.preparation)),
        (tr!(venues.closing), lines(&one.closing)),
    ];
    view! { <section class="card"><div class="card-body">{description::list(all)}</div></section> }
        .into_any()
}

fn edit(record: Remote<Place>, one: &Place) -> AnyView {
    let (id, version) = (one.id, one.version);
    let start = json!({
        "name": one.name, "kind": wire(&one.kind), "location": one.location, "capacity": one.capacity.map(|n| n.to_string()),
        "bookable": one.bookable.to_string(), "active": one.active.to_string(), "preparation": one.preparation.join("\n"),
        "closing": one.closing.join("\n"),
    });
    let form = Form::new(format!("place-{id}"), start);
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, _| async move {
            http::patch::<Place>(format!("/places/{id}"), version, &body).await
        };
        let mut body = sent(form.patch());
        if body["location"].as_str() == Some("") {
            body["location"] = Value::Null;
        }
        form.submit(body, check::<PlacePatch>, send, move |newer| {
            toasts.good(tr!(common.saved));
            record.put(newer);
        });
    };
    let active = select(
        form,
        "active",
        tr!(venues.in_use),
        true,
        tr!(venues.in_use_help),
        yes_no(),
    );
    let fields = view! { <section class="card"><div class="card-body form-grid">{inside(form)} {active}</div></section> };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}

fn yes_no() -> Signal<Vec<(String, String)>> {
    let yes = ("true".to_owned(), tr!(common.yes).to_owned());
    Signal::stored(vec![yes, ("false".to_owned(), tr!(common.no).to_owned())])
}

fn inside(form: Form) -> AnyView {
    view! {
        {Field::new(form, "name", tr!(venues.name)).required().show()}
        {select(form, "kind", tr!(venues.kind), true, "", Signal::stored(words::kinds()))}
        {Field::new(form, "location", tr!(venues.location)).show()}
        {Field::new(form, "capacity", tr!(venues.capacity)).kind("number").min("1".into()).max("10000".into()).help(tr!(venues.capacity_help)).show()}
        {select(form, "bookable", tr!(venues.can_be_booked), true, "", yes_no())}
        {Field::new(form, "preparation", tr!(venues.preparation)).kind("textarea").full().help(tr!(venues.lines_help)).show()}
        {Field::new(form, "closing", tr!(venues.closing)).kind("textarea").full().help(tr!(venues.lines_help)).show()}
    }
    .into_any()
}

/// Lines as lists, words as what they mean.
fn sent(mut body: Value) -> Value {
    for name in ["preparation", "closing"] {
        if let Some(text) = body[name].as_str().map(str::to_owned) {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            body[name] = lines.collect::<Vec<_>>().into();
        }
    }
    for name in ["bookable", "active"] {
        if let Some(on) = body[name]
            .as_str()
            .and_then(|text| text.parse::<bool>().ok())
        {
            body[name] = on.into();
        }
    }
    number(&mut body, "capacity");
    body
}

/// Typed digits as a number; nothing typed clears it.
pub fn number(body: &mut Value, name: &str) {
    let typed = body[name].as_str().map(str::to_owned);
    if let Some(typed) = typed {
        body[name] = match typed.parse::<i64>() {
            Ok(number) => Value::from(number),
            Err(_) if typed.is_empty() => Value::Null,
            Err(_) => Value::from(typed),
        };
    }
}
