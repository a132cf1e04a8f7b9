use actix_web::{HttpResponse, get, patch, post, web};
use contract::Page;
use contract::access::tag;
use contract::attachment::{Attachment, AttachmentQuery, Upload};
use contract::duty::{
    Duty, DutyOccurrence, DutyOccurrenceQuery, DutyPatch, DutyQuery, DutyTemplates, NewDuty,
    NewDutyCompletion, NewDutyEnding, NewDutyExcuse, NewDutyHandOver, NewDutyTemplates,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{act, files, occurrence, store, template, write};
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
    cfg.service(list_duties)
        .service(create_duty)
        .service(get_duty)
        .service(update_duty)
        .service(end_duty);
}

pub fn mount_templates(cfg: &mut ServiceConfig) {
    cfg.service(load_duty_templates);
}

pub fn mount_occurrences(cfg: &mut ServiceConfig) {
    cfg.service(list_duty_occurrences)
        .service(get_duty_occurrence)
        .service(complete_duty)
        .service(hand_over_duty)
        .service(excuse_duty)
        .service(list_duty_files)
        .service(add_duty_file)
        .service(download_duty_file);
}

#[utoipa::path(tag = "duties", operation_id = "list_duties", summary = "Duties of my teams and of the department",
    params(DutyQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<Duty>)),
    extensions(("x-action" = json!("duty_plan_read"))))]
#[get("")]
async fn list_duties(
    can: Can<tag::DutyPlanRead>,
    Query(query): Query<DutyQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, "duties", &query, "duties.id", store::SORTS)?;
    export::list(can, "duties", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "duties", operation_id = "create_duty", summary = "Set up something that has to happen regularly",
    description = "What comes due within a month is there at once; what comes later is said day by day.",
    request_body = NewDuty,
    responses((status = 201, description = "The duty", body = Duty)), extensions(("x-action" = json!("duty_manage"))))]
#[post("")]
async fn create_duty(can: Can<tag::DutyManage>, body: Body<NewDuty>) -> Answer<HttpResponse> {
    can.create(body, write::create).await
}

#[utoipa::path(tag = "duties", operation_id = "get_duty", summary = "One duty", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = Duty)), extensions(("x-action" = json!("duty_plan_read"))))]
#[get("/{id}")]
async fn get_duty(can: Can<tag::DutyPlanRead>, id: Path<Uuid>) -> Answer<One<Duty>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "duties", operation_id = "update_duty", summary = "Change a duty from here on",
    description = "What can be done already stays as it was; what comes later is said anew, and whoever was named for a day by hand stays \
        named.",
    params(("id" = Uuid, Path)), request_body = DutyPatch,
    responses((status = 200, description = "The record as it is now", body = Duty)), extensions(("x-action" = json!("duty_manage"))))]
#[patch("/{id}")]
async fn update_duty(
    can: Can<tag::DutyManage>,
    id: Path<Uuid>,
    body: Body<DutyPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        write::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "duties", operation_id = "end_duty", summary = "End a duty", description = "What can be done already stays to be done.",
    params(("id" = Uuid, Path)), request_body = NewDutyEnding,
    responses((status = 200, description = "The record as it is now", body = Duty)), extensions(("x-action" = json!("duty_manage"))))]
#[post("/{id}/endings")]
async fn end_duty(
    can: Can<tag::DutyManage>,
    id: Path<Uuid>,
    body: Body<NewDutyEnding>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        write::end(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "duties", operation_id = "load_duty_templates", summary = "Load what the regulation asks of every office",
    description = "For each team that has none yet, and for the department; what is there already is left as it is.",
    request_body = NewDutyTemplates,
    responses((status = 200, description = "How many were made", body = DutyTemplates)), extensions(("x-action" = json!("duty_template_load"))))]
#[post("")]
async fn load_duty_templates(
    can: Can<tag::DutyTemplateLoad>,
    body: Body<NewDutyTemplates>,
) -> Answer<HttpResponse> {
    can.answer(body, 200, template::load).await
}

#[utoipa::path(tag = "duties", operation_id = "list_duty_occurrences", summary = "What came due and will, of me and my teams",
    params(DutyOccurrenceQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<DutyOccurrence>)),
    extensions(("x-action" = json!("duty_read"))))]
#[get("")]
async fn list_duty_occurrences(
    can: Can<tag::DutyRead>,
    Query(query): Query<DutyOccurrenceQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("duty_occurrences.id", occurrence::SORTS);
    let paging = Paging::new(&can.app, "duty-occurrences", &query, id, sorts)?;
    export::list(can, "duty-occurrences", paging, move |c, grant, paging| {
        occurrence::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "duties", operation_id = "get_duty_occurrence", summary = "One that is or was due, with its check-list",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = DutyOccurrence)), extensions(("x-action" = json!("duty_read"))))]
#[get("/{id}")]
async fn get_duty_occurrence(
    can: Can<tag::DutyRead>,
    id: Path<Uuid>,
) -> Answer<One<DutyOccurrence>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| occurrence::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "duties", operation_id = "complete_duty", summary = "Sign for what is done",
    description = "By whoever it is the turn of, once it can be done (`duty_not_open`), with every required item answered. \
        Late is late, and can be done still.",
    params(("id" = Uuid, Path)), request_body = NewDutyCompletion,
    responses((status = 200, description = "The record as it is now", body = DutyOccurrence)), extensions(("x-action" = json!("duty_complete"))))]
#[post("/{id}/completions")]
async fn complete_duty(
    can: Can<tag::DutyComplete>,
    id: Path<Uuid>,
    body: Body<NewDutyCompletion>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        act::complete(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "duties", operation_id = "hand_over_duty", summary = "Somebody else does it",
    description = "A colleague of the same team, or anybody inside the caller's reach.",
    params(("id" = Uuid, Path)), request_body = NewDutyHandOver,
    responses((status = 200, description = "The record as it is now", body = DutyOccurrence)), extensions(("x-action" = json!("duty_hand_over"))))]
#[post("/{id}/hand-overs")]
async fn hand_over_duty(
    can: Can<tag::DutyHandOver>,
    id: Path<Uuid>,
    body: Body<NewDutyHandOver>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        act::hand_over(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "duties", operation_id = "excuse_duty", summary = "Nobody has to do it",
    description = "With a reason; never by whoever would have to do it (`own_matter`).",
    params(("id" = Uuid, Path)), request_body = NewDutyExcuse,
    responses((status = 200, description = "The record as it is now", body = DutyOccurrence)), extensions(("x-action" = json!("duty_excuse"))))]
#[post("/{id}/excuses")]
async fn excuse_duty(
    can: Can<tag::DutyExcuse>,
    id: Path<Uuid>,
    body: Body<NewDutyExcuse>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        act::excuse(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "duties", operation_id = "list_duty_files", summary = "Photos of one that is or was due",
    params(("id" = Uuid, Path), AttachmentQuery),
    responses((status = 200, description = "A page of attachments", body = Page<Attachment>)), extensions(("x-action" = json!("duty_read"))))]
#[get("/{id}/attachments")]
async fn list_duty_files(
    can: Can<tag::DutyRead>,
    id: Path<Uuid>,
    Query(query): Query<AttachmentQuery>,
) -> Answer<HttpResponse> {
    let of = OfRecord { can, id: *id };
    of.list(query, files::list).await
}

#[utoipa::path(tag = "duties", operation_id = "add_duty_file", summary = "Add a photo to what is mine to do",
    description = "One part named `file`, at most 20 MiB; told by content. It stays, and `complete_duty` names it.",
    params(("id" = Uuid, Path)), request_body(content = Upload, content_type = "multipart/form-data"),
    responses((status = 201, description = "The attachment", body = Attachment)), extensions(("x-action" = json!("duty_complete"))))]
#[post("/{id}/attachments")]
async fn add_duty_file(
    can: Can<tag::DutyComplete>,
    id: Path<Uuid>,
    payload: web::Payload,
) -> Answer<HttpResponse> {
    let of = OfRecord { can, id: *id };
    of.add(payload, "duty-occurrences", files::seen, files::add)
        .await
}

#[utoipa::path(tag = "duties", operation_id = "download_duty_file", summary = "The content of a photo",
    params(("id" = Uuid, Path), ("attachment_id" = Uuid, Path)),
    responses((status = 200, description = "The bytes, with the type told from them", body = Vec<u8>, content_type = "application/octet-stream")),
    extensions(("x-action" = json!("duty_read"))))]
#[get("/{id}/attachments/{attachment_id}/content")]
async fn download_duty_file(
    can: Can<tag::DutyRead>,
    path: Path<(Uuid, Uuid)>,
) -> Answer<HttpResponse> {
    let (id, file) = path.into_inner();
    OfRecord { can, id }.content(file, files::one).await
}
