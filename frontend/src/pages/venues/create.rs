//! Booking a room: which, when, for how many; and that its order will be kept.

use contract::booking::{Booking, NewBooking};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

use super::place::number;
use super::{places, words};
use crate::components::crumbs::crumbs;
use crate::components::field::{Field, checks, select};
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{banner, form as view, page};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::routes::Route;
use crate::core::{http, time};
use crate::tr;

pub fn page() -> AnyView {
    let url = UrlState::here();
    let (place, day) = untrack(move || (url.get("place_id"), url.get("day")));
    let mut start = json!({ "place_id": place, "accepts_conduct": [] });
    if !day.is_empty() {
        start["starts_at"] = format!("{day}T10:00").into();
        start["ends_at"] = format!("{day}T11:00").into();
    }
    let form = Form::new("new-booking", start);
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submit = move || {
        let navigate = navigate.clone();
        let send =
            |body: Value, key| async move { http::post::<Booking>("/bookings", key, &body).await };
        let mut body = sent(form.body());
        let ticked = body["accepts_conduct"].as_array();
        body["accepts_conduct"] = ticked.is_some_and(|all| !all.is_empty()).into();
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| value.as_str() != Some("") && !value.is_null());
        }
        form.submit(body, check::<NewBooking>, send, move |one| {
            toasts.good(tr!(venues.created));
            navigate(&Route::Booking(one.id).path(), Default::default());
        });
    };
    let conduct = vec![(
        "accepts_conduct".to_owned(),
        tr!(venues.accept).to_owned(),
        tr!(venues.accept_help).to_owned(),
    )];
    let fields = view! {
        <section class="card"><div class="card-body form-grid">
            {select(form, "place_id", tr!(venues.place), true, "", places::options())}
            {Field::new(form, "title", tr!(venues.what)).required().show()}
            {times(form)}
            {checks(form, "accepts_conduct", tr!(venues.conduct), conduct)}
        </div></section>
        {move || form.current::<Booking>().map(taken)}
    };
    let back = Route::Bookings.path();
    let foot = view! { {view::submit(form, tr!(venues.new))} {view::cancel(back.clone())} };
    let body = view! {
        {crumbs(vec![(tr!(venues.title).into(), back)])}
        {view::frame(form, submit, None, fields.into_any(), foot.into_any())}
    };
    page::narrow(
        Route::NewBooking,
        tr!(venues.new),
        tr!(venues.new_sub),
        body.into_any(),
    )
}

/// Who has the room then.
pub fn taken(other: Booking) -> AnyView {
    let text = format!(
        "{} · {} · {}",
        words::span(&other),
        other.title,
        other.owner.name
    );
    let link =
        view! { <a class="btn small" href=Route::Booking(other.id).path()>{tr!(venues.see)}</a> };
    banner::with("warn", text, link.into_any())
}

pub fn times(form: Form) -> AnyView {
    view! {
        {Field::new(form, "starts_at", tr!(venues.starts)).required().kind("datetime-local").show()}
        {Field::new(form, "ends_at", tr!(venues.ends)).required().kind("datetime-local").show()}
        {Field::new(form, "attendees", tr!(venues.attendees)).kind("number").min("1".into()).max("10000".into()).show()}
    }
    .into_any()
}

/// Clocks as instants, the number of persons as a number.
pub fn sent(mut body: Value) -> Value {
    for name in ["starts_at", "ends_at"] {
        if let Some(at) = body[name].as_str().and_then(time::at_wall) {
            body[name] = Value::from(at);
        }
    }
    number(&mut body, "attendees");
    body
}
