//! A document is set up; its text is drafted on its own page.

use contract::document::{Document, NewDocument};
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
use crate::pages::venues::place::number;
use crate::tr;

pub fn new() -> AnyView {
    let start = json!({ "kind": "procedure", "review_months": "12" });
    let form = Form::new("new-document", start);
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submit = move || {
        let navigate = navigate.clone();
        let send = |body: Value, key| async move {
            http::post::<Document>("/documents", key, &body).await
        };
        let mut body = form.body();
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| value.as_str() != Some("") && !value.is_null());
        }
        for name in ["review_months", "drill_months"] {
            if body.get(name).is_some() {
                number(&mut body, name);
            }
        }
        form.submit(body, check::<NewDocument>, send, move |one| {
            toasts.good(tr!(documents.created));
            navigate(&Route::Document(one.id).path(), Default::default());
        });
    };
    let regulation = move || form.text("kind") == "regulation";
    let field = move || {
        (!regulation()).then(|| {
            let help = tr!(documents.field_help);
            select(
                form,
                "field",
                tr!(documents.field),
                false,
                help,
                Signal::stored(words::fields()),
            )
        })
    };
    let practised = move || form.text("kind") == "emergency_plan";
    let fields = view! {
        <section class="card"><div class="card-body form-grid">
            {select(form, "kind", tr!(documents.kind), true, "", Signal::stored(words::kinds()))}
            {field}
            {details(form, practised)}
        </div></section>
    };
    let back = Route::Documents.path();
    let foot = view! { {view::submit(form, tr!(common.create))} {view::cancel(back.clone())} };
    let body = view! {
        {crumbs(vec![(tr!(documents.title).into(), back)])}
        {view::frame(form, submit, None, fields.into_any(), foot.into_any())}
    };
    page::narrow(
        Route::NewDocument,
        tr!(documents.new),
        tr!(documents.new_sub),
        body.into_any(),
    )
}

/// Title in the three languages, and how often it is looked at again and practised.
pub fn details(form: Form, practised: impl Fn() -> bool + Send + Sync + 'static) -> AnyView {
    let months = move |name, label| {
        let field = Field::new(form, name, label).kind("number");
        field.min("1".into()).max("60".into()).show()
    };
    view! {
        {Field::new(form, "title/zh_hant", tr!(documents.hant)).required().full().show()}
        {Field::new(form, "title/zh_hans", tr!(documents.hans)).required().full().show()}
        {Field::new(form, "title/en", tr!(documents.english)).required().full().show()}
        {months("review_months", tr!(documents.review_months))}
        {move || practised().then(|| months("drill_months", tr!(documents.drill_months)))}
    }
    .into_any()
}
