//! Importing a calendar, from CSV or iCalendar: checked first, then for real.

use contract::Page;
use contract::calendar::CalendarDay;
use contract::import::{Job, JobRow};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use crate::components::file::FilePicker;
use crate::components::icon::{Icon, icon};
use crate::components::job;
use crate::core::http::{self, Body, Call, Failure};
use crate::core::remote::Remote;
use crate::tr;

pub fn panel(days: Remote<Page<CalendarDay>>) -> AnyView {
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
            let path = format!("/imports/calendar-days?dry_run={dry}");
            match job::run(Call::post(path, job::key()).body(file), job).await {
                Ok(done) => {
                    let path = format!("/jobs/{}/rows?outcome=refused", done.id);
                    if let Ok(page) = http::get::<Page<JobRow>>(path).await {
                        rows.try_set(page.data);
                    }
                    if !dry {
                        days.reload();
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
            <FilePicker label=tr!(leave.calendar_import) help=tr!(leave.calendar_import_text) accept=".csv,.ics,text/csv,text/calendar" disabled=busy.into() chosen />
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
