use actix_web::{HttpResponse, delete, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::area::{Area, AreaPatch, AreaQuery, NewArea};
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
    cfg.service(list_areas)
        .service(create_area)
        .service(get_area)
        .service(update_area)
        .service(delete_area);
}

#[utoipa::path(tag = "organization", operation_id = "list_areas", summary = "Areas of the department", params(AreaQuery),
    responses((status = 200, description = "A page of areas", body = Page<Area>)), extensions(("x-action" = json!("organization_read"))))]
#[get("")]
async fn list_areas(
    can: Can<tag::OrganizationRead>,
    Query(query): Query<AreaQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, "areas", &query, "areas.id", store::SORTS)?;
    export::list(can, "areas", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "organization", operation_id = "create_area", summary = "Add an area", request_body = NewArea,
    responses((status = 201, description = "The new area", body = Area)), extensions(("x-action" = json!("area_manage"))))]
#[post("")]
async fn create_area(can: Can<tag::AreaManage>, body: Body<NewArea>) -> Answer<HttpResponse> {
    can.create(body, store::create).await
}

#[utoipa::path(tag = "organization", operation_id = "get_area", summary = "One area", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The area", body = Area)), extensions(("x-action" = json!("organization_read"))))]
#[get("/{id}")]
async fn get_area(can: Can<tag::OrganizationRead>, id: Path<Uuid>) -> Answer<One<Area>> {
    let grant = can.grant.clone();
    Ok(One(can
        .app
        .db
        .point(move |c| store::get(c, &grant, grant.reach(), *id))
        .await?))
}

#[utoipa::path(tag = "organization", operation_id = "update_area", summary = "Change an area", params(("id" = Uuid, Path)),
    request_body = AreaPatch,
    responses((status = 200, description = "The area as it is now", body = Area)), extensions(("x-action" = json!("area_manage"))))]
#[patch("/{id}")]
async fn update_area(
    can: Can<tag::AreaManage>,
    id: Path<Uuid>,
    body: Body<AreaPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        store::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "organization", operation_id = "delete_area", summary = "Remove an area that nothing refers to", params(("id" = Uuid, Path)),
    responses((status = 204, description = "Removed")), extensions(("x-action" = json!("area_manage"))))]
#[delete("/{id}")]
async fn delete_area(can: Can<tag::AreaManage>, id: Path<Uuid>) -> Answer<HttpResponse> {
    can.remove(move |tx, grant| store::delete(tx, grant, *id))
        .await
}
