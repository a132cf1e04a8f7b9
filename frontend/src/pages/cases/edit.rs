//! What is known of a case itself: product, premium, date, next step; shared by "new" and "change".

use contract::case::{Case, CasePatch};
use leptos::prelude::*;
use serde_json::{Value, json};

use crate::components::field::Field;
use crate::components::form as view;
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::session::use_session;
use crate::pages::customers::words;
use crate::tr;

pub fn fields(form: Form) -> AnyView {
    view! {
        {Field::new(form, "product", tr!(cases.product)).show()}
        {Field::new(form, "expected_premium", tr!(cases.premium)).help(tr!(cases.premium_help)).show()}
        {Field::new(form, "expected_close_on", tr!(cases.close_on)).kind("date").show()}
        {Field::new(form, "next_step", tr!(cases.next_step)).kind("textarea").full().show()}
    }
    .into_any()
}

/// The department's currency.
pub fn currency() -> String {
    let session = use_session();
    let currency = untrack(move || session.me().map(|me| me.currency.clone()));
    currency.unwrap_or_default()
}

/// The premium is written as people write it and sent in minor units.
pub fn body(mut body: Value, currency: &str) -> Value {
    let written = body.get("expected_premium").and_then(Value::as_str);
    if let Some(text) = written {
        let amount = words::minor(text).map_or(Value::from(text), Value::from);
        body["expected_premium"] = json!({ "amount": amount, "currency": currency });
    }
    body
}

/// In a dialog of the case's page.
pub fn form(record: Remote<Case>, case: &Case, open: RwSignal<bool>) -> AnyView {
    let (id, version) = (case.id, case.version);
    let mut start = http::value(case);
    if let Some(premium) = &case.expected_premium {
        let amount = premium.amount;
        start["expected_premium"] = match amount % 100 {
            0 => (amount / 100).to_string().into(),
            rest => format!("{}.{rest:02}", amount / 100).into(),
        };
    }
    let names = [
        "product",
        "expected_premium",
        "expected_close_on",
        "next_step",
    ];
    let form = Form::new(
        format!("case-{id}"),
        crate::core::form::pick(&start, &names),
    );
    let currency = case
        .expected_premium
        .as_ref()
        .map_or_else(currency, |premium| premium.currency.clone());
    let toasts = use_toasts();
    let submit = move || {
        let body = body(form.patch(), &currency);
        let send = move |body: Value, _| async move {
            http::patch::<Case>(format!("/cases/{id}"), version, &body).await
        };
        form.submit(body, check::<CasePatch>, send, move |newer| {
            open.set(false);
            toasts.good(tr!(cases.saved));
            record.put(newer);
        });
    };
    view::frame(
        form,
        submit,
        None,
        fields(form),
        view::submit(form, tr!(common.save)),
    )
}
