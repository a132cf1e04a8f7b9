use actix_web::{HttpResponse, delete, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::attendance::{NewShift, Shift, ShiftPatch, ShiftQuery};
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
    cfg.service(list_shifts)
        .service(create_shift)
        .service(get_shift)
        .service(update_shift)
        .service(delete_shift);
}

#[utoipa::path(tag = "attendance", operation_id = "list_shifts", summary = "Shifts of the department", params(ShiftQuery),
    responses((status = 200, description = "A page of shifts", body = Page<Shift>)), extensions(("x-action" = json!("shift_read"))))]
#[get("")]
async fn list_shifts(
    can: Can<tag::ShiftRead>,
    Query(query): Query<ShiftQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, "shifts", &query, "shifts.id", store::SORTS)?;
    export::list(can, "shifts", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "attendance", operation_id = "create_shift", summary = "Add a shift", request_body = NewShift,
    responses((status = 201, description = "The new shift", body = Shift)), extensions(("x-action" = json!("shift_manage"))))]
#[post("")]
async fn create_shift(can: Can<tag::ShiftManage>, body: Body<NewShift>) -> Answer<HttpResponse> {
    can.create(body, store::create).await
}

#[utoipa::path(tag = "attendance", operation_id = "get_shift", summary = "One shift", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The shift", body = Shift)), extensions(("x-action" = json!("shift_read"))))]
#[get("/{id}")]
async fn get_shift(can: Can<tag::ShiftRead>, id: Path<Uuid>) -> Answer<One<Shift>> {
    let grant = can.grant.clone();
    Ok(One(can
        .app
        .db
        .point(move |c| store::get(c, &grant, *id))
        .await?))
}

#[utoipa::path(tag = "attendance", operation_id = "update_shift", summary = "Change a shift; days that aren't frozen in a final statement follow",
    params(("id" = Uuid, Path)), request_body = ShiftPatch,
    responses((status = 200, description = "The shift as it is now", body = Shift)), extensions(("x-action" = json!("shift_manage"))))]
#[patch("/{id}")]
async fn update_shift(
    can: Can<tag::ShiftManage>,
    id: Path<Uuid>,
    body: Body<ShiftPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        store::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "attendance", operation_id = "delete_shift", summary = "Remove a shift that no schedule uses", params(("id" = Uuid, Path)),
    responses((status = 204, description = "Removed")), extensions(("x-action" = json!("shift_manage"))))]
#[delete("/{id}")]
async fn delete_shift(can: Can<tag::ShiftManage>, id: Path<Uuid>) -> Answer<HttpResponse> {
    can.remove(move |tx, grant| store::delete(tx, grant, *id))
        .await
}
