//! `/reset#token=…`: a new password with a one-time link.

use contract::auth::PasswordReset;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

use super::frame;
use crate::components::field::Field;
use crate::components::toast::use_toasts;
use crate::components::{banner, form as view};
use crate::core::check::check;
use crate::core::dom;
use crate::core::form::Form;
use crate::core::http::{self, Call};
use crate::tr;

pub fn page() -> AnyView {
    document().set_title(&format!(
        "{} · {}",
        tr!(auth.reset_title),
        tr!(common.product)
    ));
    let token = dom::fragment_value("token").unwrap_or_default();
    let incomplete = token.is_empty();
    let form = Form::new("reset", json!({}));
    let toasts = use_toasts();
    let navigate = use_navigate();
    let submit = move || {
        if form.text("new_password") != form.text("repeat") {
            form.add_error("repeat", tr!(valid.mismatch));
            return;
        }
        let navigate = navigate.clone();
        let body = json!({ "token": token, "new_password": form.text("new_password") });
        let send = |body: Value, key| async move {
            http::set_token(None);
            Call::post("/auth/password-resets", key)
                .json(&body)
                .done()
                .await
                .map(|_| ())
        };
        form.submit(body, check::<PasswordReset>, send, move |()| {
            toasts.good(tr!(auth.reset_done));
            navigate("/sign-in", Default::default());
        });
    };
    let fields = view! {
        {Field::new(form, "new_password", tr!(auth.new_password)).required().kind("password").autocomplete("new-password").help(tr!(auth.password_help)).show()}
        {Field::new(form, "repeat", tr!(auth.repeat_password)).required().kind("password").autocomplete("new-password").show()}
    };
    let body = view! {
        <div><h1>{tr!(auth.reset_title)}</h1><p class="muted">{tr!(auth.reset_sub)}</p></div>
        {if incomplete {
            banner::banner("warn", tr!(auth.reset_no_token))
        } else {
            view::frame(form, submit, None, fields.into_any(), view::submit_wide(form, tr!(auth.set_password)))
        }}
    };
    frame("reset", "auth-box", body.into_any())
}
