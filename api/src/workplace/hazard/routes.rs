use actix_web::{HttpResponse, get, post, web};
use contract::Page;
use contract::access::tag;
use contract::attachment::{Attachment, AttachmentQuery, Upload};
use contract::hazard::{
    Hazard, HazardQuery, NewHazard, NewHazardAssignment, NewHazardDismissal, NewHazardRecheck,
    NewHazardRectification,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{act, files, store};
use crate::access::Can;
use crate::engine::attachment::OfRecord;
use crate::engine::export;
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_hazards)
        .service(report_hazard)
        .service(get_hazard)
        .service(assign_hazard)
        .service(rectify_hazard)
        .service(recheck_hazard)
        .service(dismiss_hazard)
        .service(list_hazard_files)
        .service(add_hazard_file)
        .service(download_hazard_file);
}

#[utoipa::path(tag = "hazards", operation_id = "list_hazards", summary = "Hazards of my team, or that I put right",
    params(HazardQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<Hazard>)),
    extensions(("x-action" = json!("hazard_read"))))]
#[get("")]
async fn list_hazards(
    can: Can<tag::HazardRead>,
    Query(query): Query<HazardQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("hazards.id", store::SORTS);
    let paging = Paging::new(&can.app, "hazards", &query, id, sorts)?;
    export::list(can, "hazards", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "hazards", operation_id = "report_hazard", summary = "Report a hazard",
    description = "Whoever is above learns of it at once. By when it is to be put right follows from how severe it is, unless a day is told.",
    request_body = NewHazard,
    responses((status = 201, description = "The hazard", body = Hazard)), extensions(("x-action" = json!("hazard_report"))))]
#[post("")]
async fn report_hazard(can: Can<tag::HazardReport>, body: Body<NewHazard>) -> Answer<HttpResponse> {
    can.create(body, act::report).await
}

#[utoipa::path(tag = "hazards", operation_id = "get_hazard", summary = "One hazard", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = Hazard)), extensions(("x-action" = json!("hazard_read"))))]
#[get("/{id}")]
async fn get_hazard(can: Can<tag::HazardRead>, id: Path<Uuid>) -> Answer<One<Hazard>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "hazards", operation_id = "assign_hazard", summary = "Say who puts it right, and by when",
    params(("id" = Uuid, Path)), request_body = NewHazardAssignment,
    responses((status = 200, description = "The record as it is now", body = Hazard)), extensions(("x-action" = json!("hazard_assign"))))]
#[post("/{id}/assignments")]
async fn assign_hazard(
    can: Can<tag::HazardAssign>,
    id: Path<Uuid>,
    body: Body<NewHazardAssignment>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        act::assign(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "hazards", operation_id = "rectify_hazard", summary = "Say that it is put right, and how",
    description = "By whoever sees to it, or somebody above. Somebody else looks at it again before it is closed.",
    params(("id" = Uuid, Path)), request_body = NewHazardRectification,
    responses((status = 200, description = "The record as it is now", body = Hazard)), extensions(("x-action" = json!("hazard_rectify"))))]
#[post("/{id}/rectifications")]
async fn rectify_hazard(
    can: Can<tag::HazardRectify>,
    id: Path<Uuid>,
    body: Body<NewHazardRectification>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        act::rectify(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "hazards", operation_id = "recheck_hazard", summary = "Look at it again: it is in order, or it isn't",
    description = "Never by whoever put it right (`own_matter`). What isn't in order goes back, with a note (`comment_required`).",
    params(("id" = Uuid, Path)), request_body = NewHazardRecheck,
    responses((status = 200, description = "The record as it is now", body = Hazard)), extensions(("x-action" = json!("hazard_recheck"))))]
#[post("/{id}/rechecks")]
async fn recheck_hazard(
    can: Can<tag::HazardRecheck>,
    id: Path<Uuid>,
    body: Body<NewHazardRecheck>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        act::recheck(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "hazards", operation_id = "dismiss_hazard", summary = "Say that it is no hazard, and why",
    params(("id" = Uuid, Path)), request_body = NewHazardDismissal,
    responses((status = 200, description = "The record as it is now", body = Hazard)), extensions(("x-action" = json!("hazard_assign"))))]
#[post("/{id}/dismissals")]
async fn dismiss_hazard(
    can: Can<tag::HazardAssign>,
    id: Path<Uuid>,
    body: Body<NewHazardDismissal>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        act::dismiss(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "hazards", operation_id = "list_hazard_files", summary = "Photos of a hazard", params(("id" = Uuid, Path), AttachmentQuery),
    responses((status = 200, description = "A page of attachments", body = Page<Attachment>)), extensions(("x-action" = json!("hazard_read"))))]
#[get("/{id}/attachments")]
async fn list_hazard_files(
    can: Can<tag::HazardRead>,
    id: Path<Uuid>,
    Query(query): Query<AttachmentQuery>,
) -> Answer<HttpResponse> {
    let of = OfRecord { can, id: *id };
    of.list(query, files::list).await
}

#[utoipa::path(tag = "hazards", operation_id = "add_hazard_file", summary = "Add a photo to a hazard I may see",
    description = "One part named `file`, at most 20 MiB; told by content. It stays.",
    params(("id" = Uuid, Path)), request_body(content = Upload, content_type = "multipart/form-data"),
    responses((status = 201, description = "The attachment", body = Attachment)), extensions(("x-action" = json!("hazard_read"))))]
#[post("/{id}/attachments")]
async fn add_hazard_file(
    can: Can<tag::HazardRead>,
    id: Path<Uuid>,
    payload: web::Payload,
) -> Answer<HttpResponse> {
    let of = OfRecord { can, id: *id };
    of.add(payload, "hazards", files::seen, files::add).await
}

#[utoipa::path(tag = "hazards", operation_id = "download_hazard_file", summary = "The content of a photo",
    params(("id" = Uuid, Path), ("attachment_id" = Uuid, Path)),
    responses((status = 200, description = "The bytes, with the type told from them", body = Vec<u8>, content_type = "application/octet-stream")),
    extensions(("x-action" = json!("hazard_read"))))]
#[get("/{id}/attachments/{attachment_id}/content")]
async fn download_hazard_file(
    can: Can<tag::HazardRead>,
    path: Path<(Uuid, Uuid)>,
) -> Answer<HttpResponse> {
    let (id, file) = path.into_inner();
    OfRecord { can, id }.content(file, files::one).await
}
