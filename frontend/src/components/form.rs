//! The frame of a form: summary on top, what was restored or merged, buttons below.

use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::banner;
use super::failure;
use super::icon::{Icon, icon};
use crate::core::form::Form;
use crate::tr;

/// `reload`: fetches the record anew and calls `form.merge`; only forms that change something have it.
pub fn frame(
    form: Form,
    submit: impl Fn() + 'static,
    reload: Option<Callback<()>>,
    fields: AnyView,
    foot: AnyView,
) -> AnyView {
    boxed(form, Box::new(submit), reload, fields, foot)
}

/// One copy of the frame for all forms.
fn boxed(
    form: Form,
    submit: Box<dyn Fn()>,
    reload: Option<Callback<()>>,
    fields: AnyView,
    foot: AnyView,
) -> AnyView {
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        submit();
    };
    view! {
        <form class="form" novalidate=true autocomplete="off" on:submit=send>
            {notices(form, reload)}
            {fields}
            <div class="form-foot">{foot}</div>
        </form>
    }
    .into_any()
}

fn notices(form: Form, reload: Option<Callback<()>>) -> AnyView {
    let restored = move || {
        form.restored.get().then(|| {
            let discard = view! {
                <button type="button" class="link-btn" on:click=move |_| form.discard()>{tr!(common.draft_discard)}</button>
            };
            banner::with("info", tr!(common.draft_restored), discard.into_any())
        })
    };
    let merged = move || form.merged.get().map(|text| banner::banner("info", text));
    let stale = move || {
        reload.filter(|_| form.is_stale()).map(|reload| {
            let merge = view! {
                <button type="button" class="btn small" data-testid="merge" on:click=move |_| reload.run(())>
                    {tr!(common.stale_merge)}
                </button>
            };
            let text = format!("{}：{}", tr!(common.stale_title), tr!(common.stale_text));
            view! { <div id=form.summary_id() tabindex="-1">{banner::with("warn", text, merge.into_any())}</div> }
        })
    };
    view! {
        {restored}
        {merged}
        {stale}
        {move || summary(form, reload.is_some())}
    }
    .into_any()
}

/// All errors with links to their fields; takes the focus when it appears.
fn summary(form: Form, mergeable: bool) -> Option<AnyView> {
    let failure = form
        .failure
        .get()
        .filter(|_| !(mergeable && form.is_stale()));
    let errors = form.errors.get();
    if failure.is_none() && errors.is_empty() {
        return None;
    }
    let title = failure.map_or_else(
        || tr!(common.fix_these).to_owned(),
        |failure| failure::words(&failure),
    );
    let view = view! {
        <div class="error-summary" role="alert" tabindex="-1" id=form.summary_id() data-testid="form-errors">
            <p>{title}</p>
            {(!errors.is_empty())
                .then(|| {
                    view! {
                        <ul>
                            {errors
                                .into_iter()
                                .map(|error| {
                                    let href = format!("#{}", form.field_id(error.pointer.trim_start_matches('/')));
                                    let jump = href.clone();
                                    view! {
                                        <li>
                                            <a
                                                href=href
                                                on:click=move |event| {
                                                    event.prevent_default();
                                                    crate::core::dom::focus(jump.trim_start_matches('#'));
                                                }
                                            >
                                                {form.label(&error.pointer)}
                                            </a>
                                            {format!(" — {}", error.text)}
                                        </li>
                                    }
                                })
                                .collect_view()}
                        </ul>
                    }
                })}
        </div>
    };
    Some(view.into_any())
}

pub fn submit(form: Form, text: impl Into<String>) -> AnyView {
    button(form, text, "btn primary", Icon::Check, false)
}

/// Full width, without an icon: for sign-in and the wizard.
pub fn submit_wide(form: Form, text: impl Into<String>) -> AnyView {
    button(form, text, "btn primary wide", Icon::Check, true)
}

pub fn submit_danger(form: Form, text: impl Into<String>) -> AnyView {
    button(form, text, "btn danger solid", Icon::Check, true)
}

fn button(
    form: Form,
    text: impl Into<String>,
    class: &'static str,
    sign: Icon,
    bare: bool,
) -> AnyView {
    let text = text.into();
    view! {
        <button type="submit" class=class data-testid="submit" disabled=move || form.busy.get()>
            {move || match (form.busy.get(), bare) {
                (true, _) => view! { <span class="spin" aria-hidden="true"></span> }.into_any(),
                (false, true) => ().into_any(),
                (false, false) => icon(sign),
            }}
            {text}
        </button>
    }
    .into_any()
}

/// A link back that looks like the second button.
pub fn cancel(path: impl Into<String>) -> AnyView {
    view! { <a class="btn quiet" href=path.into()>{tr!(common.cancel)}</a> }.into_any()
}
