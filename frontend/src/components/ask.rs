//! An act on a record that needs one text: a reason, what was done, what is still wrong.

use leptos::prelude::*;
use serde_json::Value;

use super::field::Field;
use super::form as view;
use super::toast::use_toasts;
use crate::core::check::FieldError;
use crate::core::form::Form;
use crate::core::http::Call;
use crate::core::remote::Remote;
use crate::tr;

/// Posted under the version that is shown, where the act asks for one; the dialog closes and the record is fetched again.
pub fn ask<T: Clone + Send + Sync + 'static>(
    record: Remote<T>,
    (path, version): (String, Option<i64>),
    start: Value,
    (name, label): (&'static str, &'static str),
    checked: fn(&Value) -> Vec<FieldError>,
    open: RwSignal<bool>,
) -> AnyView {
    let form = Form::new(path.replace('/', "-"), start);
    let toasts = use_toasts();
    let submit = move || {
        let path = path.clone();
        let send = move |body: Value, key| async move {
            let call = Call::post(path, key).json(&body);
            match version {
                Some(version) => call.version(version).done().await,
                None => call.done().await,
            }
        };
        form.submit(form.body(), checked, send, move |()| {
            open.set(false);
            toasts.good(tr!(common.saved));
            record.reload();
        });
    };
    let field = Field::new(form, name, label).kind("textarea").required();
    view::frame(
        form,
        submit,
        None,
        field.show(),
        view::submit(form, tr!(common.save)),
    )
}
