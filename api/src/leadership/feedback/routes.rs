use actix_web::{HttpResponse, get, post};
use contract::Page;
use contract::access::tag;
use contract::feedback::{
    Feedback, FeedbackQuery, NewFeedback, NewFeedbackAnswer, NewFeedbackReferral, NewFeedbackRemark,
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
    cfg.service(list_feedback)
        .service(give_feedback)
        .service(get_feedback)
        .service(answer_feedback)
        .service(refer_feedback)
        .service(remark_feedback);
}

#[utoipa::path(tag = "feedback", operation_id = "list_feedback", summary = "Problems and customers' needs inside my reach",
    params(FeedbackQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<Feedback>)),
    extensions(("x-action" = json!("feedback_read"))))]
#[get("")]
async fn list_feedback(
    can: Can<tag::FeedbackRead>,
    Query(query): Query<FeedbackQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, "feedback", &query, "feedback.id", store::SORTS)?;
    export::list(can, "feedback", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "feedback", operation_id = "give_feedback", summary = "Tell a problem, or what customers need",
    description = "Whoever is nearest above is asked, and answers within a week.",
    request_body = NewFeedback,
    responses((status = 201, description = "The record", body = Feedback)), extensions(("x-action" = json!("feedback_give"))))]
#[post("")]
async fn give_feedback(
    can: Can<tag::FeedbackGive>,
    body: Body<NewFeedback>,
) -> Answer<HttpResponse> {
    can.create(body, write::create).await
}

#[utoipa::path(tag = "feedback", operation_id = "get_feedback", summary = "One piece of feedback", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = Feedback)), extensions(("x-action" = json!("feedback_read"))))]
#[get("/{id}")]
async fn get_feedback(can: Can<tag::FeedbackRead>, id: Path<Uuid>) -> Answer<One<Feedback>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "feedback", operation_id = "answer_feedback", summary = "Answer it",
    description = "By anybody above whoever gave it, never by themselves (`own_matter`).",
    params(("id" = Uuid, Path)), request_body = NewFeedbackAnswer,
    responses((status = 200, description = "The record as it is now", body = Feedback)), extensions(("x-action" = json!("feedback_answer"))))]
#[post("/{id}/answers")]
async fn answer_feedback(
    can: Can<tag::FeedbackAnswer>,
    id: Path<Uuid>,
    body: Body<NewFeedbackAnswer>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        write::answer(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "feedback", operation_id = "refer_feedback", summary = "Pass it to the next above",
    description = "It is answered by the same day. Above the manager is nobody (`nobody_above`).",
    params(("id" = Uuid, Path)), request_body = NewFeedbackReferral,
    responses((status = 200, description = "The record as it is now", body = Feedback)), extensions(("x-action" = json!("feedback_answer"))))]
#[post("/{id}/referrals")]
async fn refer_feedback(
    can: Can<tag::FeedbackAnswer>,
    id: Path<Uuid>,
    body: Body<NewFeedbackReferral>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        write::refer(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "feedback", operation_id = "remark_feedback", summary = "Say whether the answer settles it",
    description = "By whoever gave it. Where it doesn't, it is open again, with another week.",
    params(("id" = Uuid, Path)), request_body = NewFeedbackRemark,
    responses((status = 200, description = "The record as it is now", body = Feedback)), extensions(("x-action" = json!("feedback_settle"))))]
#[post("/{id}/remarks")]
async fn remark_feedback(
    can: Can<tag::FeedbackSettle>,
    id: Path<Uuid>,
    body: Body<NewFeedbackRemark>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        write::remark(tx, grant, *id, new, known)
    })
    .await
}
