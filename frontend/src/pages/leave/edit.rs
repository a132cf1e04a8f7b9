//! A returned request: changed and sent again in one go.

use contract::leave::{LeaveRequest, LeaveRequestPatch};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::fields::{all_types, fields};
use super::quote::Quote;
use crate::components::toast::use_toasts;
use crate::components::{banner, form as view};
use crate::core::check::check;
use crate::core::form::{Form, pick};
use crate::core::http::{self, Answer};
use crate::core::remote::Remote;
use crate::tr;

const NAMES: &[&str] = &["starts_on", "starts_half", "ends_on", "ends_half", "reason"];

pub fn panel(record: Remote<LeaveRequest>, one: &LeaveRequest) -> AnyView {
    let toasts = use_toasts();
    let (id, version, approval) = (one.id, one.version, one.approval_id);
    let mut start = pick(one, NAMES);
    start["leave_type_id"] = json!(one.leave_type.id);
    if let Some(stand_in) = &one.stand_in {
        start["stand_in_id"] = json!(stand_in.id);
    }
    let form = Form::new(format!("leave-{id}"), start);
    let quote = Quote::of(form);
    let submit = move || {
        let send = move |body: Value, key| send(id, version, approval, body, key);
        form.submit(form.patch(), check::<LeaveRequestPatch>, send, move |()| {
            toasts.good(tr!(leave.resubmitted));
            record.reload();
        });
    };
    let entries = view! {
        {banner::banner("warn", tr!(leave.edit_returned_text))}
        {fields(form, all_types(), one.stand_in.clone(), Some(one.employee.id))}
    };
    let frame = view::frame(
        form,
        submit,
        Some(Callback::new(move |()| record.reload())),
        entries.into_any(),
        view::submit(form, tr!(leave.edit_returned)),
    );
    view! {
        <div class="split" data-testid="edit-returned">
            <section class="card"><div class="card-body">{frame}</div></section>
            {quote.panel()}
        </div>
    }
    .into_any()
}

async fn send(
    id: Uuid,
    version: i64,
    approval: Option<Uuid>,
    body: Value,
    key: Uuid,
) -> Answer<()> {
    if body.as_object().is_some_and(|body| !body.is_empty()) {
        http::patch::<LeaveRequest>(format!("/leave-requests/{id}"), version, &body).await?;
    }
    if let Some(approval) = approval {
        http::Call::post(format!("/approvals/{approval}/resubmissions"), key)
            .json(&json!({}))
            .done()
            .await?;
    }
    Ok(())
}
