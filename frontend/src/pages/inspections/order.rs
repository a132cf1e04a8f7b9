//! An inspection is ordered for one case, or given to somebody else.

use contract::Action;
use contract::inspection::{Inspection, InspectionState, NewInspection, NewInspectionAssignment};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::form as view;
use crate::components::icon::{Icon, icon};
use crate::components::person_combo::Among;
use crate::components::person_picker::PersonPicker;
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::tr;

/// The button beside a case, for whoever may order.
pub fn button(case: Uuid) -> AnyView {
    let session = use_session();
    let open = RwSignal::new(false);
    let may = untrack(move || session.can(Action::InspectionOrder));
    may.then(|| {
        view! {
            <button type="button" class="btn small" data-testid="order-inspection" on:click=move |_| open.set(true)>{icon(Icon::Eye)} {tr!(inspections.order)}</button>
            <Dialog open title=tr!(inspections.order)>{move || form(case, open)}</Dialog>
        }
    })
    .into_any()
}

fn form(case: Uuid, open: RwSignal<bool>) -> AnyView {
    let form = Form::new(format!("inspection-of-{case}"), json!({ "case_id": case }));
    let toasts = use_toasts();
    let navigate = use_navigate();
    let submit = move || {
        let send = |body: Value, key| async move {
            http::post::<Inspection>("/inspections", key, &body).await
        };
        let navigate = navigate.clone();
        form.submit(form.body(), check::<NewInspection>, send, move |made| {
            open.set(false);
            toasts.good(tr!(inspections.order_done));
            navigate(&Route::Inspection(made.id).path(), Default::default());
        });
    };
    let fields = view! {
        {Field::new(form, "reason", tr!(inspections.reason)).kind("textarea").required().show()}
        {Field::new(form, "due_on", tr!(inspections.due)).kind("date").required().show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(inspections.order)),
    )
}

/// The button on an inspection that isn't looked over yet.
pub fn assign(record: Remote<Inspection>, one: &Inspection) -> AnyView {
    let may = one.allowed_actions.contains(&Action::InspectionRecord);
    if !may || one.state != InspectionState::Open {
        return ().into_any();
    }
    let (id, version) = (one.id, one.version);
    let open = RwSignal::new(false);
    view! {
        <button type="button" class="btn" data-testid="assign" on:click=move |_| open.set(true)>{icon(Icon::Swap)} {tr!(inspections.assign)}</button>
        <Dialog open title=tr!(inspections.assign)>{move || assignment(record, (id, version), open)}</Dialog>
    }
    .into_any()
}

fn assignment(
    record: Remote<Inspection>,
    (id, version): (Uuid, i64),
    open: RwSignal<bool>,
) -> AnyView {
    let form = Form::new(format!("inspection-assignment-{id}"), json!({}));
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, key| async move {
            let call = http::Call::post(format!("/inspections/{id}/assignments"), key);
            call.json(&body).version(version).done().await
        };
        form.submit(
            form.body(),
            check::<NewInspectionAssignment>,
            send,
            move |()| {
                open.set(false);
                toasts.good(tr!(inspections.assigned));
                record.reload();
            },
        );
    };
    let fields = view! {
        <PersonPicker form among=Among::AtWork name="inspector_id" label=tr!(inspections.inspector) required=true />
        <p class="help">{tr!(inspections.assign_help)}</p>
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(inspections.assign)),
    )
}
