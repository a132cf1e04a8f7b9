//! Asking for leave, with the figures beside it.

use contract::leave::{LeaveRequest, NewLeaveRequest};
use contract::{Action, ReachKind};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

use super::fields::{all_types, fields};
use super::quote::Quote;
use crate::components::crumbs::crumbs;
use crate::components::person_combo::Among;
use crate::components::person_picker::PersonPicker;
use crate::components::toast::use_toasts;
use crate::components::{form as view, page};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::tr;

pub fn page() -> AnyView {
    let session = use_session();
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let me = session.me_now().and_then(|me| me.employee_id);
    let others = untrack(move || {
        !matches!(
            session.reach(Action::LeaveRequest),
            ReachKind::No | ReachKind::Own
        )
    });
    let form = Form::new("new-leave", json!({}));
    let quote = Quote::of(form);
    let submit = move || {
        let navigate = navigate.clone();
        let send = |body: Value, key| async move {
            http::post::<LeaveRequest>("/leave-requests", key, &body).await
        };
        form.submit(form.body(), check::<NewLeaveRequest>, send, move |one| {
            toasts.good(tr!(leave.sent));
            let path = format!("{}?sent=1", Route::LeaveRequest(one.id).path());
            navigate(&path, Default::default());
        });
    };
    let entries = view! {
        <section class="card"><div class="card-body form">
            {others.then(|| view! { <PersonPicker form among=Among::AtWork name="employee_id" label=tr!(leave.on_behalf) required=false /> })}
            {fields(form, all_types(), None, me)}
        </div></section>
    };
    let foot =
        view! { {view::submit(form, tr!(leave.submit))} {view::cancel(Route::Leave.path())} };
    let body = view! {
        {crumbs(vec![(tr!(leave.title).into(), Route::Leave.path())])}
        <div class="split">
            {view::frame(form, submit, None, entries.into_any(), foot.into_any())}
            {quote.panel()}
        </div>
    };
    page::page(
        Route::NewLeave,
        tr!(leave.new_title),
        tr!(leave.new_sub),
        ().into_any(),
        body.into_any(),
    )
}
