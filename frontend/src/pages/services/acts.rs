//! What can be done with one request now: begin, answer, close, rate, open again, hand over, put right.

use contract::Action;
use contract::service::{NewServiceTransfer, ServiceRequest, ServiceState};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{edit, end};
use crate::components::dialog::Dialog;
use crate::components::failure;
use crate::components::icon::{Icon, icon, small};
use crate::components::menu::Menu;
use crate::components::toast::use_toasts;
use crate::core::check::{FieldError, check};
use crate::core::form::Form;
use crate::core::http;
use crate::core::remote::Remote;
use crate::pages::customers::acts::hand_over;
use crate::tr;

/// The request that acts are about.
#[derive(Clone, Copy)]
pub struct Acts {
    pub record: Remote<ServiceRequest>,
    pub id: Uuid,
    pub version: i64,
}

impl Acts {
    /// A form in a dialog whose body goes to one of the request's nouns.
    pub fn form(
        self,
        noun: &'static str,
        start: Value,
        open: RwSignal<bool>,
        check: fn(&Value) -> Vec<FieldError>,
        shape: fn(Value) -> Value,
        said: &'static str,
    ) -> (Form, impl Fn() + Clone + Send + Sync + 'static) {
        let (id, version) = (self.id, self.version);
        let form = Form::new(format!("service-{noun}-{id}"), start);
        let toasts = use_toasts();
        let submit = move || {
            let send = move |body: Value, key| async move {
                let call = http::Call::post(format!("/service-requests/{id}/{noun}"), key);
                call.json(&body).version(version).done().await
            };
            form.submit(shape(form.body()), check, send, move |()| {
                open.set(false);
                toasts.good(said);
                self.record.reload();
            });
        };
        (form, submit)
    }

    fn start(self) {
        let toasts = use_toasts();
        let (id, version, record) = (self.id, self.version, self.record);
        spawn_local(async move {
            let call = http::Call::post(format!("/service-requests/{id}/starts"), Uuid::new_v4());
            match call.json(&json!({})).version(version).done().await {
                Ok(()) => {
                    toasts.good(tr!(services.started));
                    record.reload();
                }
                Err(problem) => toasts.bad(failure::words(&problem)),
            }
        });
    }
}

pub fn buttons(record: Remote<ServiceRequest>, one: &ServiceRequest) -> AnyView {
    let may = |action: Action| one.allowed_actions.contains(&action);
    let acts = Acts {
        record,
        id: one.id,
        version: one.version,
    };
    let closed = || RwSignal::new(false);
    let (editing, handing, answering) = (closed(), closed(), closed());
    let (closing, rating, reopening) = (closed(), closed(), closed());
    let main = |open: RwSignal<bool>, sign: Icon, text: &'static str, testid: &'static str| {
        view! { <button type="button" class="btn primary" data-testid=testid on:click=move |_| open.set(true)>{icon(sign)} {text}</button> }.into_any()
    };
    // `start` is an update of its own; the rest is what the API allows.
    let (update, transfer, reopen) = (
        may(Action::ServiceUpdate),
        may(Action::ServiceTransfer),
        may(Action::ServiceReopen),
    );
    let starts = update && one.state == ServiceState::Open;
    let more = (update || transfer || reopen).then(|| {
        view! {
            <Menu label=tr!(common.actions) testid="service-more" class="btn icon-only" face=small(Icon::Dots)>
                {update.then(|| view! { <button type="button" data-testid="act-edit" on:click=move |_| editing.set(true)>{small(Icon::Edit)} {tr!(common.edit)}</button> })}
                {transfer.then(|| view! { <button type="button" data-testid="act-transfer" on:click=move |_| handing.set(true)>{small(Icon::Swap)} {tr!(services.transfer)}</button> })}
                {reopen.then(|| view! { <button type="button" data-testid="act-reopen" on:click=move |_| reopening.set(true)>{small(Icon::Return)} {tr!(services.reopen)}</button> })}
            </Menu>
        }
    });
    let kept = StoredValue::new(one.clone());
    view! {
        {more}
        {starts.then(|| view! { <button type="button" class="btn" data-testid="act-start" on:click=move |_| acts.start()>{icon(Icon::Bolt)} {tr!(services.start)}</button> })}
        {may(Action::ServiceAnswer).then(|| main(answering, Icon::Send, tr!(services.to_answer), "act-answer"))}
        {may(Action::ServiceClose).then(|| main(closing, Icon::Check, tr!(services.close), "act-close"))}
        {may(Action::ServiceRate).then(|| main(rating, Icon::Star, tr!(services.rate), "act-rate"))}
        <Dialog open=editing title=tr!(services.edit)>{kept.with_value(|one| edit::form(record, one, editing))}</Dialog>
        <Dialog open=handing title=tr!(services.transfer)>{transfer_form(acts, handing)}</Dialog>
        <Dialog open=answering title=tr!(services.to_answer)>{end::answer(acts, answering)}</Dialog>
        <Dialog open=closing title=tr!(services.close)>{end::close(acts, closing)}</Dialog>
        <Dialog open=rating title=tr!(services.rate)>{end::rate(acts, rating)}</Dialog>
        <Dialog open=reopening title=tr!(services.reopen)>{end::reopen(acts, reopening)}</Dialog>
    }
    .into_any()
}

fn transfer_form(acts: Acts, open: RwSignal<bool>) -> AnyView {
    let (form, submit) = acts.form(
        "transfers",
        json!({}),
        open,
        check::<NewServiceTransfer>,
        |body| body,
        tr!(services.transferred),
    );
    hand_over(form, submit)
}
