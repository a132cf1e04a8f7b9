//! What can be done with one employee: edit, transfer, password link, departure.

use contract::Action;
use contract::auth::PasswordLink;
use contract::employee::{Employee, EmployeeStatus, NewDeparture, NewTransfer};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::components::dialog::Dialog;
use crate::components::field::{Field, select};
use crate::components::form as view;
use crate::components::icon::{Icon, icon};
use crate::components::menu::Menu;
use crate::components::secret::Secret;
use crate::components::toast::use_toasts;
use crate::core::check::{FieldError, check};
use crate::core::form::Form;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::{http, time};
use crate::pages::org::options;
use crate::tr;

pub fn buttons(record: Remote<Employee>, employee: &Employee) -> AnyView {
    let here = employee.status != EmployeeStatus::Inactive;
    let may = |action: Action| employee.allowed_actions.contains(&action);
    let (transfer, depart, link) = (
        may(Action::EmployeeTransfer) && here,
        may(Action::EmployeeDepart) && here,
        may(Action::PasswordReset) && here,
    );
    let [moving, leaving, linking] = [(); 3].map(|()| RwSignal::new(false));
    let id = employee.id;
    let edit = may(Action::EmployeeUpdate).then(|| {
        view! { <a class="btn" href=Route::EditEmployee(id).path() data-testid="edit-employee">{icon(Icon::Edit)} {tr!(common.edit)}</a> }
    });
    let more = (transfer || depart || link).then(|| {
        view! {
            <Menu label=tr!(common.more) class="btn icon-only" face=icon(Icon::Dots) testid="employee-menu">
                {transfer.then(|| view! { <button type="button" data-testid="act-transfer" on:click=move |_| moving.set(true)>{icon(Icon::Swap)} {tr!(people.transfer)}</button> })}
                {link.then(|| view! { <button type="button" data-testid="act-link" on:click=move |_| linking.set(true)>{icon(Icon::Key)} {tr!(people.link)}</button> })}
                {depart.then(|| view! { <button type="button" class="danger" data-testid="act-depart" on:click=move |_| leaving.set(true)>{icon(Icon::SignOut)} {tr!(people.depart)}</button> })}
            </Menu>
        }
    });
    let name = StoredValue::new(employee.name.clone());
    view! {
        {edit}
        {more}
        <Dialog open=moving title=tr!(people.transfer_title)>{move_form(record, id, moving)}</Dialog>
        <Dialog open=leaving title=tr!(people.depart_title)>{leave_form(record, id, leaving)}</Dialog>
        <Dialog open=linking title=tr!(people.link_title)>{link_form(id, name.get_value())}</Dialog>
    }
    .into_any()
}

fn move_form(record: Remote<Employee>, id: Uuid, open: RwSignal<bool>) -> AnyView {
    let toasts = use_toasts();
    let form = Form::new(format!("transfer-{id}"), json!({}));
    let submit = move || {
        let send = move |body: Value, key| async move {
            http::Call::post(format!("/employees/{id}/transfers"), key)
                .json(&body)
                .done()
                .await
        };
        form.submit(form.body(), check::<NewTransfer>, send, move |_| {
            open.set(false);
            toasts.good(tr!(people.transferred));
            record.reload();
        });
    };
    let fields = view! {
        <p class="muted">{tr!(people.transfer_text)}</p>
        {select(form, "team_id", tr!(people.new_team), true, "", options::teams())}
        {Field::new(form, "note", tr!(common.note)).kind("textarea").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(people.transfer)),
    )
}

fn leave_form(record: Remote<Employee>, id: Uuid, open: RwSignal<bool>) -> AnyView {
    let toasts = use_toasts();
    let form = Form::new(
        format!("departure-{id}"),
        json!({ "leave_date": time::today() }),
    );
    let submit = move || {
        let send = move |body: Value, key| async move {
            http::Call::post(format!("/employees/{id}/departures"), key)
                .json(&body)
                .done()
                .await
        };
        form.submit(form.body(), check::<NewDeparture>, send, move |_| {
            open.set(false);
            toasts.good(tr!(people.departed));
            record.reload();
        });
    };
    let fields = view! {
        <p class="muted">{tr!(people.depart_text)}</p>
        {Field::new(form, "leave_date", tr!(people.leave_date)).required().kind("date").max(time::today()).show()}
        {Field::new(form, "reason", tr!(people.reason)).kind("textarea").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit_danger(form, tr!(people.depart)),
    )
}

fn link_form(id: Uuid, name: String) -> AnyView {
    let made = RwSignal::new(None::<PasswordLink>);
    let form = Form::new(format!("link-{id}"), json!({}));
    let submit = move || {
        let send = move |body: Value, key| async move {
            http::post::<PasswordLink>(format!("/employees/{id}/password-resets"), key, &body).await
        };
        let nothing_to_check: fn(&Value) -> Vec<FieldError> = |_| Vec::new();
        form.submit(json!({}), nothing_to_check, send, move |link| {
            made.set(Some(link))
        });
    };
    let ask = StoredValue::new((name, submit));
    (move || {
        let (name, submit) = ask.get_value();
        match made.get() {
            None => {
                let text = view! { <p>{tr!(people.link_confirm, name = name).to_string()}</p> };
                view::frame(form, submit, None, text.into_any(), view::submit(form, tr!(people.link_make)))
            }
            Some(link) => {
                let origin = window().location().origin().unwrap_or_default();
                view! {
                    <div class="stack">
                        <p>{tr!(people.link_text, name = name, when = time::instant(link.expires_at)).to_string()}</p>
                        <Secret text=format!("{origin}{}", link.path) label=tr!(people.link_title) />
                    </div>
                }
                .into_any()
            }
        }
    })
    .into_any()
}
