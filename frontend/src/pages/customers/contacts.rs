//! Further contacts of a customer: what there is, one more, one less.

use contract::Action;
use contract::customer::Customer;
use contract::duplicate::{Contact, NewContact};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};
use uuid::Uuid;

use super::words;
use crate::components::confirm::use_confirm;
use crate::components::dialog::Dialog;
use crate::components::field::{Field, select};
use crate::components::icon::{Icon, icon};
use crate::components::page;
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::remote::Remote;
use crate::tr;

pub fn card(record: Remote<Customer>, customer: &Customer) -> AnyView {
    let open = RwSignal::new(false);
    let may = customer.allowed_actions.contains(&Action::CustomerUpdate);
    let all = customer.contacts.clone().unwrap_or_default();
    let (id, version) = (customer.id, customer.version);
    let button = may.then(|| {
        view! { <button type="button" class="btn small" data-testid="add-contact" on:click=move |_| open.set(true)>{icon(Icon::Plus)} {tr!(customers.contact_add)}</button> }
    });
    let inside = match all.is_empty() {
        true => view! { <p class="card-body muted">{tr!(customers.contacts_empty)}</p> }.into_any(),
        false => {
            let one = move |contact: Contact| row(record, id, contact, may);
            view! { <ul class="rows" data-testid="contacts">{all.into_iter().map(one).collect_view()}</ul> }.into_any()
        }
    };
    let body = view! {
        {inside}
        <Dialog open title=tr!(customers.contact_add)>{form(record, id, version, open)}</Dialog>
    };
    page::card(tr!(customers.contacts), button.into_any(), body.into_any())
}

fn row(record: Remote<Customer>, customer: Uuid, contact: Contact, may: bool) -> AnyView {
    let (toasts, confirm) = (use_toasts(), use_confirm());
    let kind = words::contact(contact.kind);
    let what = match &contact.label {
        Some(label) => format!("{kind} · {label}"),
        None => kind.to_owned(),
    };
    let label = format!("{} {what} {}", tr!(common.remove), contact.value);
    let (id, value) = (contact.id, contact.value.clone());
    let remove = move || {
        spawn_local(async move {
            let path = format!("/customers/{customer}/contacts/{id}");
            match http::delete(path, None).await {
                Ok(()) => record.reload(),
                Err(failure) => toasts.failure(&failure),
            }
        });
    };
    let ask = move |_| {
        let text = value.clone();
        confirm.danger(
            tr!(customers.contact_remove),
            text,
            tr!(common.remove),
            remove,
        );
    };
    let button = may.then(|| {
        view! { <button type="button" class="btn quiet icon-only small" aria-label=label on:click=ask>{icon(Icon::Close)}</button> }
    });
    view! {
        <li class="row between">
            <div class="grow"><span class="small muted block">{what}</span><span class="as-written">{contact.value}</span></div>
            {button}
        </li>
    }
    .into_any()
}

fn form(record: Remote<Customer>, id: Uuid, version: i64, open: RwSignal<bool>) -> AnyView {
    let toasts = use_toasts();
    let form = Form::new(format!("contact-{id}"), json!({ "kind": "phone" }));
    let submit = move || {
        let send = move |body: Value, key| async move {
            let call = http::Call::post(format!("/customers/{id}/contacts"), key);
            call.json(&body).version(version).done().await
        };
        form.submit(form.body(), check::<NewContact>, send, move |()| {
            open.set(false);
            toasts.good(tr!(common.saved));
            record.reload();
        });
    };
    let kinds = Signal::stored(words::contacts());
    let fields = view! {
        {select(form, "kind", tr!(customers.contact_kind), true, "", kinds)}
        {Field::new(form, "value", tr!(customers.contact_value)).required().show()}
        {Field::new(form, "label", tr!(customers.contact_label)).help(tr!(customers.contact_label_help)).show()}
    };
    crate::components::form::frame(
        form,
        submit,
        None,
        fields.into_any(),
        crate::components::form::submit(form, tr!(common.save)),
    )
}
