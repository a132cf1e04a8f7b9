//! A version as people read it, with its acknowledgement.

use contract::Action;
use contract::document::{DocumentSection, DocumentVersion};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::words;
use crate::components::badge;
use crate::components::icon::{Icon, icon};
use crate::components::prose::prose;
use crate::components::toast::use_toasts;
use crate::core::{http, locale, time};
use crate::tr;

pub fn version(one: &DocumentVersion, done: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let note = one.note.clone().map(|note| {
        view! { <p class="small muted">{tr!(documents.changed)} ": " {note}</p> }
    });
    view! {
        <section class="card" data-testid="document-text">
            <div class="card-head"><h2>{tr!(documents.version)} " " <span class="num">{one.number}</span> " " {badge::status(words::version(one.state))}</h2><span class="small muted num">{one.published_at.map(time::instant_date)}</span></div>
            <div class="card-body stack">
                {note}
                {one.sections.iter().map(section).collect_view()}
                {acknowledgement(one, done)}
            </div>
        </section>
    }
    .into_any()
}

pub fn section(one: &DocumentSection) -> AnyView {
    let here = locale::current();
    let heading = one.heading.get(here).to_owned();
    // A heading of the regulation says its clause already.
    let clause = one
        .clause
        .clone()
        .filter(|clause| !heading.starts_with(clause.as_str()))
        .map(|clause| view! { <span class="small muted num">"§ " {clause}</span> });
    view! {
        <article class="document-section">
            <h3>{heading} " " {clause}</h3>
            {prose(one.text.get(here))}
        </article>
    }
    .into_any()
}

/// When it was acknowledged, or the button that does it.
fn acknowledgement(
    one: &DocumentVersion,
    done: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let asked = one.allowed_actions.contains(&Action::RegulationAcknowledge);
    if one.read_at.is_none() && !asked {
        return ().into_any();
    }
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let id = one.id;
    let click = move |_| {
        busy.set(true);
        spawn_local(async move {
            let path = format!("/document-versions/{id}/acknowledgements");
            let answer = http::Call::post(path, Uuid::new_v4()).done().await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(()) => done(),
                Err(problem) => toasts.failure(&problem),
            }
        });
    };
    let state = match one.read_at {
        Some(at) => badge::badge(
            tr!(documents.read_on, day = time::instant_date(at)).to_string(),
            "good",
        ),
        None => badge::badge(tr!(documents.to_read), "warn"),
    };
    let button = asked.then(|| {
        view! { <button type="button" class="btn primary" data-testid="acknowledge" disabled=move || busy.get() on:click=click>{icon(Icon::Check)} {tr!(documents.acknowledge)}</button> }
    });
    view! { <div class="row between">{state}{button}</div> }.into_any()
}
