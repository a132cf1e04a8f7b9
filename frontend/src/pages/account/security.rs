//! Password and two-step sign-in.

use contract::auth::PasswordChange;
use contract::me::{TotpConfirmation, TotpEnrolment, TotpSecret};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::page::card;
use crate::components::qr::qr;
use crate::components::secret::Secret;
use crate::components::toast::use_toasts;
use crate::components::{badge, form as view};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http::{self, Call};
use crate::core::session::use_session;
use crate::tr;

pub fn panel() -> AnyView {
    view! { <div class="stack">{password()} {two_steps()}</div> }.into_any()
}

fn password() -> AnyView {
    let toasts = use_toasts();
    let form = Form::new("password", json!({}));
    let submit = move || {
        if form.text("new_password") != form.text("repeat") {
            form.add_error("repeat", tr!(valid.mismatch));
            return;
        }
        let body = json!({ "current_password": form.text("current_password"), "new_password": form.text("new_password") });
        let send = |body: Value, key| async move {
            Call::post("/auth/password-changes", key)
                .json(&body)
                .done()
                .await
        };
        form.submit(body, check::<PasswordChange>, send, move |_| {
            toasts.good(tr!(system.password_changed));
            for name in ["current_password", "new_password", "repeat"] {
                form.set(name, "");
            }
            form.settle();
        });
    };
    let fields = view! {
        <p class="muted">{tr!(system.password_sub)}</p>
        {Field::new(form, "current_password", tr!(system.current_password)).required().kind("password").autocomplete("current-password").show()}
        <div class="form-grid">
            {Field::new(form, "new_password", tr!(system.new_password)).required().kind("password").autocomplete("new-password").show()}
            {Field::new(form, "repeat", tr!(system.repeat_password)).required().kind("password").autocomplete("new-password").show()}
        </div>
    };
    let body = view! { <div class="card-body">{view::frame(form, submit, None, fields.into_any(), view::submit(form, tr!(system.password_change)))}</div> };
    card(tr!(system.password), ().into_any(), body.into_any())
}

fn two_steps() -> AnyView {
    let session = use_session();
    let on = Memo::new(move |_| session.me().is_some_and(|me| me.totp_enabled));
    let open = RwSignal::new(false);
    let state = move || {
        if on.get() {
            badge::status((tr!(system.totp_on), "good"))
        } else {
            badge::status((tr!(system.totp_off), ""))
        }
    };
    let button = move || {
        let (class, text) = if on.get() {
            ("btn danger", tr!(system.totp_stop))
        } else {
            ("btn", tr!(system.totp_start))
        };
        view! { <button type="button" class=class data-testid="totp" on:click=move |_| open.set(true)>{text}</button> }
    };
    let body = view! {
        <div class="card-body row between"><p class="muted grow">{tr!(system.totp_sub)}</p>{button}</div>
        <Dialog open class="wide" title=tr!(system.totp)>{if on.get_untracked() { switch_off(open) } else { switch_on(open) }}</Dialog>
    };
    card(tr!(system.totp), state.into_any(), body.into_any())
}

fn switch_on(open: RwSignal<bool>) -> AnyView {
    let (session, toasts) = (use_session(), use_toasts());
    let secret = RwSignal::new(None::<TotpSecret>);
    let (first, second) = (
        Form::new("totp-start", json!({})),
        Form::new("totp-confirm", json!({})),
    );
    let start = move || {
        let send = |body: Value, key| async move {
            http::post::<TotpSecret>("/me/totp", key, &body).await
        };
        first.submit(first.body(), check::<TotpEnrolment>, send, move |made| {
            secret.set(Some(made))
        });
    };
    let confirm = move || {
        let send = |body: Value, key| async move {
            Call::post("/me/totp/confirmations", key)
                .json(&body)
                .done()
                .await
        };
        second.submit(second.body(), check::<TotpConfirmation>, send, move |_| {
            open.set(false);
            toasts.good(tr!(system.totp_enabled));
            spawn_local(session.load());
        });
    };
    (move || match secret.get() {
        None => view::frame(first, start, None, own_password(first), view::submit(first, tr!(setup.next))),
        Some(made) => {
            let fields = view! {
                <div class="enrol">
                    {qr(&made.otpauth_url, tr!(system.totp_qr))}
                    <div class="stack">
                        <p>{tr!(system.totp_scan)}</p>
                        <div class="field">
                            <span class="label">{tr!(system.totp_by_hand)}</span>
                            <Secret text=made.secret label=tr!(system.totp_secret) />
                        </div>
                        <a href=made.otpauth_url>{tr!(system.totp_link)}</a>
                    </div>
                </div>
                {Field::new(second, "code", tr!(system.totp_code)).required().autocomplete("one-time-code").class("input code-input").show()}
            };
            view::frame(second, confirm, None, fields.into_any(), view::submit(second, tr!(system.totp_start)))
        }
    })
    .into_any()
}

fn switch_off(open: RwSignal<bool>) -> AnyView {
    let (session, toasts) = (use_session(), use_toasts());
    let form = Form::new("totp-stop", json!({}));
    let submit = move || {
        let send = |body: Value, _: Uuid| async move {
            Call::new(gloo_net::http::Method::DELETE, "/me/totp")
                .json(&body)
                .done()
                .await
        };
        form.submit(form.body(), check::<TotpEnrolment>, send, move |_| {
            open.set(false);
            toasts.good(tr!(system.totp_disabled));
            spawn_local(session.load());
        });
    };
    view::frame(
        form,
        submit,
        None,
        own_password(form),
        view::submit_danger(form, tr!(system.totp_stop)),
    )
}

fn own_password(form: Form) -> AnyView {
    view! {
        <p class="muted">{tr!(system.totp_confirm_password)}</p>
        {Field::new(form, "current_password", tr!(system.current_password)).required().kind("password").autocomplete("current-password").show()}
    }
    .into_any()
}
