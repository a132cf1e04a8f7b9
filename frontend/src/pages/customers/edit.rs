//! Changing a customer's record; merges when somebody else was quicker.

use contract::customer::{Customer, CustomerPatch};
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
    let customer = Remote::new(move || http::get::<Customer>(format!("/customers/{id}")));
    show(customer, edit)
}

fn edit(customer: Customer) -> AnyView {
    let id = customer.id;
    let form = Form::new(format!("customer-{id}"), pick(&customer, PLAIN));
    let version = RwSignal::new(customer.version);
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let submit = move || {
        let (navigate, version) = (navigate.clone(), version.get_untracked());
        let send = move |body: Value, _| async move {
            http::patch::<Customer>(format!("/customers/{id}"), version, &body).await
        };
        form.submit(form.patch(), check::<CustomerPatch>, send, move |_| {
            toasts.good(tr!(common.saved));
            navigate(&Route::Customer(id).path(), Default::default());
        });
    };
    let reload = Callback::new(move |()| {
        spawn_local(async move {
            match http::get::<Customer>(format!("/customers/{id}")).await {
                Ok(latest) => {
                    if version.try_set(latest.version).is_none() {
                        form.merge(pick(&latest, PLAIN));
                    }
                }
                Err(failure) => toasts.failure(&failure),
            }
        });
    });
    let back = Route::Customer(id).path();
    let foot = view! { {view::submit(form, tr!(common.save))} {view::cancel(back.clone())} };
    let body = view! {
        {crumbs(vec![(tr!(customers.title).into(), Route::Customers.path()), (customer.name.clone(), back)])}
        {view::frame(form, submit, Some(reload), fields(form, Some(&customer)), foot.into_any())}
    };
    page::narrow(
        Route::EditCustomer(id),
        tr!(customers.edit_title, name = customer.name.clone()).to_string(),
        tr!(customers.new_sub),
        body.into_any(),
    )
}
