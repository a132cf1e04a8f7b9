//! A new request: for whom, what it is about, how it came in.

use contract::customer::Customer;
use contract::service::{
    NewServiceRequest, ServiceCategories, ServiceCategory, ServiceKind, ServiceRequest,
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

use super::words;
use crate::components::choice::segmented;
use crate::components::crumbs::crumbs;
use crate::components::field::{Field, select};
use crate::components::person_combo::Among;
use crate::components::person_picker::PersonPicker;
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{form as view, page, person};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::pages::cases::create::finder;
use crate::tr;

pub fn page() -> AnyView {
    let url = UrlState::here();
    let form = Form::new("new-service", json!({ "channel": "phone" }));
    let asked = untrack(move || url.get("customer_id"));
    let whom = match asked.is_empty() {
        true => finder(form),
        false => {
            form.set("customer_id", asked.clone());
            known(asked)
        }
    };
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let kind = RwSignal::new(ServiceKind::Service);
    let submit = move || {
        let navigate = navigate.clone();
        let send = |body: Value, key| async move {
            http::post::<ServiceRequest>("/service-requests", key, &body).await
        };
        let mut body = form.body();
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| value.as_str() != Some(""));
        }
        form.submit(body, check::<NewServiceRequest>, send, move |one| {
            toasts.good(tr!(services.created, n = one.number).to_string());
            // What is about the caller themselves isn't theirs to see.
            let path = match one.allowed_actions.is_empty() {
                true => Route::Services.path(),
                false => Route::Service(one.id).path(),
            };
            navigate(&path, Default::default());
        });
    };
    let fields = view! {
        <section class="card"><div class="card-head"><h2>{tr!(services.customer)}</h2></div><div class="card-body">{whom}</div></section>
        <section class="card"><div class="card-head"><h2>{tr!(services.request)}</h2></div><div class="card-body form-grid">{about(form, kind)}</div></section>
    };
    let back = Route::Services.path();
    let foot = view! { {view::submit(form, tr!(common.create))} {view::cancel(back.clone())} };
    let body = view! {
        {crumbs(vec![(tr!(services.title).into(), back)])}
        {view::frame(form, submit, None, fields.into_any(), foot.into_any())}
    };
    page::narrow(
        Route::NewService,
        tr!(services.new),
        tr!(services.new_sub),
        body.into_any(),
    )
}

/// The customer whose page led here.
fn known(id: String) -> AnyView {
    let customer = Remote::new(move || http::get::<Customer>(format!("/customers/{id}")));
    show(customer, |customer| {
        let owner = format!("{} {}", tr!(customers.owner), customer.owner.name);
        person::person(&customer.name, owner)
    })
}

fn about(form: Form, kind: RwSignal<ServiceKind>) -> AnyView {
    let all = Remote::new(|| http::get::<ServiceCategories>("/service-categories"));
    let kinds = ServiceKind::ALL.map(|one| (one, words::kind(one).0));
    let choose = move |one: ServiceKind| {
        kind.set(one);
        form.set("category_id", "");
        form.set("complained_about_id", "");
    };
    let of_kind = move |one: &ServiceCategory| one.active && one.kind == kind.get();
    let options = Signal::derive(move || {
        let all = all.get().map(|all| all.data).unwrap_or_default();
        let named = |one: ServiceCategory| {
            let days = tr!(services.work_days, n = one.deadline_days).to_string();
            (
                one.id.to_string(),
                format!("{} · {days}", words::category(&one)),
            )
        };
        all.into_iter().filter(of_kind).map(named).collect()
    });
    let about = move || {
        (kind.get() == ServiceKind::Complaint).then(|| {
            view! { <PersonPicker form name="complained_about_id" label=tr!(services.about) among=Among::Department(None) required=false help=tr!(services.about_help) /> }
        })
    };
    view! {
        <div class="field full">
            <span class="label">{tr!(services.kind)}</span>
            <div>{segmented(tr!(services.kind), kinds.to_vec(), move || kind.get(), choose)}</div>
        </div>
        {select(form, "category_id", tr!(services.category), true, "", options)}
        {select(form, "channel", tr!(services.channel), true, "", Signal::stored(words::channels()))}
        {Field::new(form, "description", tr!(services.description)).required().kind("textarea").full().show()}
        {about}
    }
    .into_any()
}
