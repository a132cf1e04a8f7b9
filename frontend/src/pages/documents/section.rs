//! One section of a draft, in three languages.

use contract::document::{DocumentVersion, DocumentVersionPatch, NewDocumentVersion};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::detail::Versions;
use super::writing::Draft;
use crate::components::field::Field;
use crate::components::form as view;
use crate::components::toast::use_toasts;
use crate::core::check::{FieldError, check};
use crate::core::form::Form;
use crate::core::http;
use crate::tr;

/// The first section of a document that has no text yet.
pub fn first(document: Uuid, versions: Versions, open: RwSignal<bool>) -> AnyView {
    let form = Form::new(format!("first-section-{document}"), json!({}));
    let toasts = use_toasts();
    let submit = move || {
        let body = json!({ "document_id": document, "sections": [section(form)] });
        let send = |body: Value, key| async move {
            http::post::<DocumentVersion>("/document-versions", key, &body).await
        };
        form.submit(body, inside::<NewDocumentVersion>, send, move |_| {
            open.set(false);
            toasts.good(tr!(documents.drafted));
            versions.reload();
        });
    };
    framed(form, submit)
}

/// Changes a section, or adds one at the end.
pub fn edit(
    draft: Draft,
    kept: StoredValue<Vec<Value>>,
    editing: RwSignal<Option<usize>>,
    open: RwSignal<bool>,
) -> AnyView {
    let at = editing.get_untracked();
    let there = at.and_then(|at| kept.with_value(|all| all.get(at).cloned()));
    let name = at.map_or_else(|| "new".to_owned(), |at| at.to_string());
    let start = there.unwrap_or_else(|| json!({}));
    let form = Form::new(format!("section-{}-{name}", draft.id), start);
    let submit = move || {
        let mut all = kept.get_value();
        let at = at.unwrap_or(all.len());
        match all.get_mut(at) {
            Some(one) => *one = section(form),
            None => all.push(section(form)),
        }
        let body = json!({ "sections": all });
        let send = move |body: Value, _| async move {
            let path = format!("/document-versions/{}", draft.id);
            http::patch::<DocumentVersion>(path, draft.version, &body).await
        };
        form.submit(body, inside::<DocumentVersionPatch>, send, move |_| {
            open.set(false);
            draft.toasts.good(tr!(documents.drafted));
            draft.versions.reload();
        });
    };
    framed(form, submit)
}

/// What is wrong with a section is told at its fields.
fn inside<T: serde::de::DeserializeOwned + validator::Validate>(body: &Value) -> Vec<FieldError> {
    let mut errors = check::<T>(body);
    for error in &mut errors {
        let mut parts = error.pointer.splitn(4, '/');
        if let (Some(""), Some("sections"), Some(_), Some(rest)) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        {
            error.pointer = format!("/{rest}");
        }
    }
    errors
}

fn section(form: Form) -> Value {
    let mut body = form.body();
    if body["clause"].as_str() == Some("")
        && let Some(fields) = body.as_object_mut()
    {
        fields.remove("clause");
    }
    body
}

fn framed(form: Form, submit: impl Fn() + 'static) -> AnyView {
    let area = |name: &'static str, label: &'static str| {
        let field = Field::new(form, name, label).required().kind("textarea");
        field.full().class("input tall").show()
    };
    let fields = view! {
        <p class="muted">{tr!(documents.text_help)}</p>
        <div class="form-grid">
            {Field::new(form, "clause", tr!(documents.clause)).help(tr!(documents.clause_help)).show()}
            {Field::new(form, "heading/zh_hant", tr!(documents.hant)).required().show()}
            {Field::new(form, "heading/zh_hans", tr!(documents.hans)).required().show()}
            {Field::new(form, "heading/en", tr!(documents.english)).required().show()}
            {area("text/zh_hant", tr!(documents.text_hant))}
            {area("text/zh_hans", tr!(documents.text_hans))}
            {area("text/en", tr!(documents.text_english))}
        </div>
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(documents.save_draft)),
    )
}
