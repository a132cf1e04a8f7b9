//! The operations manual: a page for each stage, its acknowledgement, who hasn't; for those who write it the next version.

use contract::case::{CaseStageKey, CaseStages};
use contract::manual::{ManualGap, ManualPage};
use contract::{Action, Page};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::{manual_form, manual_text, words};
use crate::components::badge;
use crate::components::confirm::use_confirm;
use crate::components::dialog::Dialog;
use crate::components::icon::{Icon, icon};
use crate::components::page::{self, card};
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::tr;

pub fn page() -> AnyView {
    let url = UrlState::here();
    let stages = Remote::new(|| http::get::<CaseStages>("/case-stages"));
    let chosen = Memo::new(move |_| {
        let asked = url.get("stage");
        let key = CaseStageKey::ALL.into_iter().find(|k| k.name() == asked);
        key.unwrap_or(CaseStageKey::Consultation)
    });
    let body = show(stages, move |stages| {
        let one = |key: CaseStageKey| {
            let name = words::stage(&stages.data, key);
            view! { <button type="button" aria-pressed=move || (chosen.get() == key).to_string() data-testid=format!("manual-{}", key.name()) on:click=move |_| url.set("stage", key.name())>{name}</button> }
        };
        view! {
            <div class="stack">
                <div class="filters"><div class="segmented" role="group" aria-label=tr!(cases.stage)>{CaseStageKey::ALL.map(one).into_iter().collect_view()}</div></div>
                {move || stage(chosen.get())}
            </div>
        }
        .into_any()
    });
    page::page(
        Route::Manual,
        tr!(cases.manual),
        tr!(cases.manual_sub),
        ().into_any(),
        body,
    )
}

fn stage(key: CaseStageKey) -> AnyView {
    let session = use_session();
    let pages = manual_text::current(key);
    let writes = untrack(move || session.can(Action::ManualManage));
    view! {
        <div class="case-grid">
            <div class="stack">
                {show(pages, move |page| match page.data.into_iter().next() {
                    Some(one) => reading(&one, pages),
                    None => view! { <p class="card card-body muted">{tr!(cases.manual_none)}</p> }.into_any(),
                })}
            </div>
            <div class="stack">
                {writes.then(|| writing(key, pages))}
                {move || pages.get().and_then(|page| {
                    let one = page.data.into_iter().next()?;
                    one.allowed_actions.contains(&Action::ManualWatch).then(|| gaps(one.id))
                })}
            </div>
        </div>
    }
    .into_any()
}

fn reading(one: &ManualPage, pages: Remote<Page<ManualPage>>) -> AnyView {
    let body = view! {
        <div class="card-body stack" data-testid="manual">
            {manual_text::text(one)}
            {manual_text::acknowledgement(one, move || pages.reload())}
        </div>
    };
    view! { <section class="card"><div class="card-head"><h2>{tr!(cases.manual_current)}</h2></div>{body}</section> }.into_any()
}

/// The draft of the next version, or the way to begin one from what holds.
fn writing(key: CaseStageKey, pages: Remote<Page<ManualPage>>) -> AnyView {
    let path = format!("/manual-pages?state=draft&stage={}", key.name());
    let drafts = Remote::new(move || http::get::<Page<ManualPage>>(path.clone()));
    let open = RwSignal::new(false);
    let (toasts, confirm) = (use_toasts(), use_confirm());
    let publish = move |one: ManualPage| {
        confirm.plain(
            tr!(cases.publish),
            tr!(cases.publish_text),
            tr!(cases.publish),
            move || {
                let (id, version) = (one.id, one.version);
                spawn_local(async move {
                    let path = format!("/manual-pages/{id}/publications");
                    let call = http::Call::post(path, Uuid::new_v4()).version(version);
                    match call.done().await {
                        Ok(()) => {
                            toasts.good(tr!(cases.published));
                            drafts.reload();
                            pages.reload();
                        }
                        Err(problem) => toasts.failure(&problem),
                    }
                });
            },
        );
    };
    let body = show(drafts, move |page| {
        let Some(one) = page.data.into_iter().next() else {
            return view! { <div class="card-body"><button type="button" class="btn" data-testid="write-manual" on:click=move |_| open.set(true)>{icon(Icon::Edit)} {tr!(cases.write)}</button></div> }.into_any();
        };
        let (shown, sent) = (one.clone(), one);
        view! {
            <div class="card-body stack">
                {manual_text::text(&shown)}
                <div class="row">
                    <button type="button" class="btn" data-testid="edit-draft" on:click=move |_| open.set(true)>{icon(Icon::Edit)} {tr!(cases.edit_draft)}</button>
                    <button type="button" class="btn primary" data-testid="publish" on:click=move |_| publish(sent.clone())>{icon(Icon::Send)} {tr!(cases.publish)}</button>
                </div>
            </div>
        }
        .into_any()
    });
    let dialog = move || {
        let draft = drafts.value.get_untracked().and_then(Result::ok);
        let holds = pages.value.get_untracked().and_then(Result::ok);
        let first = |page: Option<Page<ManualPage>>| page?.data.into_iter().next();
        manual_form::form(key, first(draft), first(holds), drafts, open)
    };
    view! {
        {card(tr!(cases.draft), ().into_any(), body)}
        <Dialog open title=tr!(cases.write) class="wide">{dialog}</Dialog>
    }
    .into_any()
}

/// Who hasn't acknowledged the version.
fn gaps(id: Uuid) -> AnyView {
    let found = Remote::new(move || {
        http::get::<Page<ManualGap>>(format!("/manual-pages/{id}/gaps?limit=100&include=total"))
    });
    let count = move || found.get().and_then(|page| page.total);
    let body = show(found, |page| {
        if page.data.is_empty() {
            return view! { <p class="card-body">{badge::badge(tr!(cases.gaps_none), "good")}</p> }
                .into_any();
        }
        let one = |gap: ManualGap| view! { <li class="row between"><span>{gap.name}</span><span class="small muted num">{gap.number}</span></li> };
        view! { <ul class="rows" data-testid="gaps">{page.data.into_iter().map(one).collect_view()}</ul> }.into_any()
    });
    let head = view! { <span class="badge num">{count}</span> };
    card(tr!(cases.gaps), head.into_any(), body)
}
