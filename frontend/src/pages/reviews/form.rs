//! A quarter is summed up, or the draft changed.

use contract::area_review::{AreaReview, AreaReviewPatch, NewAreaReview};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

use super::words;
use crate::components::crumbs::crumbs;
use crate::components::field::{Field, select};
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{form as view, page};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::tr;

pub fn new() -> AnyView {
    let session = use_session();
    let area = untrack(move || session.me().and_then(|me| me.area_id));
    let asked = UrlState::here().get("starts_on");
    let over = words::quarters().into_iter().nth(1).map(|(day, _)| day);
    let quarter = Some(asked).filter(|day| !day.is_empty()).or(over);
    let form = Form::new("new-area-review", json!({ "starts_on": quarter }));
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submit = move || {
        let navigate = navigate.clone();
        let send = |body: Value, key| async move {
            http::post::<AreaReview>("/area-reviews", key, &body).await
        };
        let mut body = form.body();
        body["area_id"] = json!(area);
        form.submit(body, check::<NewAreaReview>, send, move |one| {
            toasts.good(tr!(reviews.created));
            navigate(&Route::AreaReview(one.id).path(), Default::default());
        });
    };
    let fields = view! {
        <section class="card"><div class="card-body stack">
            {select(form, "starts_on", tr!(reviews.quarter), true, "", Signal::stored(words::quarters()))}
            {inside(form)}
        </div></section>
    };
    let back = Route::AreaReviews.path();
    let foot = view! { {view::submit(form, tr!(common.save))} {view::cancel(back.clone())} };
    let body = view! {
        {crumbs(vec![(tr!(reviews.title).into(), back)])}
        {view::frame(form, submit, None, fields.into_any(), foot.into_any())}
    };
    page::narrow(
        Route::NewAreaReview,
        tr!(reviews.new),
        tr!(reviews.new_sub),
        body.into_any(),
    )
}

fn inside(form: Form) -> AnyView {
    let area = |name, label| {
        let field = Field::new(form, name, label).required().kind("textarea");
        field.help(tr!(reviews.text_help)).show()
    };
    view! {
        <div class="stack">
            {area("achievements", tr!(reviews.achievements))}
            {area("problems", tr!(reviews.problems))}
            {area("improvements", tr!(reviews.improvements))}
        </div>
    }
    .into_any()
}

pub fn edit(record: Remote<AreaReview>, one: &AreaReview, open: RwSignal<bool>) -> AnyView {
    let (id, version) = (one.id, one.version);
    let start = json!({
        "achievements": one.achievements, "problems": one.problems, "improvements": one.improvements,
    });
    let form = Form::new(format!("area-review-{id}"), start);
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, _| async move {
            http::patch::<AreaReview>(format!("/area-reviews/{id}"), version, &body).await
        };
        form.submit(form.patch(), check::<AreaReviewPatch>, send, move |newer| {
            open.set(false);
            toasts.good(tr!(common.saved));
            record.put(newer);
        });
    };
    view::frame(
        form,
        submit,
        None,
        inside(form),
        view::submit(form, tr!(common.save)),
    )
}
