//! What can be done with one risk: look at it anew, change what is written.

use contract::Action;
use contract::risk::{NewRiskReview, Risk};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::form as fields;
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::form as view;
use crate::components::icon::{Icon, icon};
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::remote::Remote;
use crate::tr;

pub fn buttons(record: Remote<Risk>, risk: &Risk) -> AnyView {
    if !risk.allowed_actions.contains(&Action::RiskManage) {
        return ().into_any();
    }
    let (editing, reviewing) = (RwSignal::new(false), RwSignal::new(false));
    let (kept, seen) = (risk.clone(), risk.clone());
    view! {
        <button type="button" class="btn" data-testid="edit-risk" on:click=move |_| editing.set(true)>{icon(Icon::Edit)} {tr!(common.edit)}</button>
        <button type="button" class="btn primary" data-testid="review-risk" on:click=move |_| reviewing.set(true)>{icon(Icon::Check)} {tr!(risks.review)}</button>
        <Dialog open=editing title=tr!(risks.edit)>{fields::edit(record, &kept, editing)}</Dialog>
        <Dialog open=reviewing title=tr!(risks.review)>{review(record, &seen, reviewing)}</Dialog>
    }
    .into_any()
}

fn review(record: Remote<Risk>, risk: &Risk, open: RwSignal<bool>) -> AnyView {
    let (id, version) = (risk.id, risk.version);
    let start =
        json!({ "likelihood": risk.likelihood.to_string(), "impact": risk.impact.to_string() });
    let form = Form::new(format!("review-{id}"), start);
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, key| async move {
            let call = http::Call::post(format!("/risks/{id}/reviews"), key);
            call.json(&body).version(version).done().await
        };
        let body = fields::numbers(form.body());
        form.submit(body, check::<NewRiskReview>, send, move |()| {
            open.set(false);
            toasts.good(tr!(risks.reviewed));
            record.reload();
        });
    };
    let inside = view! {
        <p class="muted">{tr!(risks.review_text)}</p>
        <div class="form-grid">{fields::levels(form)}</div>
        {Field::new(form, "note", tr!(risks.note)).required().show()}
        {Field::new(form, "next_review_on", tr!(risks.next_review)).kind("date").show()}
    };
    view::frame(
        form,
        submit,
        None,
        inside.into_any(),
        view::submit(form, tr!(risks.review)),
    )
}
