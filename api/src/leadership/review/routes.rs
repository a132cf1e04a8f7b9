use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::area_review::{AreaReview, AreaReviewPatch, AreaReviewQuery, NewAreaReview};
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
    cfg.service(list_area_reviews)
        .service(create_area_review)
        .service(get_area_review)
        .service(update_area_review)
        .service(publish_area_review);
}

#[utoipa::path(tag = "area-reviews", operation_id = "list_area_reviews", summary = "Reviews of areas inside my reach, the latest quarter first",
    description = "Drafts are answered to whoever writes them and to the manager.",
    params(AreaReviewQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<AreaReview>)),
    extensions(("x-action" = json!("area_review_read"))))]
#[get("")]
async fn list_area_reviews(
    can: Can<tag::AreaReviewRead>,
    Query(query): Query<AreaReviewQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("area_reviews.id", store::SORTS);
    let paging = Paging::new(&can.app, "area-reviews", &query, id, sorts)?;
    export::list(can, "area-reviews", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "area-reviews", operation_id = "create_area_review", summary = "Sum up a quarter of my area",
    request_body = NewAreaReview,
    responses((status = 201, description = "The draft", body = AreaReview)), extensions(("x-action" = json!("area_review_write"))))]
#[post("")]
async fn create_area_review(
    can: Can<tag::AreaReviewWrite>,
    body: Body<NewAreaReview>,
) -> Answer<HttpResponse> {
    can.create(body, write::create).await
}

#[utoipa::path(tag = "area-reviews", operation_id = "get_area_review", summary = "One review of an area", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = AreaReview)), extensions(("x-action" = json!("area_review_read"))))]
#[get("/{id}")]
async fn get_area_review(can: Can<tag::AreaReviewRead>, id: Path<Uuid>) -> Answer<One<AreaReview>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "area-reviews", operation_id = "update_area_review", summary = "Change a draft",
    params(("id" = Uuid, Path)), request_body = AreaReviewPatch,
    responses((status = 200, description = "The draft as it is now", body = AreaReview)), extensions(("x-action" = json!("area_review_write"))))]
#[patch("/{id}")]
async fn update_area_review(
    can: Can<tag::AreaReviewWrite>,
    id: Path<Uuid>,
    body: Body<AreaReviewPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        write::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "area-reviews", operation_id = "publish_area_review", summary = "Publish a review to the manager and the area's leads",
    description = "A published review doesn't change; what comes of it is written down as action items.",
    params(("id" = Uuid, Path)), responses((status = 200, description = "The review as it is now", body = AreaReview)),
    extensions(("x-action" = json!("area_review_write"))))]
#[post("/{id}/publications")]
async fn publish_area_review(
    can: Can<tag::AreaReviewWrite>,
    id: Path<Uuid>,
) -> Answer<HttpResponse> {
    can.act_on(Body::none(), move |tx, grant, (), known| {
        write::publish(tx, grant, *id, known)
    })
    .await
}
