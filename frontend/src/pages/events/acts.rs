//! What can be done with one event: open it, change it, close it with what came of it, cancel it.

use contract::Action;
use contract::customer_event::{
    CustomerEvent, CustomerEventState, NewEventCancellation, NewEventClosing,
};
use leptos::prelude::*;
use serde_json::{Value, json};
use validator::Validate;

use super::create;
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::form as view;
use crate::components::icon::{Icon, icon};
use crate::components::record::act;
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::time;
use crate::tr;

type Record = Remote<CustomerEvent>;

pub fn buttons(record: Record, one: &CustomerEvent) -> AnyView {
    if !one.allowed_actions.contains(&Action::CustomerEventManage) {
        return ().into_any();
    }
    let (editing, closing, cancelling) = (
        RwSignal::new(false),
        RwSignal::new(false),
        RwSignal::new(false),
    );
    let begun = time::is_over(Some(one.starts_at));
    let opened = one.state == CustomerEventState::Open;
    let (kept, end, why) = (one.clone(), one.clone(), one.clone());
    let toasts = use_toasts();
    let (id, version) = (one.id, one.version);
    let begin = move |_| {
        let path = format!("/customer-events/{id}/openings");
        act(
            record,
            toasts,
            (path, version),
            json!({}),
            tr!(events.opened),
        );
    };
    view! {
        <button type="button" class="btn" data-testid="edit-event" on:click=move |_| editing.set(true)>{icon(Icon::Edit)} {tr!(common.edit)}</button>
        {(!begun).then(|| view! { <button type="button" class="btn" data-testid="cancel-event" on:click=move |_| cancelling.set(true)>{icon(Icon::Close)} {tr!(events.cancel)}</button> })}
        {(!opened).then(|| view! { <button type="button" class="btn primary" data-testid="open-event" on:click=begin>{icon(Icon::Send)} {tr!(events.open_act)}</button> })}
        {(opened && begun).then(|| view! { <button type="button" class="btn primary" data-testid="close-event" on:click=move |_| closing.set(true)>{icon(Icon::Check)} {tr!(events.close)}</button> })}
        <Dialog open=editing title=tr!(events.edit)>{create::edit(record, &kept, editing)}</Dialog>
        <Dialog open=closing title=tr!(events.close)>{told::<NewEventClosing>(record, &end, ("closings", "result"), tr!(events.result), tr!(events.close), closing)}</Dialog>
        <Dialog open=cancelling title=tr!(events.cancel)>{told::<NewEventCancellation>(record, &why, ("cancellations", "reason"), tr!(events.reason), tr!(events.cancel), cancelling)}</Dialog>
    }
    .into_any()
}

/// An act that says one thing more.
fn told<B: serde::de::DeserializeOwned + Validate + 'static>(
    record: Record,
    one: &CustomerEvent,
    (noun, name): (&'static str, &'static str),
    label: &'static str,
    button: &'static str,
    open: RwSignal<bool>,
) -> AnyView {
    let (id, version) = (one.id, one.version);
    let form = Form::new(format!("{noun}-{id}"), json!({}));
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, key| async move {
            let call = http::Call::post(format!("/customer-events/{id}/{noun}"), key);
            call.json(&body).version(version).done().await
        };
        form.submit(form.body(), check::<B>, send, move |()| {
            open.set(false);
            toasts.good(tr!(events.saved));
            record.reload();
        });
    };
    let field = Field::new(form, name, label)
        .kind("textarea")
        .required()
        .show();
    view::frame(form, submit, None, field, view::submit(form, button))
}
