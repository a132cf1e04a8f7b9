//! A new employee.

use contract::Action;
use contract::employee::{Employee, NewEmployee};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

use super::fields::fields;
use crate::components::crumbs::crumbs;
use crate::components::toast::use_toasts;
use crate::components::{form as view, page};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{http, locale, time};
use crate::tr;

pub fn page() -> AnyView {
    let form = Form::new(
        "new-employee",
        json!({ "status": "pending", "hire_date": time::today(), "locale": locale::current().tag() }),
    );
    let session = use_session();
    let private = untrack(move || session.can(Action::EmployeePrivateRead));
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submit = move || {
        let navigate = navigate.clone();
        let send = |body: Value, key| async move {
            http::post::<Employee>("/employees", key, &body).await
        };
        form.submit(form.body(), check::<NewEmployee>, send, move |employee| {
            toasts.good(tr!(people.created, name = employee.name.clone()).to_string());
            navigate(&Route::Employee(employee.id).path(), Default::default());
        });
    };
    let foot = view! { {view::submit(form, tr!(common.create))} {view::cancel("/employees")} };
    let body = view! {
        {crumbs(vec![(tr!(people.title).into(), "/employees".into())])}
        {view::frame(form, submit, None, fields(form, true, true, private), foot.into_any())}
    };
    page::narrow(
        Route::NewEmployee,
        tr!(people.new_title),
        tr!(people.new_sub),
        body.into_any(),
    )
}
