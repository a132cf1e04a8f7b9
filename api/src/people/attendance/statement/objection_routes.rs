use actix_web::{HttpResponse, get, post};
use contract::Page;
use contract::access::tag;
use contract::attendance::{
    AttendanceObjection, AttendanceObjectionQuery, NewAttendanceObjection, ObjectionAnswer,
    ObjectionWithdrawal,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::objection;
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_attendance_objections)
        .service(get_attendance_objection)
        .service(answer_attendance_objection)
        .service(withdraw_attendance_objection);
}

pub fn mount_filing(cfg: &mut ServiceConfig) {
    cfg.service(object_to_attendance_statement);
}

#[utoipa::path(tag = "attendance", operation_id = "object_to_attendance_statement", summary = "Object to my own line while the window is open",
    params(("id" = Uuid, Path)), request_body = NewAttendanceObjection,
    responses((status = 201, description = "The objection", body = AttendanceObjection)), extensions(("x-action" = json!("objection_file"))))]
#[post("/{id}/objections")]
async fn object_to_attendance_statement(
    can: Can<tag::ObjectionFile>,
    id: Path<Uuid>,
    body: Body<NewAttendanceObjection>,
) -> Answer<HttpResponse> {
    can.create(body, move |tx, grant, new| {
        objection::file(tx, grant, *id, new)
    })
    .await
}

#[utoipa::path(tag = "attendance", operation_id = "list_attendance_objections", summary = "Objections inside my reach, the latest first",
    description = "As CSV the columns are `id`, `statement_id`, `employee.id`, `employee.number`, `employee.name`, `team_id`, `date`, \
        `text`, `state`, `answer`, `answered_by.id`, `answered_by.number`, `answered_by.name`, `answered_at`, `version`, \
        `created_at`.",
    params(AttendanceObjectionQuery),
    responses((status = 200, description = "A page of objections", body = Page<AttendanceObjection>)), extensions(("x-action" = json!("statement_read"))))]
#[get("")]
async fn list_attendance_objections(
    can: Can<tag::StatementRead>,
    Query(query): Query<AttendanceObjectionQuery>,
) -> Answer<HttpResponse> {
    let (list, id) = ("attendance-objections", "attendance_objections.id");
    let paging = Paging::new(&can.app, list, &query, id, objection::SORTS)?;
    export::list(can, list, paging, move |c, grant, paging| {
        objection::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "attendance", operation_id = "get_attendance_objection", summary = "One objection", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The objection", body = AttendanceObjection)), extensions(("x-action" = json!("statement_read"))))]
#[get("/{id}")]
async fn get_attendance_objection(
    can: Can<tag::StatementRead>,
    id: Path<Uuid>,
) -> Answer<One<AttendanceObjection>> {
    let grant = can.grant.clone();
    Ok(One(can
        .app
        .db
        .point(move |c| objection::get(c, &grant, grant.reach(), *id))
        .await?))
}

#[utoipa::path(tag = "attendance", operation_id = "answer_attendance_objection", summary = "Answer an objection; accepting computes the person's line anew",
    params(("id" = Uuid, Path)), request_body = ObjectionAnswer,
    responses((status = 200, description = "The answered objection", body = AttendanceObjection)),
    extensions(("x-action" = json!("objection_answer")), ("x-if-match" = json!(true))))]
#[post("/{id}/answers")]
async fn answer_attendance_objection(
    can: Can<tag::ObjectionAnswer>,
    id: Path<Uuid>,
    body: Body<ObjectionAnswer>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        objection::answer(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "attendance", operation_id = "withdraw_attendance_objection", summary = "Take my objection back", params(("id" = Uuid, Path)),
    request_body = ObjectionWithdrawal,
    responses((status = 200, description = "The objection, taken back", body = AttendanceObjection)), extensions(("x-action" = json!("objection_file"))))]
#[post("/{id}/withdrawals")]
async fn withdraw_attendance_objection(
    can: Can<tag::ObjectionFile>,
    id: Path<Uuid>,
    body: Body<ObjectionWithdrawal>,
) -> Answer<HttpResponse> {
    can.act(body, move |tx, grant, _| {
        objection::withdraw(tx, grant, *id)
    })
    .await
}
