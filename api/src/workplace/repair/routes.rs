use actix_web::{HttpResponse, get, post, web};
use contract::Page;
use contract::access::tag;
use contract::attachment::{Attachment, AttachmentQuery, Upload};
use contract::repair::{
    NewRepair, NewRepairAssignment, NewRepairConfirmation, NewRepairRefusal, NewRepairTicket,
    RepairQuery, RepairTicket,
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
    cfg.service(list_repair_tickets)
        .service(report_damage)
        .service(get_repair_ticket)
        .service(assign_repair)
        .service(fix_repair)
        .service(confirm_repair)
        .service(decline_repair)
        .service(list_repair_files)
        .service(add_repair_file)
        .service(download_repair_file);
}

#[utoipa::path(tag = "repairs", operation_id = "list_repair_tickets", summary = "Repair tickets of my team, or that I see to",
    params(RepairQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<RepairTicket>)),
    extensions(("x-action" = json!("repair_read"))))]
#[get("")]
async fn list_repair_tickets(
    can: Can<tag::RepairRead>,
    Query(query): Query<RepairQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("repair_tickets.id", store::SORTS);
    let paging = Paging::new(&can.app, "repair-tickets", &query, id, sorts)?;
    export::list(can, "repair-tickets", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "repairs", operation_id = "report_damage", summary = "Report damage",
    description = "Whoever is above learns of it at once. How long the repair may take follows from how urgent it is.",
    request_body = NewRepairTicket,
    responses((status = 201, description = "The ticket", body = RepairTicket)), extensions(("x-action" = json!("repair_report"))))]
#[post("")]
async fn report_damage(
    can: Can<tag::RepairReport>,
    body: Body<NewRepairTicket>,
) -> Answer<HttpResponse> {
    can.create(body, act::report).await
}

#[utoipa::path(tag = "repairs", operation_id = "get_repair_ticket", summary = "One ticket", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = RepairTicket)), extensions(("x-action" = json!("repair_read"))))]
#[get("/{id}")]
async fn get_repair_ticket(can: Can<tag::RepairRead>, id: Path<Uuid>) -> Answer<One<RepairTicket>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "repairs", operation_id = "assign_repair", summary = "Say who sees to it, and how urgent it is",
    params(("id" = Uuid, Path)), request_body = NewRepairAssignment,
    responses((status = 200, description = "The record as it is now", body = RepairTicket)), extensions(("x-action" = json!("repair_assign"))))]
#[post("/{id}/assignments")]
async fn assign_repair(
    can: Can<tag::RepairAssign>,
    id: Path<Uuid>,
    body: Body<NewRepairAssignment>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        act::assign(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "repairs", operation_id = "fix_repair", summary = "Say that it is repaired, and how",
    description = "By whoever sees to it, or somebody above. Whoever reported it is asked to confirm.",
    params(("id" = Uuid, Path)), request_body = NewRepair,
    responses((status = 200, description = "The record as it is now", body = RepairTicket)), extensions(("x-action" = json!("repair_fix"))))]
#[post("/{id}/repairs")]
async fn fix_repair(
    can: Can<tag::RepairFix>,
    id: Path<Uuid>,
    body: Body<NewRepair>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        act::fix(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "repairs", operation_id = "confirm_repair", summary = "Confirm that it is repaired, or say that it isn't",
    description = "By whoever reported it. What isn't repaired goes back, with a note (`comment_required`).",
    params(("id" = Uuid, Path)), request_body = NewRepairConfirmation,
    responses((status = 200, description = "The record as it is now", body = RepairTicket)), extensions(("x-action" = json!("repair_confirm"))))]
#[post("/{id}/confirmations")]
async fn confirm_repair(
    can: Can<tag::RepairConfirm>,
    id: Path<Uuid>,
    body: Body<NewRepairConfirmation>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        act::confirm(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "repairs", operation_id = "decline_repair", summary = "Say that it won't be repaired, and why",
    params(("id" = Uuid, Path)), request_body = NewRepairRefusal,
    responses((status = 200, description = "The record as it is now", body = RepairTicket)), extensions(("x-action" = json!("repair_assign"))))]
#[post("/{id}/refusals")]
async fn decline_repair(
    can: Can<tag::RepairAssign>,
    id: Path<Uuid>,
    body: Body<NewRepairRefusal>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        act::decline(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "repairs", operation_id = "list_repair_files", summary = "Photos of a ticket", params(("id" = Uuid, Path), AttachmentQuery),
    responses((status = 200, description = "A page of attachments", body = Page<Attachment>)), extensions(("x-action" = json!("repair_read"))))]
#[get("/{id}/attachments")]
async fn list_repair_files(
    can: Can<tag::RepairRead>,
    id: Path<Uuid>,
    Query(query): Query<AttachmentQuery>,
) -> Answer<HttpResponse> {
    let of = OfRecord { can, id: *id };
    of.list(query, files::list).await
}

#[utoipa::path(tag = "repairs", operation_id = "add_repair_file", summary = "Add a photo to a ticket I may see",
    description = "One part named `file`, at most 20 MiB; told by content. It stays.",
    params(("id" = Uuid, Path)), request_body(content = Upload, content_type = "multipart/form-data"),
    responses((status = 201, description = "The attachment", body = Attachment)), extensions(("x-action" = json!("repair_read"))))]
#[post("/{id}/attachments")]
async fn add_repair_file(
    can: Can<tag::RepairRead>,
    id: Path<Uuid>,
    payload: web::Payload,
) -> Answer<HttpResponse> {
    let of = OfRecord { can, id: *id };
    of.add(payload, "repair-tickets", files::seen, files::add)
        .await
}

#[utoipa::path(tag = "repairs", operation_id = "download_repair_file", summary = "The content of a photo",
    params(("id" = Uuid, Path), ("attachment_id" = Uuid, Path)),
    responses((status = 200, description = "The bytes, with the type told from them", body = Vec<u8>, content_type = "application/octet-stream")),
    extensions(("x-action" = json!("repair_read"))))]
#[get("/{id}/attachments/{attachment_id}/content")]
async fn download_repair_file(
    can: Can<tag::RepairRead>,
    path: Path<(Uuid, Uuid)>,
) -> Answer<HttpResponse> {
    let (id, file) = path.into_inner();
    OfRecord { can, id }.content(file, files::one).await
}
