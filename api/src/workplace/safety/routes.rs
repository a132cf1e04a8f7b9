use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::safety::{
    NewSafetyInspection, NewSafetyItem, SafetyInspection, SafetyInspectionQuery, SafetyItem,
    SafetyItemPatch, SafetyQuery,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{store, write};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_safety_items)
        .service(create_safety_item)
        .service(get_safety_item)
        .service(update_safety_item)
        .service(list_safety_inspections)
        .service(inspect_safety_item);
}

#[utoipa::path(tag = "safety", operation_id = "list_safety_items", summary = "Safety equipment, what wants attention first",
    params(SafetyQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<SafetyItem>)),
    extensions(("x-action" = json!("safety_read"))))]
#[get("")]
async fn list_safety_items(
    can: Can<tag::SafetyRead>,
    Query(query): Query<SafetyQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("safety_items.id", store::SORTS);
    let paging = Paging::new(&can.app, "safety-items", &query, id, sorts)?;
    export::list(can, "safety-items", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "safety", operation_id = "create_safety_item", summary = "Register a piece of safety equipment",
    request_body = NewSafetyItem,
    responses((status = 201, description = "The item", body = SafetyItem)), extensions(("x-action" = json!("safety_manage"))))]
#[post("")]
async fn create_safety_item(
    can: Can<tag::SafetyManage>,
    body: Body<NewSafetyItem>,
) -> Answer<HttpResponse> {
    can.create(body, write::create).await
}

#[utoipa::path(tag = "safety", operation_id = "get_safety_item", summary = "One piece of safety equipment", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = SafetyItem)), extensions(("x-action" = json!("safety_read"))))]
#[get("/{id}")]
async fn get_safety_item(can: Can<tag::SafetyRead>, id: Path<Uuid>) -> Answer<One<SafetyItem>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "safety", operation_id = "update_safety_item", summary = "Change a piece of safety equipment, or retire it",
    params(("id" = Uuid, Path)), request_body = SafetyItemPatch,
    responses((status = 200, description = "The record as it is now", body = SafetyItem)), extensions(("x-action" = json!("safety_manage"))))]
#[patch("/{id}")]
async fn update_safety_item(
    can: Can<tag::SafetyManage>,
    id: Path<Uuid>,
    body: Body<SafetyItemPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        write::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "safety", operation_id = "list_safety_inspections", summary = "Every inspection of it",
    params(("id" = Uuid, Path), SafetyInspectionQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<SafetyInspection>)),
    extensions(("x-action" = json!("safety_read"))))]
#[get("/{id}/inspections")]
async fn list_safety_inspections(
    can: Can<tag::SafetyRead>,
    id: Path<Uuid>,
    Query(query): Query<SafetyInspectionQuery>,
) -> Answer<HttpResponse> {
    let (column, sorts) = ("safety_inspections.id", store::INSPECTION_SORTS);
    let paging = Paging::new(&can.app, "safety-inspections", &query, column, sorts)?;
    let item = *id;
    export::list(can, "safety-inspections", paging, move |c, _, paging| {
        store::inspections(c, item, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "safety", operation_id = "inspect_safety_item", summary = "Sign an inspection",
    description = "In order: the next one is reckoned from today. Not in order: whoever is in charge learns of it at once.",
    params(("id" = Uuid, Path)), request_body = NewSafetyInspection,
    responses((status = 200, description = "The record as it is now", body = SafetyItem)), extensions(("x-action" = json!("safety_inspect"))))]
#[post("/{id}/inspections")]
async fn inspect_safety_item(
    can: Can<tag::SafetyInspect>,
    id: Path<Uuid>,
    body: Body<NewSafetyInspection>,
) -> Answer<HttpResponse> {
    can.act(body, move |tx, grant, new| {
        write::inspect(tx, grant, *id, new)
    })
    .await
}
