//! Files of an employee: add, open, remove.

use contract::Action;
use contract::attachment::{Attachment, MAX_BYTES};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;
use web_sys::{File, FormData};

use crate::components::confirm::use_confirm;
use crate::components::file::FilePicker;
use crate::components::icon::{Icon, icon, small};
use crate::components::toast::use_toasts;
use crate::components::{empty, failure, skeleton};
use crate::core::http::{self, Body, Call};
use crate::core::listing::Listing;
use crate::core::{dom, time};
use crate::tr;

pub fn documents(id: Uuid, manage: bool) -> AnyView {
    let listing = Listing::<Attachment>::of(format!("/employees/{id}/attachments"));
    let busy = RwSignal::new(false);
    let toasts = use_toasts();
    let upload = move |file: File| {
        if file.size() > MAX_BYTES as f64 {
            toasts.bad(tr!(people.file_too_large));
            return;
        }
        let Ok(form) = FormData::new() else { return };
        let _ = form.append_with_blob_and_filename("file", &file, &file.name());
        busy.set(true);
        spawn_local(async move {
            let call = Call::post(format!("/employees/{id}/attachments"), Uuid::new_v4())
                .body(Body::Form(form));
            match call.done().await {
                Ok(_) => {
                    toasts.good(tr!(people.file_added, name = file.name()).to_string());
                    listing.reload();
                }
                Err(failure) => toasts.failure(&failure),
            }
            busy.try_set(false);
        });
    };
    let rows = move || {
        match (listing.failure.get(), listing.fresh.get()) {
        (Some(problem), _) => failure::panel(&problem, move || listing.reload()),
        (None, true) => skeleton::rows(2),
        _ if listing.rows.with(Vec::is_empty) => empty::plain(Icon::Document, tr!(people.files_empty_title), tr!(people.files_empty_text)),
        _ => view! { <ul class="rows">{listing.rows.get().into_iter().map(|file| row(listing, file)).collect_view()}</ul> }.into_any(),
    }
    };
    let picker = manage.then(|| {
        view! {
            <FilePicker label=tr!(people.file_add) help=tr!(people.file_help) disabled=busy.into() chosen=upload />
            {move || busy.get().then(|| view! { <p role="status" class="row"><span class="spin"></span> {tr!(people.uploading)}</p> })}
        }
    });
    view! { <div class="stack">{picker} <section class="card">{rows}</section></div> }.into_any()
}

fn row(listing: Listing<Attachment>, file: Attachment) -> AnyView {
    let (toasts, confirm) = (use_toasts(), use_confirm());
    let who = file
        .created_by
        .as_ref()
        .map(|person| person.name.clone())
        .unwrap_or_default();
    let about = tr!(
        people.file_by,
        size = time::bytes(file.size),
        who = who,
        when = time::instant_date(file.created_at)
    )
    .to_string();
    let (id, name) = (file.id, file.file_name.clone());
    let open = move |_| {
        let name = name.clone();
        spawn_local(async move {
            match http::blob(format!("/attachments/{id}/content"), "*/*").await {
                Ok(blob) => dom::download(&blob, &name),
                Err(failure) => toasts.failure(&failure),
            }
        });
    };
    let gone = file.file_name.clone();
    let remove = move |_| {
        confirm.danger(
            tr!(people.file_delete, name = gone.clone()).to_string(),
            tr!(people.file_delete_text),
            tr!(common.remove),
            move || {
                spawn_local(async move {
                    match http::delete(format!("/attachments/{id}"), None).await {
                        Ok(()) => listing.reload(),
                        Err(failure) => toasts.failure(&failure),
                    }
                });
            },
        );
    };
    let label = file.file_name.clone();
    view! {
        <li>
            {icon(Icon::Document)}
            <span class="grow"><strong>{file.file_name.clone()}</strong><span class="small muted block">{about}</span></span>
            <button type="button" class="btn small" aria-label=format!("{} {label}", tr!(common.open)) on:click=open>{small(Icon::Download)} {tr!(common.open)}</button>
            {file
                .allowed_actions
                .contains(&Action::DocumentManage)
                .then(|| view! { <button type="button" class="btn quiet icon-only small" aria-label=format!("{} {label}", tr!(common.remove)) on:click=remove>{small(Icon::Trash)}</button> })}
        </li>
    }
    .into_any()
}
