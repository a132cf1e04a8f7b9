use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::leave::{LeaveType, LeaveTypePatch, LeaveTypeQuery, NewLeaveType};
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
    cfg.service(list_leave_types)
        .service(create_leave_type)
        .service(get_leave_type)
        .service(update_leave_type);
}

#[utoipa::path(tag = "leave", operation_id = "list_leave_types", summary = "Kinds of leave with their rules", params(LeaveTypeQuery),
    responses((status = 200, description = "A page of leave types", body = Page<LeaveType>)), extensions(("x-action" = json!("leave_type_read"))))]
#[get("")]
async fn list_leave_types(
    can: Can<tag::LeaveTypeRead>,
    Query(query): Query<LeaveTypeQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(
        &can.app,
        "leave-types",
        &query,
        "leave_types.id",
        store::SORTS,
    )?;
    export::list(can, "leave-types", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "leave", operation_id = "create_leave_type", summary = "Add a kind of leave", request_body = NewLeaveType,
    responses((status = 201, description = "The new type", body = LeaveType)), extensions(("x-action" = json!("leave_type_manage"))))]
#[post("")]
async fn create_leave_type(
    can: Can<tag::LeaveTypeManage>,
    body: Body<NewLeaveType>,
) -> Answer<HttpResponse> {
    can.create(body, store::create).await
}

#[utoipa::path(tag = "leave", operation_id = "get_leave_type", summary = "One kind of leave", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The type", body = LeaveType)), extensions(("x-action" = json!("leave_type_read"))))]
#[get("/{id}")]
async fn get_leave_type(can: Can<tag::LeaveTypeRead>, id: Path<Uuid>) -> Answer<One<LeaveType>> {
    let grant = can.grant.clone();
    Ok(One(can
        .app
        .db
        .point(move |c| store::get(c, &grant, *id))
        .await?))
}

#[utoipa::path(tag = "leave", operation_id = "update_leave_type", summary = "Change a kind of leave; requests already made keep what was computed",
    params(("id" = Uuid, Path)), request_body = LeaveTypePatch,
    responses((status = 200, description = "The type as it is now", body = LeaveType)), extensions(("x-action" = json!("leave_type_manage"))))]
#[patch("/{id}")]
async fn update_leave_type(
    can: Can<tag::LeaveTypeManage>,
    id: Path<Uuid>,
    body: Body<LeaveTypePatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        store::update(tx, grant, *id, patch, known)
    })
    .await
}
