//! Files of an approval: certificates, the company's decision. Also shown on the record that is decided.

use contract::attachment::{Attachment, MAX_BYTES};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;
use web_sys::{File, FormData};

use crate::components::file::FilePicker;
use crate::components::icon::{Icon, icon, small};
use crate::components::toast::{Toasts, use_toasts};
use crate::components::{failure, skeleton};
use crate::core::http::{self, Body, Call};
use crate::core::listing::Listing;
use crate::core::{dom, time};
use crate::tr;

pub fn listing(approval: Uuid) -> Listing<Attachment> {
    Listing::of(format!("/approvals/{approval}/attachments"))
}

pub fn panel(
    approval: Uuid,
    listing: Listing<Attachment>,
    attach: bool,
    changed: impl Fn() + Copy + 'static,
) -> AnyView {
    let rows = move || {
        match (listing.failure.get(), listing.fresh.get()) {
        (Some(problem), _) => failure::panel(&problem, move || listing.reload()),
        (None, true) => skeleton::rows(1),
        _ if listing.rows.with(Vec::is_empty) => view! { <p class="card-body muted small">{tr!(approvals.files_empty)}</p> }.into_any(),
        _ => view! { <ul class="rows">{listing.rows.get().into_iter().map(|file| row(approval, file)).collect_view()}</ul> }.into_any(),
    }
    };
    let picker = attach.then(|| picker(approval, listing, changed));
    view! { <div>{rows} {picker}</div> }.into_any()
}

fn picker(
    approval: Uuid,
    listing: Listing<Attachment>,
    changed: impl Fn() + Copy + 'static,
) -> AnyView {
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
            let path = format!("/approvals/{approval}/attachments");
            let call = Call::post(path, Uuid::new_v4()).body(Body::Form(form));
            match call.done().await {
                Ok(_) => {
                    toasts.good(tr!(people.file_added, name = file.name()).to_string());
                    listing.reload();
                    changed();
                }
                Err(failure) => toasts.failure(&failure),
            }
            busy.try_set(false);
        });
    };
    view! {
        <div class="card-body">
            <FilePicker label=tr!(approvals.attach) help=tr!(people.file_help) disabled=busy.into() chosen=upload />
            {move || busy.get().then(|| view! { <p role="status" class="row"><span class="spin"></span> {tr!(people.uploading)}</p> })}
        </div>
    }
    .into_any()
}

fn row(approval: Uuid, file: Attachment) -> AnyView {
    let toasts = use_toasts();
    let who = file.created_by.as_ref().map(|one| one.name.clone());
    let about = tr!(
        people.file_by,
        size = time::bytes(file.size),
        who = who.unwrap_or_default(),
        when = time::instant_date(file.created_at)
    )
    .to_string();
    let (id, name) = (file.id, file.file_name.clone());
    let label = format!("{} {name}", tr!(common.open));
    view! {
        <li>
            {icon(Icon::Document)}
            <span class="grow"><strong>{file.file_name}</strong><span class="small muted block">{about}</span></span>
            <button type="button" class="btn small icon-only" aria-label=label on:click=move |_| download(toasts, approval, id, name.clone())>{small(Icon::Download)}</button>
        </li>
    }
    .into_any()
}

fn download(toasts: Toasts, approval: Uuid, id: Uuid, name: String) {
    spawn_local(async move {
        let path = format!("/approvals/{approval}/attachments/{id}/content");
        match http::blob(path, "*/*").await {
            Ok(blob) => dom::download(&blob, &name),
            Err(failure) => toasts.failure(&failure),
        }
    });
}

/// A link to one file, for the timeline.
pub fn open(approval: Uuid, id: Uuid) -> AnyView {
    let toasts = use_toasts();
    let name = tr!(approvals.document);
    view! {
        <button type="button" class="link-btn row tight" on:click=move |_| download(toasts, approval, id, name.to_owned())>{small(Icon::Clip)} {name}</button>
    }
    .into_any()
}
