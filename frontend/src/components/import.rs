//! Importing a file, CSV or iCalendar, in a dialog: checked first, then for real.

use contract::Page;
use contract::import::{Job, JobRow};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::file::FilePicker;
use super::icon::{Icon, icon};
use super::job;
use crate::core::http::{self, Body, Call, Failure};
use crate::tr;

/// What is imported, and how its file is asked for.
#[derive(Clone, Copy)]
pub struct What {
    /// As in `/imports/{kind}`.
    pub kind: &'static str,
    pub label: &'static str,
    pub help: &'static str,
    pub accept: &'static str,
}

/// `done` is called once the rows are in.
pub fn panel(what: What, done: impl Fn() + Copy + Send + 'static) -> AnyView {
    let body = RwSignal::new_local(None::<(String, Body)>);
    let job = RwSignal::new(None::<Job>);
    let refused = RwSignal::new(None::<Failure>);
    let rows = RwSignal::new(Vec::<JobRow>::new());
    let busy = RwSignal::new(false);
    let run = move |dry: bool| {
        let Some((_, file)) = body.get_untracked() else {
            return;
        };
        busy.set(true);
        refused.set(None);
        rows.set(Vec::new());
        spawn_local(async move {
            let path = format!("/imports/{}?dry_run={dry}", what.kind);
            match job::run(Call::post(path, job::key()).body(file), job).await {
                Ok(over) => {
                    let path = format!("/jobs/{}/rows?outcome=refused", over.id);
                    if let Ok(page) = http::get::<Page<JobRow>>(path).await {
                        rows.try_set(page.data);
                    }
                    if !dry {
                        done();
                    }
                }
                Err(failure) => {
                    refused.try_set(Some(failure));
                }
            }
            busy.try_set(false);
        });
    };
    let chosen = move |file: File| {
        spawn_local(async move {
            let Ok(text) = JsFuture::from(file.text()).await else {
                return;
            };
            let text = text.as_string().unwrap_or_default();
            let file_body = if text.trim_start().starts_with("BEGIN:VCALENDAR") {
                Body::Calendar(text)
            } else {
                Body::Csv(text)
            };
            body.set(Some((file.name(), file_body)));
            run(true);
        });
    };
    let name = move || body.get().map(|(name, _)| name);
    let list = move || {
        let line = |row: JobRow| {
            let what = row
                .errors
                .iter()
                .map(|error| format!("{}：{}", error.column, error.detail))
                .collect::<Vec<_>>()
                .join("；");
            view! { <li><span class="num">{row.row}</span> <span class="grow">{format!("{} {what}", row.key)}</span></li> }
        };
        let all = rows.get();
        (!all.is_empty()).then(|| view! { <ul class="rows flush small">{all.into_iter().map(line).collect_view()}</ul> })
    };
    view! {
        <div class="stack">
            <FilePicker label=what.label help=what.help accept=what.accept disabled=busy.into() chosen />
            {move || refused.get().map(|failure| job::refused(&failure))}
            {move || job.get().map(|job| job::progress(&job, tr!(people.import_report)))}
            {list}
            {move || name().map(|name| view! {
                <div class="form-foot">
                    <span class="grow row tight">{icon(Icon::Document)} {name}</span>
                    <button type="button" class="btn primary" data-testid="import-run" disabled=move || busy.get() on:click=move |_| run(false)>{icon(Icon::Upload)} {tr!(people.import_run)}</button>
                </div>
            })}
        </div>
    }
    .into_any()
}
