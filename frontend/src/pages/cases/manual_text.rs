//! A page of the manual as people read it, with its acknowledgement; beside a case and on the manual's own page.

use contract::case::CaseStageKey;
use contract::manual::ManualPage;
use contract::{Action, Page};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::components::badge;
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::prose::prose;
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::core::remote::Remote;
use crate::core::{http, locale, time};
use crate::tr;

/// The current page of one stage.
pub fn current(stage: CaseStageKey) -> Remote<Page<ManualPage>> {
    let path = format!("/manual-pages?state=current&stage={}", stage.name());
    Remote::new(move || http::get::<Page<ManualPage>>(path.clone()))
}

pub fn beside(stage: CaseStageKey) -> AnyView {
    let pages = current(stage);
    let body = show(pages, move |page| {
        page.data.into_iter().next().map_or_else(
            || view! { <p class="card-body muted">{tr!(cases.manual_none)}</p> }.into_any(),
            |one| view! { <div class="card-body stack">{text(&one)}{acknowledgement(&one, move || pages.reload())}</div> }.into_any(),
        )
    });
    view! { <div data-testid="manual">{card(tr!(cases.manual), ().into_any(), body)}</div> }
        .into_any()
}

/// Headings, items, paragraphs.
pub fn text(page: &ManualPage) -> AnyView {
    prose(page.text.get(locale::current()))
}

pub fn version(page: &ManualPage) -> String {
    let day = page.published_at.map(time::instant_date);
    tr!(
        cases.manual_version,
        n = page.number,
        day = day.unwrap_or_default()
    )
    .to_string()
}

/// When it was acknowledged, or the button that does it.
pub fn acknowledgement(
    page: &ManualPage,
    done: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let (id, version) = (page.id, version(page));
    let click = move |_| {
        busy.set(true);
        spawn_local(async move {
            let call = http::Call::post(
                format!("/manual-pages/{id}/acknowledgements"),
                Uuid::new_v4(),
            );
            let answer = call.done().await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(()) => done(),
                Err(problem) => toasts.failure(&problem),
            }
        });
    };
    let state = match page.read_at {
        Some(at) => badge::badge(
            tr!(cases.acknowledged, day = time::instant_date(at)).to_string(),
            "good",
        ),
        None => badge::badge(tr!(cases.not_acknowledged), "warn"),
    };
    let button = page.allowed_actions.contains(&Action::ManualAcknowledge).then(|| {
        view! { <button type="button" class="btn primary small" data-testid="acknowledge" disabled=move || busy.get() on:click=click>{icon(Icon::Check)} {tr!(cases.acknowledge)}</button> }
    });
    view! { <div class="row between"><span class="row">{state}<span class="small muted num">{version}</span></span>{button}</div> }
        .into_any()
}
