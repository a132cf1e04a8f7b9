//! Changing an employee's record; merges when somebody else was quicker.

use contract::employee::{Employee, EmployeePatch, EmployeeStatus};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use serde_json::Value;
use uuid::Uuid;

use super::fields::{PLAIN, fields};
use crate::components::crumbs::crumbs;
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::components::{form as view, page};
use crate::core::check::check;
use crate::core::form::{Form, pick};
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::tr;

pub fn page(id: Uuid) -> AnyView {
    let employee = Remote::new(move || http::get::<Employee>(format!("/employees/{id}")));
    show(employee, edit)
}

fn edit(employee: Employee) -> AnyView {
    let (id, private) = (employee.id, employee.private.is_some());
    let form = Form::new(format!("employee-{id}"), pick(&employee, PLAIN));
    let version = RwSignal::new(employee.version);
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submit = move || {
        let (navigate, version) = (navigate.clone(), version.get_untracked());
        let send = move |body: Value, _| async move {
            http::patch::<Employee>(format!("/employees/{id}"), version, &body).await
        };
        form.submit(form.patch(), check::<EmployeePatch>, send, move |_| {
            toasts.good(tr!(common.saved));
            navigate(&Route::Employee(id).path(), Default::default());
        });
    };
    let reload = Callback::new(move |()| {
        spawn_local(async move {
            match http::get::<Employee>(format!("/employees/{id}")).await {
                Ok(latest) => {
                    if version.try_set(latest.version).is_none() {
                        form.merge(pick(&latest, PLAIN));
                    }
                }
                Err(failure) => toasts.failure(&failure),
            }
        });
    });
    let status = employee.status != EmployeeStatus::Inactive;
    let back = Route::Employee(id).path();
    let foot = view! { {view::submit(form, tr!(common.save))} {view::cancel(back.clone())} };
    let body = view! {
        {crumbs(vec![(tr!(people.title).into(), "/employees".into()), (employee.name.clone(), back)])}
        {view::frame(form, submit, Some(reload), fields(form, false, status, private), foot.into_any())}
    };
    page::narrow(
        Route::EditEmployee(id),
        tr!(people.edit_title, name = employee.name.clone()).to_string(),
        "",
        body.into_any(),
    )
}
