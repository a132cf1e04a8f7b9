//! Sign-in: login and password, then the one-time code when the account asks for it.

use contract::Code;
use contract::auth::NewSession;
use leptos::prelude::*;
use serde_json::{Value, json};

use super::frame;
use crate::components::field::Field;
use crate::components::{banner, form as view};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::session::use_session;
use crate::tr;

pub fn page() -> AnyView {
    document().set_title(&format!("{} · {}", tr!(auth.sign_in), tr!(common.product)));
    let session = use_session();
    let form = Form::new("sign-in", json!({}));
    let code_step = RwSignal::new(false);
    // The second step is an answer of the server, not a failure to show.
    Effect::new(move || {
        let code = form
            .failure
            .get()
            .as_ref()
            .and_then(crate::core::http::Failure::code);
        if code == Some(Code::TotpRequired) && !code_step.get_untracked() {
            form.failure.set(None);
            form.errors.set(Vec::new());
            code_step.set(true);
            let id = form.field_id("totp_code");
            request_animation_frame(move || crate::core::dom::focus(&id));
        }
    });
    let submit = move || {
        let send = move |body: Value, _| async move { session.sign_in(&body).await };
        form.submit(form.body(), check::<NewSession>, send, |()| {});
    };
    let fields = move || {
        if code_step.get() {
            code(form, code_step)
        } else {
            credentials(form)
        }
    };
    let body = view! {
        <div>
            <h1>{move || if code_step.get() { tr!(auth.totp_title) } else { tr!(auth.welcome) }}</h1>
            <p class="muted">{move || if code_step.get() { tr!(auth.totp_sub) } else { tr!(auth.sub) }}</p>
        </div>
        {move || session.ended.get().then(|| banner::banner("warn", tr!(auth.session_over)))}
        {view::frame(form, submit, None, fields.into_any(), view::submit_wide(form, tr!(auth.sign_in)))}
        <p class="small muted">{tr!(auth.forgot)}</p>
    };
    frame("sign-in", "auth-box", body.into_any())
}

fn credentials(form: Form) -> AnyView {
    view! {
        {Field::new(form, "login", tr!(auth.login)).required().autocomplete("username").show()}
        {Field::new(form, "password", tr!(auth.password)).required().kind("password").autocomplete("current-password").show()}
    }
    .into_any()
}

fn code(form: Form, code_step: RwSignal<bool>) -> AnyView {
    let back = move |_| {
        form.set("totp_code", "");
        form.set("password", "");
        form.failure.set(None);
        code_step.set(false);
    };
    view! {
        {Field::new(form, "totp_code", tr!(auth.totp_code)).required().autocomplete("one-time-code").class("input code-input").show()}
        <button type="button" class="link-btn" on:click=back>{tr!(auth.other_account)}</button>
    }
    .into_any()
}
