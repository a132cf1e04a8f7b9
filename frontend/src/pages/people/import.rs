//! Import from CSV: check first, show the report, then for real.

use contract::import::{Job, JobRow, JobState};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use crate::components::choice::segmented;
use crate::components::crumbs::crumbs;
use crate::components::file::FilePicker;
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, table};
use crate::components::toast::{Toasts, use_toasts};
use crate::components::{badge, banner, empty, page};
use crate::core::http::{self, Body, Call};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::{dom, words};
use crate::tr;

#[derive(Clone, Copy)]
struct Import {
    csv: RwSignal<Option<(String, String)>>,
    job: RwSignal<Option<Job>>,
    partial: RwSignal<bool>,
    busy: RwSignal<bool>,
    toasts: Toasts,
}

pub fn page() -> AnyView {
    let import = Import {
        csv: RwSignal::new(None),
        job: RwSignal::new(None),
        partial: RwSignal::new(false),
        busy: RwSignal::new(false),
        toasts: use_toasts(),
    };
    let body = view! {
        {crumbs(vec![(tr!(people.title).into(), "/employees".into())])}
        <div class="stack">
            {move || if import.csv.with(Option::is_none) { choose(import) } else { run(import) }}
            {move || report(import)}
        </div>
    };
    page::narrow(
        Route::ImportEmployees,
        tr!(people.import_title),
        tr!(people.import_sub),
        body.into_any(),
    )
}

fn choose(import: Import) -> AnyView {
    let chosen = move |file: File| {
        spawn_local(async move {
            let Ok(text) = JsFuture::from(file.text()).await else {
                return;
            };
            import
                .csv
                .set(Some((file.name(), text.as_string().unwrap_or_default())));
            import.start(true).await;
        });
    };
    view! {
        <FilePicker label=tr!(people.import_file) help=tr!(people.import_columns_text) accept=".csv,text/csv" chosen />
    }
    .into_any()
}

fn run(import: Import) -> AnyView {
    let name = import
        .csv
        .with(|csv| csv.as_ref().map(|csv| csv.0.clone()))
        .unwrap_or_default();
    let again = move |_| {
        import.csv.set(None);
        import.job.set(None);
    };
    let go = move |dry: bool| spawn_local(async move { import.start(dry).await });
    view! {
        <section class="card">
            <div class="card-body stack">
                <div class="row between">
                    <span class="row">{icon(Icon::Document)} <strong>{name}</strong></span>
                    <button type="button" class="btn small" on:click=again>{tr!(people.import_again)}</button>
                </div>
                <div class="field">
                    <span class="label">{tr!(people.import_mode)}</span>
                    <div>{segmented(tr!(people.import_mode), vec![(false, tr!(people.import_atomic)), (true, tr!(people.import_partial))], move || import.partial.get(), move |on| import.partial.set(on))}</div>
                </div>
                <div class="row">
                    <button type="button" class="btn primary" data-testid="import-run" disabled=move || import.busy.get() on:click=move |_| go(false)>{icon(Icon::Upload)} {tr!(people.import_run)}</button>
                    <button type="button" class="btn" data-testid="import-check" disabled=move || import.busy.get() on:click=move |_| go(true)>{tr!(people.import_check)}</button>
                </div>
            </div>
        </section>
    }
    .into_any()
}

impl Import {
    /// Sends the file and watches the job until it ends.
    async fn start(self, dry: bool) {
        let Some((_, csv)) = self.csv.get_untracked() else {
            return;
        };
        self.busy.set(true);
        self.job.set(None);
        let mode = if self.partial.get_untracked() {
            "partial"
        } else {
            "atomic"
        };
        let path = format!("/imports/employees?dry_run={dry}&mode={mode}");
        let answer = Call::post(path, Uuid::new_v4())
            .body(Body::Csv(csv))
            .send()
            .await;
        match answer {
            Ok(response) => {
                let place = response.headers().get("location").unwrap_or_default();
                // The browser holds the connection until the answer was read.
                let _ = response.text().await;
                self.watch(place.rsplit('/').next().unwrap_or_default())
                    .await
            }
            Err(failure) => self.toasts.failure(&failure),
        }
        self.busy.try_set(false);
    }

    async fn watch(self, id: &str) {
        loop {
            match http::get::<Job>(format!("/jobs/{id}")).await {
                Ok(job) => {
                    let over = matches!(job.state, JobState::Done | JobState::Failed);
                    if self.job.try_set(Some(job)).is_some() || over {
                        return;
                    }
                }
                Err(failure) => return self.toasts.failure(&failure),
            }
            dom::sleep(700).await;
        }
    }
}

fn report(import: Import) -> Option<AnyView> {
    let job = import.job.get()?;
    let over = matches!(job.state, JobState::Done | JobState::Failed);
    let title = if job.dry_run {
        format!("{} · {}", tr!(people.import_report), tr!(people.import_dry))
    } else {
        tr!(people.import_report).to_owned()
    };
    let stat = |text: &'static str, count: i64| view! { <div class="stat"><span class="small muted">{text}</span><b>{count}</b></div> };
    let verdict = match (&job.error, job.refused_rows) {
        (Some(error), _) => banner::banner("bad", error.clone()),
        (None, 0) => banner::banner("good", tr!(people.import_clean)),
        (None, n) => banner::banner("warn", tr!(people.import_bad, n = n).to_string()),
    };
    let view = view! {
        <section class="card" data-testid="import-report">
            <div class="card-head"><h2>{title}</h2>{badge::status(words::job_state(job.state))}</div>
            <div class="card-body stack">
                <progress class="progress" max=job.total_rows.max(1) value=job.done_rows aria-label=tr!(people.import_report)></progress>
                <div class="stats">
                    {stat(tr!(people.row_created), job.created_rows)} {stat(tr!(people.row_updated), job.updated_rows)}
                    {stat(tr!(people.row_unchanged), job.unchanged_rows)} {stat(tr!(people.row_refused), job.refused_rows)}
                </div>
                {over.then_some(verdict)}
            </div>
        </section>
        {over.then(|| rows(job.id))}
    };
    Some(view.into_any())
}

fn rows(id: Uuid) -> AnyView {
    let refused = RwSignal::new(false);
    let filters = Memo::new(move |_| {
        if refused.get() {
            vec![("outcome".to_owned(), "refused".to_owned())]
        } else {
            Vec::new()
        }
    });
    let listing = Listing::<JobRow>::new(format!("/jobs/{id}/rows"), filters.into());
    let columns = vec![
        Column::new(tr!(people.number), |row: &JobRow| {
            view! { <span class="num">{row.key.clone()}</span> }.into_any()
        }),
        Column::new(tr!(people.import_row), |row: &JobRow| row.row.into_any()).class("num"),
        Column::new(tr!(people.import_outcome), |row: &JobRow| {
            badge::status(words::outcome(row.outcome))
        }),
        Column::new(tr!(people.import_errors), |row: &JobRow| {
            let line = |error: &contract::import::RowError| view! { <li><code>{error.column.clone()}</code> " — " {error.detail.clone()}</li> };
            view! { <ul>{row.errors.iter().map(line).collect_view()}</ul> }.into_any()
        }),
    ];
    let none = || empty::plain(Icon::Check, tr!(people.import_clean), "");
    view! {
        <div>{segmented(tr!(common.filters), vec![(false, tr!(people.import_all_rows)), (true, tr!(people.import_refused_rows))], move || refused.get(), move |on| refused.set(on))}</div>
        {table(tr!(people.import_report), listing, columns, None, false, none)}
    }
    .into_any()
}
