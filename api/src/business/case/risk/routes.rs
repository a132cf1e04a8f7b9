use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::risk::{
    NewRisk, NewRiskReview, Risk, RiskMatrix, RiskPatch, RiskQuery, RiskReview, RiskReviewQuery,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{review, store, write};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::{One, Plain};
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_risks)
        .service(create_risk)
        .service(get_risk_matrix)
        .service(get_risk)
        .service(update_risk)
        .service(list_risk_reviews)
        .service(review_risk);
}

#[utoipa::path(tag = "risks", operation_id = "list_risks", summary = "Risks inside my reach", params(RiskQuery),
    responses((status = 200, description = "A page of risks, the gravest first", body = Page<Risk>)), extensions(("x-action" = json!("risk_read"))))]
#[get("")]
async fn list_risks(
    can: Can<tag::RiskRead>,
    Query(query): Query<RiskQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, "risks", &query, "risks.id", store::SORTS)?;
    export::list(can, "risks", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "risks", operation_id = "create_risk", summary = "Register a risk", request_body = NewRisk,
    description = "It belongs to its owner's team; of an owner without a team it is the department's.",
    responses((status = 201, description = "The new risk", body = Risk)), extensions(("x-action" = json!("risk_manage"))))]
#[post("")]
async fn create_risk(can: Can<tag::RiskManage>, body: Body<NewRisk>) -> Answer<HttpResponse> {
    can.create(body, write::create).await
}

#[utoipa::path(tag = "risks", operation_id = "get_risk_matrix", summary = "How many open risks are how likely and how bad, inside my reach",
    responses((status = 200, description = "The cells in which there is any", body = RiskMatrix)), extensions(("x-action" = json!("risk_read"))))]
#[get("/matrix")]
async fn get_risk_matrix(can: Can<tag::RiskRead>) -> Answer<Plain<RiskMatrix>> {
    let grant = can.grant.clone();
    Ok(Plain(
        can.app.db.read(move |c| store::matrix(c, &grant)).await?,
    ))
}

#[utoipa::path(tag = "risks", operation_id = "get_risk", summary = "One risk", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The risk", body = Risk)), extensions(("x-action" = json!("risk_read"))))]
#[get("/{id}")]
async fn get_risk(can: Can<tag::RiskRead>, id: Path<Uuid>) -> Answer<One<Risk>> {
    let grant = can.grant.clone();
    let found = can.app.db.point(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "risks", operation_id = "update_risk", summary = "Change what is written of a risk, or who watches it",
    description = "How likely and how bad it is changes by a review. A closed risk stays as it is (`risk_closed`).",
    params(("id" = Uuid, Path)), request_body = RiskPatch,
    responses((status = 200, description = "The risk as it is now", body = Risk)), extensions(("x-action" = json!("risk_manage"))))]
#[patch("/{id}")]
async fn update_risk(
    can: Can<tag::RiskManage>,
    id: Path<Uuid>,
    body: Body<RiskPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        write::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "risks", operation_id = "list_risk_reviews", summary = "Every look at a risk", params(("id" = Uuid, Path), RiskReviewQuery),
    responses((status = 200, description = "A page of reviews, the latest first", body = Page<RiskReview>)), extensions(("x-action" = json!("risk_read"))))]
#[get("/{id}/reviews")]
async fn list_risk_reviews(
    can: Can<tag::RiskRead>,
    id: Path<Uuid>,
    Query(query): Query<RiskReviewQuery>,
) -> Answer<HttpResponse> {
    let id = id.into_inner();
    let list = format!("risk-reviews {id}");
    let paging = Paging::new(&can.app, &list, &query, "risk_reviews.id", review::SORTS)?;
    export::list(can, "risk-reviews", paging, move |c, grant, paging| {
        review::list(c, grant, id, paging)
    })
    .await
}

#[utoipa::path(tag = "risks", operation_id = "review_risk", summary = "Look at a risk anew",
    description = "Says how likely and how bad it is now, and when it is looked at again; without a day it is closed.",
    params(("id" = Uuid, Path)), request_body = NewRiskReview,
    responses((status = 200, description = "The risk as it is now", body = Risk)), extensions(("x-action" = json!("risk_manage"))))]
#[post("/{id}/reviews")]
async fn review_risk(
    can: Can<tag::RiskManage>,
    id: Path<Uuid>,
    body: Body<NewRiskReview>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        review::review(tx, grant, *id, new, known)
    })
    .await
}
