//! Writing the next version of a page, in three languages.

use contract::Page;
use contract::case::CaseStageKey;
use contract::manual::{ManualPage, ManualPagePatch, NewManualPage};
use leptos::prelude::*;
use serde_json::{Value, json};

use crate::components::field::Field;
use crate::components::form as view;
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::remote::Remote;
use crate::tr;

/// Changes the draft, or begins one with the text that holds.
pub fn form(
    key: CaseStageKey,
    draft: Option<ManualPage>,
    holds: Option<ManualPage>,
    drafts: Remote<Page<ManualPage>>,
    open: RwSignal<bool>,
) -> AnyView {
    let text = draft.as_ref().or(holds.as_ref()).map(|page| &page.text);
    let start = json!({ "text": text.map_or_else(|| json!({}), http::value) });
    let form = Form::new(format!("manual-{}", key.name()), start);
    let toasts = use_toasts();
    let known = draft.map(|page| (page.id, page.version));
    let done = move |_: ManualPage| {
        open.set(false);
        toasts.good(tr!(cases.drafted));
        drafts.reload();
    };
    let submit = move || {
        let mut body = form.body();
        match known {
            Some((id, version)) => {
                let send = move |body: Value, _| async move {
                    let path = format!("/manual-pages/{id}");
                    http::patch::<ManualPage>(path, version, &body).await
                };
                form.submit(body, check::<ManualPagePatch>, send, done);
            }
            None => {
                body["stage"] = key.name().into();
                let send = |body: Value, key| async move {
                    http::post::<ManualPage>("/manual-pages", key, &body).await
                };
                form.submit(body, check::<NewManualPage>, send, done);
            }
        }
    };
    let area = |name: &'static str, label: &'static str| {
        let field = Field::new(form, name, label).required().kind("textarea");
        field.full().class("input tall").show()
    };
    let fields = view! {
        <p class="muted">{tr!(cases.text_help)}</p>
        {area("text/zh_hant", tr!(cases.hant))}
        {area("text/zh_hans", tr!(cases.hans))}
        {area("text/en", tr!(cases.english))}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(cases.save_draft)),
    )
}
