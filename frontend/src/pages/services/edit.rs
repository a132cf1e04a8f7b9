//! Putting a request right while nobody has answered.

use contract::service::{
    ServiceCategories, ServiceCategory, ServiceKind, ServiceRequest, ServiceRequestPatch,
};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::words;
use crate::components::field::{Field, select};
use crate::components::form as view;
use crate::components::person_combo::Among;
use crate::components::person_picker::PersonPicker;
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::words::wire;
use crate::tr;

pub fn form(record: Remote<ServiceRequest>, one: &ServiceRequest, open: RwSignal<bool>) -> AnyView {
    let (id, version, kind) = (one.id, one.version, one.kind);
    let mut start = json!({
        "category_id": one.category.id,
        "channel": wire(&one.channel),
        "description": one.description,
    });
    if let Some(about) = &one.complained_about {
        start["complained_about_id"] = json!(about.id);
    }
    let form = Form::new(format!("service-{id}"), start);
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, _| async move {
            http::patch::<ServiceRequest>(format!("/service-requests/{id}"), version, &body).await
        };
        let mut body = form.patch();
        if body["complained_about_id"].as_str() == Some("") {
            body["complained_about_id"] = Value::Null;
        }
        form.submit(body, check::<ServiceRequestPatch>, send, move |newer| {
            open.set(false);
            toasts.good(tr!(services.saved));
            record.put(newer);
        });
    };
    let all = Remote::new(|| http::get::<ServiceCategories>("/service-categories"));
    let now = one.category.id;
    let options = Signal::derive(move || {
        let all = all.get().map(|all| all.data).unwrap_or_default();
        let fits = |one: &ServiceCategory| one.kind == kind && (one.active || one.id == now);
        let named = |one: ServiceCategory| (one.id.to_string(), words::category(&one));
        all.into_iter().filter(fits).map(named).collect()
    });
    let about = (kind == ServiceKind::Complaint).then(|| {
        view! { <PersonPicker form name="complained_about_id" label=tr!(services.about) among=Among::Department(None) required=false help=tr!(services.about_help) start=one.complained_about.clone() /> }
    });
    let fields = view! {
        {select(form, "category_id", tr!(services.category), true, tr!(services.category_help), options)}
        {select(form, "channel", tr!(services.channel), true, "", Signal::stored(words::channels()))}
        {Field::new(form, "description", tr!(services.description)).required().kind("textarea").show()}
        {about}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}
