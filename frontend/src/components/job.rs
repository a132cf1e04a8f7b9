//! Long work on the server: started, watched until it ends, shown with its progress.

use contract::import::{Job, JobState};
use leptos::prelude::*;
use uuid::Uuid;

use super::{badge, banner, failure};
use crate::core::http::{self, Answer, Call};
use crate::core::{dom, words};
use crate::tr;

/// Sends the order and follows the job to its end; every state of it lands in `job`.
pub async fn run(order: Call, job: RwSignal<Option<Job>>) -> Answer<Job> {
    let answer = order.send().await?;
    let place = answer.headers().get("location").unwrap_or_default();
    // An answer that nobody reads keeps its connection.
    let _ = answer.text().await;
    let id = place.rsplit('/').next().unwrap_or_default();
    let mut pause = 150;
    loop {
        let now = http::get::<Job>(format!("/jobs/{id}")).await?;
        if job.try_set(Some(now.clone())).is_some() || over(&now) {
            return Ok(now);
        }
        dom::sleep(pause).await;
        pause = (pause * 3 / 2).min(1_500);
    }
}

pub fn over(job: &Job) -> bool {
    matches!(job.state, JobState::Done | JobState::Failed)
}

/// A key for one order; the same order sent again keeps it.
pub fn key() -> Uuid {
    Uuid::new_v4()
}

/// State, bar and counts.
pub fn progress(job: &Job, title: &'static str) -> AnyView {
    let stat = |text: &'static str, count: i64| view! { <div class="stat"><span class="small muted">{text}</span><b>{count}</b></div> };
    let failed = job.error.clone().map(|text| banner::banner("bad", text));
    let dry = job
        .dry_run
        .then(|| badge::badge(tr!(people.import_dry), "info"));
    view! {
        <section class="job" data-testid="job" role="status">
            <div class="row between"><strong>{title}</strong><span class="row tight">{dry} {badge::status(words::job_state(job.state))}</span></div>
            <progress class="progress" max=job.total_rows.max(1) value=job.done_rows aria-label=title></progress>
            <div class="stats">
                {stat(tr!(people.row_created), job.created_rows)} {stat(tr!(people.row_updated), job.updated_rows)}
                {stat(tr!(people.row_unchanged), job.unchanged_rows)} {stat(tr!(people.row_refused), job.refused_rows)}
            </div>
            {failed}
        </section>
    }
    .into_any()
}

/// A refusal of the order itself.
pub fn refused(failure: &http::Failure) -> AnyView {
    banner::banner("bad", failure::words(failure))
}
