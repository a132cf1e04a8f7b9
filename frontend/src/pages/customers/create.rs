//! A new customer.

use contract::customer::{Customer, NewCustomer};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

use super::fields::fields;
use crate::components::crumbs::crumbs;
use crate::components::toast::use_toasts;
use crate::components::{form as view, page};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::routes::Route;
use crate::tr;

pub fn page() -> AnyView {
    let form = Form::new("new-customer", json!({}));
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submit = move || {
        let navigate = navigate.clone();
        let send = |body: Value, key| async move {
            http::post::<Customer>("/customers", key, &body).await
        };
        form.submit(form.body(), check::<NewCustomer>, send, move |customer| {
            toasts.good(tr!(customers.created, name = customer.name.clone()).to_string());
            navigate(&Route::Customer(customer.id).path(), Default::default());
        });
    };
    let back = Route::Customers.path();
    let foot = view! { {view::submit(form, tr!(common.create))} {view::cancel(back.clone())} };
    let body = view! {
        {crumbs(vec![(tr!(customers.title).into(), back)])}
        {view::frame(form, submit, None, fields(form, None), foot.into_any())}
    };
    page::narrow(
        Route::NewCustomer,
        tr!(customers.new_title),
        tr!(customers.new_sub),
        body.into_any(),
    )
}
