use actix_web::{HttpResponse, get};
use contract::Page;
use contract::access::tag;
use contract::import::{Job, JobQuery, JobRow, JobRowQuery};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::store;
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::Plain;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_jobs)
        .service(get_job)
        .service(list_job_rows);
}

#[utoipa::path(tag = "imports", operation_id = "list_jobs", summary = "My background jobs", params(JobQuery),
    responses((status = 200, description = "A page of jobs", body = Page<Job>)), extensions(("x-action" = json!("job_read"))))]
#[get("")]
async fn list_jobs(can: Can<tag::JobRead>, Query(query): Query<JobQuery>) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, "jobs", &query, "jobs.id", store::SORTS)?;
    export::list(can, "jobs", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "imports", operation_id = "get_job", summary = "One of my jobs, with its progress", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The job", body = Job)), extensions(("x-action" = json!("job_read"))))]
#[get("/{id}")]
async fn get_job(can: Can<tag::JobRead>, id: Path<Uuid>) -> Answer<Plain<Job>> {
    let grant = can.grant.clone();
    Ok(Plain(
        can.app
            .db
            .point(move |c| store::get(c, &grant, *id))
            .await?,
    ))
}

#[utoipa::path(tag = "imports", operation_id = "list_job_rows", summary = "The report of a job, row by row", params(("id" = Uuid, Path), JobRowQuery),
    responses((status = 200, description = "A page of report rows", body = Page<JobRow>)), extensions(("x-action" = json!("job_read"))))]
#[get("/{id}/rows")]
async fn list_job_rows(
    can: Can<tag::JobRead>,
    id: Path<Uuid>,
    Query(query): Query<JobRowQuery>,
) -> Answer<HttpResponse> {
    let id = id.into_inner();
    let paging = Paging::new(
        &can.app,
        "job-rows",
        &query,
        "job_rows.job_id",
        store::ROW_SORTS,
    )?;
    export::list(can, "job-rows", paging, move |c, grant, paging| {
        store::rows(c, grant, id, &query, paging)
    })
    .await
}
