use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::attendance::{Correction, CorrectionPatch, CorrectionQuery, NewCorrection};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::store;
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_corrections)
        .service(create_correction)
        .service(get_correction)
        .service(update_correction);
}

#[utoipa::path(tag = "attendance", operation_id = "list_corrections", summary = "Corrections of attendance inside my reach",
    description = "As CSV the columns are `id`, `employee.id`, `employee.number`, `employee.name`, `team_id`, `date`, `kind`, `at`, \
        `reason`, `state`, `approval_id`, `created_by.id`, `created_by.number`, `created_by.name`, `version`, `created_at`, \
        `updated_at`, `decided_at`.",
    params(CorrectionQuery),
    responses((status = 200, description = "A page of corrections, the latest first", body = Page<Correction>)),
    extensions(("x-action" = json!("attendance_read"))))]
#[get("")]
async fn list_corrections(
    can: Can<tag::AttendanceRead>,
    Query(query): Query<CorrectionQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(
        &can.app,
        "corrections",
        &query,
        "corrections.id",
        store::SORTS,
    )?;
    export::list(can, "corrections", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "attendance", operation_id = "create_correction", summary = "Ask for a correction of an abnormal day, 補卡",
    description = "Starts an approval. The day lies in the last 62 days, something is wrong with it, its month's statement isn't final, and \
        the time is one at which that punch can have been.",
    request_body = NewCorrection,
    responses((status = 201, description = "The correction, on its way to its deciders", body = Correction)),
    extensions(("x-action" = json!("correction_request"))))]
#[post("")]
async fn create_correction(
    can: Can<tag::CorrectionRequest>,
    body: Body<NewCorrection>,
) -> Answer<HttpResponse> {
    can.create(body, store::create).await
}

#[utoipa::path(tag = "attendance", operation_id = "get_correction", summary = "One correction", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The correction", body = Correction)), extensions(("x-action" = json!("attendance_read"))))]
#[get("/{id}")]
async fn get_correction(can: Can<tag::AttendanceRead>, id: Path<Uuid>) -> Answer<One<Correction>> {
    let grant = can.grant.clone();
    Ok(One(can
        .app
        .db
        .point(move |c| store::get(c, &grant, grant.reach(), *id))
        .await?))
}

#[utoipa::path(tag = "attendance", operation_id = "update_correction", summary = "Change a correction that was returned; submit its approval again afterwards",
    params(("id" = Uuid, Path)), request_body = CorrectionPatch,
    responses((status = 200, description = "The correction as it is now", body = Correction)), extensions(("x-action" = json!("correction_request"))))]
#[patch("/{id}")]
async fn update_correction(
    can: Can<tag::CorrectionRequest>,
    id: Path<Uuid>,
    body: Body<CorrectionPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        store::update(tx, grant, *id, patch, known)
    })
    .await
}
