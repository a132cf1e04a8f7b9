//! A new case: for whom, and what is known already.

use contract::Page;
use contract::case::{Case, NewCase};
use contract::customer::Customer;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

use super::edit;
use crate::components::crumbs::crumbs;
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{failure, form as view, page};
use crate::core::check::check;
use crate::core::form::{Form, Known};
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::tr;

pub fn page() -> AnyView {
    let url = UrlState::here();
    let form = Form::new("new-case", json!({}));
    let asked = untrack(move || url.get("customer_id"));
    if !asked.is_empty() {
        form.set("customer_id", asked);
    }
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let currency = edit::currency();
    let submit = move || {
        let navigate = navigate.clone();
        let body = edit::body(form.body(), &currency);
        let send = |body: Value, key| async move { http::post::<Case>("/cases", key, &body).await };
        form.submit(body, check::<NewCase>, send, move |case| {
            toasts.good(tr!(cases.created, name = case.customer.name.clone()).to_string());
            navigate(&Route::Case(case.id).path(), Default::default());
        });
    };
    let fields = view! {
        <section class="card"><div class="card-head"><h2>{tr!(cases.customer)}</h2></div><div class="card-body">{finder(form)}</div></section>
        <section class="card"><div class="card-head"><h2>{tr!(cases.summary)}</h2></div><div class="card-body form-grid">{edit::fields(form)}</div></section>
    };
    let back = Route::Cases.path();
    let foot = view! { {view::submit(form, tr!(common.create))} {view::cancel(back.clone())} };
    let body = view! {
        {crumbs(vec![(tr!(cases.title).into(), back)])}
        {view::frame(form, submit, None, fields.into_any(), foot.into_any())}
    };
    page::narrow(
        Route::NewCase,
        tr!(cases.new),
        tr!(cases.new_sub),
        body.into_any(),
    )
}

/// Finds a customer by the beginning of the name; those found are chosen from.
fn finder(form: Form) -> AnyView {
    form.know(Known {
        name: "customer_id",
        label: tr!(cases.customer).to_owned(),
        required: true,
        secret: false,
    });
    let words = RwSignal::new(String::new());
    let found = Remote::new(move || {
        let pairs = [
            ("q".to_owned(), words.get()),
            ("limit".to_owned(), "8".to_owned()),
        ];
        http::get::<Page<Customer>>(format!("/customers{}", http::query(&pairs)))
    });
    let id = form.field_id("customer_id");
    let help = format!("{id}-help");
    let (label, described) = (id.clone(), help.clone());
    let choice = move |customer: Customer| {
        let (value, mine) = (customer.id.to_string(), customer.id.to_string());
        view! {
            <label class="check">
                <input type="radio" name="case-customer" data-testid="customer-choice" prop:checked=move || form.text("customer_id") == mine on:change=move |_| form.set("customer_id", value.clone()) />
                <span>{customer.name}<span class="help">{[customer.occupation, customer.phone].into_iter().flatten().collect::<Vec<_>>().join(" · ")}</span></span>
            </label>
        }
    };
    view! {
        <div class="field full">
            <label for=label>{tr!(cases.find_customer)}</label>
            <input id=id class="input" type="search" autocomplete="off" aria-describedby=described data-testid="find-customer" prop:value=move || words.get() on:input=move |event| words.set(event_target_value(&event)) />
            <p class="help" id=help>{tr!(cases.find_help)}</p>
            {move || form.error("customer_id").map(|text| view! { <p class="error">{text}</p> })}
        </div>
        <fieldset class="field full">
            <legend class="label">{tr!(cases.customer)}</legend>
            {move || match found.value.get() {
                None => ().into_any(),
                Some(Err(problem)) => failure::panel(&problem, move || found.reload()),
                Some(Ok(page)) if page.data.is_empty() => view! { <p class="muted">{tr!(cases.no_customer)}</p> }.into_any(),
                Some(Ok(page)) => view! { <div class="checks">{page.data.into_iter().map(choice).collect_view()}</div> }.into_any(),
            }}
        </fieldset>
    }
    .into_any()
}
