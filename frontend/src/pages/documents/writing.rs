//! The draft of the next version: begun from what holds, written section by section, published.

use contract::document::{Document, DocumentKind, DocumentState, DocumentVersion};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};
use uuid::Uuid;

use super::detail::{Record, Versions};
use super::section;
use crate::components::confirm::use_confirm;
use crate::components::dialog::Dialog;
use crate::components::icon::{Icon, icon};
use crate::components::page;
use crate::components::record::show;
use crate::components::toast::{Toasts, use_toasts};
use crate::core::{http, locale};
use crate::tr;

/// What an edit of the draft's sections does.
#[derive(Clone, Copy)]
pub struct Draft {
    pub id: Uuid,
    pub version: i64,
    pub versions: Versions,
    pub toasts: Toasts,
}

impl Draft {
    /// Sends the sections as they are to be.
    pub fn replace(self, sections: Vec<Value>, after: impl FnOnce() + 'static) {
        let body = json!({ "sections": sections });
        spawn_local(async move {
            let path = format!("/document-versions/{}", self.id);
            match http::patch::<DocumentVersion>(path, self.version, &body).await {
                Ok(_) => {
                    after();
                    self.versions.reload();
                }
                Err(problem) => self.toasts.failure(&problem),
            }
        });
    }
}

pub fn card(record: Record, one: &Document, versions: Versions) -> AnyView {
    let (id, kind) = (one.id, one.kind);
    let begins = one.current.is_some() || kind == DocumentKind::Regulation;
    let body = show(versions, move |page| {
        let draft = |one: &DocumentVersion| one.state == DocumentState::Draft;
        match page.data.into_iter().find(draft) {
            Some(one) => drafted(record, one, versions),
            None => begin(id, begins, versions),
        }
    });
    page::card(tr!(documents.draft), ().into_any(), body)
}

/// From what holds; a document that has no text yet begins with its first section.
fn begin(document: Uuid, begins: bool, versions: Versions) -> AnyView {
    let toasts = use_toasts();
    let (busy, open) = (RwSignal::new(false), RwSignal::new(false));
    let click = move |_| {
        if !begins {
            open.set(true);
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let body = json!({ "document_id": document });
            let sent = http::post::<DocumentVersion>("/document-versions", Uuid::new_v4(), &body);
            let answer = sent.await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(_) => versions.reload(),
                Err(problem) => toasts.failure(&problem),
            }
        });
    };
    view! {
        <div class="card-body"><button type="button" class="btn" data-testid="write-document" disabled=move || busy.get() on:click=click>{icon(Icon::Edit)} {tr!(documents.write)}</button></div>
        <Dialog open title=tr!(documents.add_section) class="wide">{section::first(document, versions, open)}</Dialog>
    }
    .into_any()
}

fn drafted(record: Record, one: DocumentVersion, versions: Versions) -> AnyView {
    let toasts = use_toasts();
    let draft = Draft {
        id: one.id,
        version: one.version,
        versions,
        toasts,
    };
    let sections: Vec<Value> = one.sections.iter().map(http::value).collect();
    let kept = StoredValue::new(sections);
    let editing = RwSignal::new(None::<usize>);
    let open = RwSignal::new(false);
    let edit = move |at: Option<usize>| {
        editing.set(at);
        open.set(true);
    };
    let rows = one.sections.iter().enumerate().map(|(at, one)| {
        let heading = one.heading.get(locale::current()).to_owned();
        let (more, up) = (heading.clone(), heading.clone());
        view! {
            <li class="row between">
                <button type="button" class="btn quiet grow start" data-testid=format!("section-{at}") on:click=move |_| edit(Some(at))>{heading}</button>
                <button type="button" class="btn quiet icon-only" disabled=at == 0 aria-label=format!("{} {up}", tr!(documents.move_up)) on:click=move |_| draft.replace(moved(kept, at), || {})><span class="turned">{icon(Icon::Next)}</span></button>
                <button type="button" class="btn quiet icon-only" aria-label=format!("{} {more}", tr!(common.remove)) on:click=move |_| draft.replace(without(kept, at), || {})>{icon(Icon::Close)}</button>
            </li>
        }
    });
    view! {
        <p class="card-body small muted">{tr!(documents.draft_text, n = one.number)}</p>
        <ul class="rows draft-sections">{rows.collect_view()}</ul>
        <div class="card-body row">
            <button type="button" class="btn" data-testid="add-section" on:click=move |_| edit(None)>{icon(Icon::Plus)} {tr!(documents.add_section)}</button>
            {publish(record, &one, versions)}
        </div>
        <Dialog open title=tr!(documents.section) class="wide">{section::edit(draft, kept, editing, open)}</Dialog>
    }
    .into_any()
}

fn moved(kept: StoredValue<Vec<Value>>, at: usize) -> Vec<Value> {
    let mut all = kept.get_value();
    if at > 0 {
        all.swap(at - 1, at);
    }
    all
}

fn without(kept: StoredValue<Vec<Value>>, at: usize) -> Vec<Value> {
    let mut all = kept.get_value();
    if all.len() > 1 {
        all.remove(at);
    }
    all
}

fn publish(record: Record, one: &DocumentVersion, versions: Versions) -> AnyView {
    let (toasts, confirm) = (use_toasts(), use_confirm());
    let (id, version) = (one.id, one.version);
    let click = move |_| {
        confirm.plain(
            tr!(documents.publish),
            tr!(documents.publish_text),
            tr!(documents.publish),
            move || {
                spawn_local(async move {
                    let path = format!("/document-versions/{id}/publications");
                    let call = http::Call::post(path, Uuid::new_v4()).version(version);
                    match call.done().await {
                        Ok(()) => {
                            toasts.good(tr!(documents.published));
                            record.reload();
                            versions.reload();
                        }
                        Err(problem) => toasts.failure(&problem),
                    }
                });
            },
        );
    };
    view! { <button type="button" class="btn primary" data-testid="publish" on:click=click>{icon(Icon::Send)} {tr!(documents.publish)}</button> }.into_any()
}
