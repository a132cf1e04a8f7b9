//! Photos of a record: those there are, to save, and one more from the camera or a file.

use contract::Page;
use contract::attachment::Attachment;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;
use web_sys::{File, FormData};

use super::file::FilePicker;
use super::icon::{Icon, icon};
use super::page::card;
use super::record::show;
use super::toast::use_toasts;
use crate::core::dom;
use crate::core::http::{self, Body, Call};
use crate::core::remote::Remote;
use crate::tr;

/// `record` is the record's path in the API.
pub fn photos(record: &str) -> AnyView {
    let path = format!("{record}/attachments");
    let all: Remote<Page<Attachment>> = Remote::new({
        let path = path.clone();
        move || http::get(path.clone())
    });
    let (toasts, busy) = (use_toasts(), RwSignal::new(false));
    let chosen = {
        let path = path.clone();
        move |file: File| {
            let Ok(form) = FormData::new() else { return };
            if form
                .append_with_blob_and_filename("file", &file, &file.name())
                .is_err()
            {
                return;
            }
            let path = path.clone();
            busy.set(true);
            spawn_local(async move {
                let call = Call::post(path, Uuid::new_v4()).body(Body::Form(form));
                match call.done().await {
                    Ok(()) => all.reload(),
                    Err(failure) => toasts.failure(&failure),
                }
                busy.try_set(false);
            });
        }
    };
    let row = move |one: Attachment| {
        let content = format!("{path}/{}/content", one.id);
        let name = one.file_name.clone();
        let load = move |_| {
            let (content, name) = (content.clone(), name.clone());
            spawn_local(async move {
                match http::blob(content, "*/*").await {
                    Ok(blob) => dom::download(&blob, &name),
                    Err(failure) => toasts.failure(&failure),
                }
            });
        };
        view! { <li><span class="grow">{one.file_name}</span> <button type="button" class="btn small" on:click=load>{icon(Icon::Download)} {tr!(common.download)}</button></li> }
    };
    let list = move |page: Page<Attachment>| {
        let rows = page.data.into_iter().map(row.clone()).collect_view();
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    let body = view! {
        {show(all, list)}
        <div class="card-body"><FilePicker label=tr!(common.photo) help=tr!(common.photo_help) accept="image/*" disabled=busy.into() chosen /></div>
    };
    card(tr!(common.photos), ().into_any(), body.into_any())
}
