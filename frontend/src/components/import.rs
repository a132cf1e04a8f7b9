//! Importing a file, CSV or iCalendar, in a dialog: checked first, then for real.

use contract::Page;
use contract::import::{Job, JobRow};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::file::FilePicker;
use super::icon::{Icon, icon};
use super::{choice, import_columns, job};
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
    /// Where the file's own columns may be told: ours, and which of them one is that says so by its name.
    pub columns: Option<Columns>,
}

#[derive(Clone, Copy)]
pub struct Columns {
    pub ours: fn() -> Vec<(String, String)>,
    pub known: fn(&str) -> Option<&'static str>,
}

/// `done` is called once the rows are in.
pub fn panel(what: What, done: impl Fn() + Copy + Send + 'static) -> AnyView {
    let body = RwSignal::new_local(None::<(String, Body)>);
    let job = RwSignal::new(None::<Job>);
    let refused = RwSignal::new(None::<Failure>);
    let rows = RwSignal::new(Vec::<JobRow>::new());
    let busy = RwSignal::new(false);
    let told = RwSignal::new(Vec::<import_columns::Told>::new());
    let partial = RwSignal::new(false);
    let run = move |dry: bool| {
        let Some((_, file)) = body.get_untracked() else {
            return;
        };
        busy.set(true);
        refused.set(None);
        rows.set(Vec::new());
        spawn_local(async move {
            let mode = if partial.get_untracked() {
                "partial"
            } else {
                "atomic"
            };
            let columns = told.with_untracked(|all| import_columns::query(all));
            let path = format!("/imports/{}?dry_run={dry}&mode={mode}{columns}", what.kind);
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
            if let (Some(columns), Body::Csv(text)) = (what.columns, &file_body) {
                told.set(import_columns::read(text, columns));
            }
            job.set(None);
            refused.set(None);
            rows.set(Vec::new());
            body.set(Some((file.name(), file_body)));
            // What its own names don't say is asked first.
            if told.with_untracked(|all| import_columns::all_known(all)) {
                run(true);
            }
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
            {what.columns.map(|columns| import_columns::table(told, columns))}
            {move || name().map(|_| choice::switch(tr!(people.import_partial), partial))}
            {move || refused.get().map(|failure| job::refused(&failure))}
            {move || job.get().map(|job| job::progress(&job, tr!(people.import_report)))}
            {list}
            {move || name().map(|name| view! {
                <div class="form-foot">
                    <span class="grow row tight">{icon(Icon::Document)} {name}</span>
                    <button type="button" class="btn" data-testid="import-check" disabled=move || busy.get() on:click=move |_| run(true)>{icon(Icon::Check)} {tr!(people.import_check)}</button>
                    <button type="button" class="btn primary" data-testid="import-run" disabled=move || busy.get() on:click=move |_| run(false)>{icon(Icon::Upload)} {tr!(people.import_run)}</button>
                </div>
            })}
        </div>
    }
    .into_any()
}
