//! Telling a problem or what customers need, from the phone above all.

use contract::feedback::{Feedback, NewFeedback};
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
    let form = Form::new("new-feedback", json!({ "kind": "problem" }));
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submit = move || {
        let navigate = navigate.clone();
        let send =
            |body: Value, key| async move { http::post::<Feedback>("/feedback", key, &body).await };
        form.submit(form.body(), check::<NewFeedback>, send, move |one| {
            let asked = one.asked.name.clone();
            toasts.good(tr!(feedback.created, who = asked).to_string());
            navigate(&Route::FeedbackRecord(one.id).path(), Default::default());
        });
    };
    let fields = view! {
        <section class="card"><div class="card-body stack">
            {select(form, "kind", tr!(feedback.kind), true, "", Signal::stored(words::kinds()))}
            {Field::new(form, "text", tr!(feedback.what)).required().kind("textarea").help(tr!(feedback.help)).show()}
        </div></section>
    };
    let back = Route::Feedback.path();
    let foot = view! { {view::submit(form, tr!(feedback.send))} {view::cancel(back.clone())} };
    let body = view! {
        {crumbs(vec![(tr!(feedback.title).into(), back)])}
        {view::frame(form, submit, None, fields.into_any(), foot.into_any())}
    };
    page::narrow(
        Route::NewFeedback,
        tr!(feedback.new),
        tr!(feedback.new_sub),
        body.into_any(),
    )
}
