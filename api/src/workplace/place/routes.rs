use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::place::{NewPlace, Place, PlacePatch, PlaceQuery};
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
    cfg.service(list_places)
        .service(create_place)
        .service(get_place)
        .service(update_place);
}

#[utoipa::path(tag = "places", operation_id = "list_places", summary = "Places of the department",
    description = "Which places there are is known to everybody.",
    params(PlaceQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<Place>)),
    extensions(("x-action" = json!("place_read"))))]
#[get("")]
async fn list_places(
    can: Can<tag::PlaceRead>,
    Query(query): Query<PlaceQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, "places", &query, "places.id", store::SORTS)?;
    export::list(can, "places", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "places", operation_id = "create_place", summary = "Set up a place",
    request_body = NewPlace,
    responses((status = 201, description = "The place", body = Place)), extensions(("x-action" = json!("place_manage"))))]
#[post("")]
async fn create_place(can: Can<tag::PlaceManage>, body: Body<NewPlace>) -> Answer<HttpResponse> {
    can.create(body, write::create).await
}

#[utoipa::path(tag = "places", operation_id = "get_place", summary = "One place", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = Place)), extensions(("x-action" = json!("place_read"))))]
#[get("/{id}")]
async fn get_place(can: Can<tag::PlaceRead>, id: Path<Uuid>) -> Answer<One<Place>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "places", operation_id = "update_place", summary = "Change a place",
    description = "What is booked already keeps the check-lists it was booked under. A place that is booked from now on stays in use.",
    params(("id" = Uuid, Path)), request_body = PlacePatch,
    responses((status = 200, description = "The record as it is now", body = Place)), extensions(("x-action" = json!("place_manage"))))]
#[patch("/{id}")]
async fn update_place(
    can: Can<tag::PlaceManage>,
    id: Path<Uuid>,
    body: Body<PlacePatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        write::update(tx, grant, *id, patch, known)
    })
    .await
}
