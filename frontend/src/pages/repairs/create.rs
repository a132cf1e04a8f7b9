//! Reporting damage, from the phone above all.

use contract::repair::{NewRepairTicket, RepairTicket};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

use super::words;
use crate::components::crumbs::crumbs;
use crate::components::field::{Field, select};
use crate::components::toast::use_toasts;
use crate::components::{form as view, page};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::routes::Route;
use crate::tr;

pub fn page() -> AnyView {
    let form = Form::new("new-repair", json!({ "urgency": "normal" }));
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submit = move || {
        let navigate = navigate.clone();
        let send = |body: Value, key| async move {
            http::post::<RepairTicket>("/repair-tickets", key, &body).await
        };
        form.submit(form.body(), check::<NewRepairTicket>, send, move |one| {
            toasts.good(tr!(repairs.created));
            navigate(&Route::Repair(one.id).path(), Default::default());
        });
    };
    let fields = view! {
        <section class="card"><div class="card-body form-grid">
            {Field::new(form, "title", tr!(repairs.what)).required().full().show()}
            {Field::new(form, "place", tr!(repairs.place)).required().show()}
            {select(form, "urgency", tr!(repairs.urgency), true, tr!(repairs.urgency_help), Signal::stored(words::urgencies()))}
            {Field::new(form, "description", tr!(repairs.description)).kind("textarea").full().show()}
        </div></section>
    };
    let back = Route::Repairs.path();
    let foot = view! { {view::submit(form, tr!(repairs.new))} {view::cancel(back.clone())} };
    let body = view! {
        {crumbs(vec![(tr!(repairs.title).into(), back)])}
        {view::frame(form, submit, None, fields.into_any(), foot.into_any())}
    };
    page::narrow(
        Route::NewRepair,
        tr!(repairs.new),
        tr!(repairs.new_sub),
        body.into_any(),
    )
}
