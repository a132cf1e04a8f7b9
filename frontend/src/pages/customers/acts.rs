//! What can be done with one customer: change, hand over.

use contract::Action;
use contract::customer::{Customer, NewCustomerTransfer};
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
use crate::pages::activities::log::Log;
use crate::tr;

pub fn buttons(record: Remote<Customer>, customer: &Customer) -> AnyView {
    let may = |action: Action| customer.allowed_actions.contains(&action);
    let (id, version) = (customer.id, customer.version);
    let moving = RwSignal::new(false);
    let (log, name) = (Log::new(), customer.name.clone());
    let logging = use_session().can(Action::ActivityLog).then(|| {
        view! { <button type="button" class="btn primary" data-testid="log" on:click=move |_| log.about(id, name.clone())>{icon(Icon::Chat)} {tr!(activities.log)}</button> }
    });
    let transfer = may(Action::CustomerTransfer).then(|| {
        view! { <button type="button" class="btn" data-testid="act-transfer" on:click=move |_| moving.set(true)>{icon(Icon::Swap)} {tr!(customers.transfer)}</button> }
    });
    let edit = may(Action::CustomerUpdate).then(|| {
        view! { <a class="btn" href=Route::EditCustomer(id).path() data-testid="edit-customer">{icon(Icon::Edit)} {tr!(common.edit)}</a> }
    });
    view! {
        {logging}
        {transfer}
        {edit}
        {log.dialog(move || record.reload())}
        <Dialog open=moving title=tr!(customers.transfer_title)>{move_form(record, id, version, moving)}</Dialog>
    }
    .into_any()
}

fn move_form(record: Remote<Customer>, id: Uuid, version: i64, open: RwSignal<bool>) -> AnyView {
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let form = Form::new(format!("transfer-customer-{id}"), json!({}));
    let submit = move || {
        let navigate = navigate.clone();
        let send = move |body: Value, key| async move {
            http::Call::post(format!("/customers/{id}/transfers"), key)
                .json(&body)
                .version(version)
                .done()
                .await
        };
        form.submit(form.body(), check::<NewCustomerTransfer>, send, move |()| {
            open.set(false);
            toasts.good(tr!(customers.transferred));
            record.reload();
            navigate(&Route::Customer(id).path(), Default::default());
        });
    };
    hand_over(form, submit)
}

/// To whom, with what they have to know.
pub fn hand_over(form: Form, submit: impl Fn() + Clone + Send + Sync + 'static) -> AnyView {
    let fields = view! {
        <p class="muted">{tr!(customers.transfer_text)}</p>
        <PersonPicker form name="owner_id" label=tr!(customers.new_owner) among=Among::AtWork />
        {Field::new(form, "note", tr!(customers.note)).required().kind("textarea").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(customers.transfer)),
    )
}
