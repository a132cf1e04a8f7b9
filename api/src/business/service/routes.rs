use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::service::{
    NewServiceAnswer, NewServiceCategory, NewServiceClosing, NewServiceRating, NewServiceReopening,
    NewServiceRequest, NewServiceStart, NewServiceTransfer, ServiceCategories, ServiceCategory,
    ServiceCategoryPatch, ServiceRequest, ServiceRequestPatch, ServiceRequestQuery, ServiceStep,
    ServiceStepQuery, ServiceSummary, ServiceSummaryQuery,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{category, closing, open, step, store, summary, work};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::{One, Plain};
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_service_requests)
        .service(create_service_request)
        .service(get_service_summary)
        .service(get_service_request)
        .service(update_service_request)
        .service(list_service_steps)
        .service(start_service_request)
        .service(answer_service_request)
        .service(close_service_request)
        .service(reopen_service_request)
        .service(rate_service_request)
        .service(transfer_service_request);
}

pub fn mount_categories(cfg: &mut ServiceConfig) {
    cfg.service(list_service_categories)
        .service(create_service_category)
        .service(get_service_category)
        .service(update_service_category);
}

#[utoipa::path(tag = "services", operation_id = "list_service_requests", summary = "Service requests and complaints inside my reach",
    description = "The latest first; `waiting=true&sort=due_on` begins with what has waited longest.", params(ServiceRequestQuery),
    responses((status = 200, description = "A page of requests; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<ServiceRequest>)),
    extensions(("x-action" = json!("service_read"))))]
#[get("")]
async fn list_service_requests(
    can: Can<tag::ServiceRead>,
    Query(query): Query<ServiceRequestQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("service_requests.id", store::SORTS);
    let paging = Paging::new(&can.app, "service-requests", &query, id, sorts)?;
    export::list(can, "service-requests", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "services", operation_id = "create_service_request", summary = "Open a service request or a complaint for a customer",
    description = "The category says which of the two, and within how many working days it is answered. The customer's owner handles it \
        unless `owner_id` names somebody else inside the caller's reach; a complaint goes to somebody other than the colleague it is about.",
    request_body = NewServiceRequest,
    responses((status = 201, description = "The new request", body = ServiceRequest)), extensions(("x-action" = json!("service_create"))))]
#[post("")]
async fn create_service_request(
    can: Can<tag::ServiceCreate>,
    body: Body<NewServiceRequest>,
) -> Answer<HttpResponse> {
    can.create(body, open::open).await
}

#[utoipa::path(tag = "services", operation_id = "get_service_summary", summary = "Service in figures, inside my reach",
    description = "What was opened since a month, what waits, what is overdue, how content customers are and in how many days half were \
        answered: in all, by category, team and month.",
    params(ServiceSummaryQuery),
    responses((status = 200, description = "The figures", body = ServiceSummary)), extensions(("x-action" = json!("service_read"))))]
#[get("/summary")]
async fn get_service_summary(
    can: Can<tag::ServiceRead>,
    Query(query): Query<ServiceSummaryQuery>,
) -> Answer<Plain<ServiceSummary>> {
    let grant = can.grant.clone();
    let found = can
        .app
        .db
        .read(move |c| summary::summary(c, &grant, &query));
    Ok(Plain(found.await?))
}

#[utoipa::path(tag = "services", operation_id = "get_service_request", summary = "One service request or complaint", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The request", body = ServiceRequest)), extensions(("x-action" = json!("service_read"))))]
#[get("/{id}")]
async fn get_service_request(
    can: Can<tag::ServiceRead>,
    id: Path<Uuid>,
) -> Answer<One<ServiceRequest>> {
    let grant = can.grant.clone();
    let found = can.app.db.point(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "services", operation_id = "update_service_request", summary = "Put a request right while nobody has answered",
    params(("id" = Uuid, Path)), request_body = ServiceRequestPatch,
    responses((status = 200, description = "The request as it is now", body = ServiceRequest)), extensions(("x-action" = json!("service_update"))))]
#[patch("/{id}")]
async fn update_service_request(
    can: Can<tag::ServiceUpdate>,
    id: Path<Uuid>,
    body: Body<ServiceRequestPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        work::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "services", operation_id = "list_service_steps", summary = "Every step of a request",
    params(("id" = Uuid, Path), ServiceStepQuery),
    responses((status = 200, description = "A page of steps, the latest first", body = Page<ServiceStep>)), extensions(("x-action" = json!("service_read"))))]
#[get("/{id}/steps")]
async fn list_service_steps(
    can: Can<tag::ServiceRead>,
    id: Path<Uuid>,
    Query(query): Query<ServiceStepQuery>,
) -> Answer<HttpResponse> {
    let id = id.into_inner();
    let list = format!("service-steps {id}");
    let paging = Paging::new(&can.app, &list, &query, "service_steps.id", step::SORTS)?;
    export::list(can, "service-steps", paging, move |c, grant, paging| {
        step::list(c, grant, id, paging)
    })
    .await
}

#[utoipa::path(tag = "services", operation_id = "start_service_request", summary = "Begin to work on a request",
    description = "From open to in progress.",
    params(("id" = Uuid, Path)), request_body = NewServiceStart,
    responses((status = 200, description = "The request as it is now", body = ServiceRequest)), extensions(("x-action" = json!("service_update"))))]
#[post("/{id}/starts")]
async fn start_service_request(
    can: Can<tag::ServiceUpdate>,
    id: Path<Uuid>,
    body: Body<NewServiceStart>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        work::start(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "services", operation_id = "answer_service_request", summary = "Answer a request",
    description = "The deadline stops; the answer is what the customer was told. Not by the colleague a complaint is about (`own_matter`).",
    params(("id" = Uuid, Path)), request_body = NewServiceAnswer,
    responses((status = 200, description = "The request as it is now", body = ServiceRequest)), extensions(("x-action" = json!("service_answer"))))]
#[post("/{id}/answers")]
async fn answer_service_request(
    can: Can<tag::ServiceAnswer>,
    id: Path<Uuid>,
    body: Body<NewServiceAnswer>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        closing::answer(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "services", operation_id = "close_service_request", summary = "Close a request that was answered",
    description = "A complaint is never closed by the colleague it is about (`own_matter`, 7.2.1). What the customer thinks may be recorded with it or later.",
    params(("id" = Uuid, Path)), request_body = NewServiceClosing,
    responses((status = 200, description = "The request as it is now", body = ServiceRequest)), extensions(("x-action" = json!("service_close"))))]
#[post("/{id}/closings")]
async fn close_service_request(
    can: Can<tag::ServiceClose>,
    id: Path<Uuid>,
    body: Body<NewServiceClosing>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        closing::close(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "services", operation_id = "reopen_service_request", summary = "Open a request again",
    description = "With a reason; counted, and its deadline begins anew.",
    params(("id" = Uuid, Path)), request_body = NewServiceReopening,
    responses((status = 200, description = "The request as it is now", body = ServiceRequest)), extensions(("x-action" = json!("service_reopen"))))]
#[post("/{id}/reopenings")]
async fn reopen_service_request(
    can: Can<tag::ServiceReopen>,
    id: Path<Uuid>,
    body: Body<NewServiceReopening>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        closing::reopen(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "services", operation_id = "rate_service_request", summary = "Record how content the customer was",
    description = "Once after each closing (`service_rated`).",
    params(("id" = Uuid, Path)), request_body = NewServiceRating,
    responses((status = 200, description = "The request as it is now", body = ServiceRequest)), extensions(("x-action" = json!("service_rate"))))]
#[post("/{id}/ratings")]
async fn rate_service_request(
    can: Can<tag::ServiceRate>,
    id: Path<Uuid>,
    body: Body<NewServiceRating>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        closing::rate(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "services", operation_id = "transfer_service_request", summary = "Hand a request over to another owner",
    description = "Not to the colleague a complaint is about (`complaint_handler`, 7.2.1).",
    params(("id" = Uuid, Path)), request_body = NewServiceTransfer,
    responses((status = 200, description = "The request as it is now", body = ServiceRequest)), extensions(("x-action" = json!("service_transfer"))))]
#[post("/{id}/transfers")]
async fn transfer_service_request(
    can: Can<tag::ServiceTransfer>,
    id: Path<Uuid>,
    body: Body<NewServiceTransfer>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        work::transfer(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "services", operation_id = "list_service_categories", summary = "What may be asked for, and within how many working days it is answered",
    responses((status = 200, description = "All of them, services before complaints", body = ServiceCategories)), extensions(("x-action" = json!("service_category_read"))))]
#[get("")]
async fn list_service_categories(
    can: Can<tag::ServiceCategoryRead>,
) -> Answer<Plain<ServiceCategories>> {
    let grant = can.grant.clone();
    let found = can.app.db.point(move |c| category::list(c, &grant));
    Ok(Plain(found.await?))
}

#[utoipa::path(tag = "services", operation_id = "create_service_category", summary = "Add a category", request_body = NewServiceCategory,
    responses((status = 201, description = "The new category", body = ServiceCategory)), extensions(("x-action" = json!("service_category_manage"))))]
#[post("")]
async fn create_service_category(
    can: Can<tag::ServiceCategoryManage>,
    body: Body<NewServiceCategory>,
) -> Answer<HttpResponse> {
    can.create(body, category::create).await
}

#[utoipa::path(tag = "services", operation_id = "get_service_category", summary = "One category", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The category", body = ServiceCategory)), extensions(("x-action" = json!("service_category_read"))))]
#[get("/{id}")]
async fn get_service_category(
    can: Can<tag::ServiceCategoryRead>,
    id: Path<Uuid>,
) -> Answer<One<ServiceCategory>> {
    let grant = can.grant.clone();
    let found = can.app.db.point(move |c| category::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "services", operation_id = "update_service_category", summary = "Change a category's names or deadline, or take it out of use",
    description = "Requests that are open keep the day they were given.", params(("id" = Uuid, Path)), request_body = ServiceCategoryPatch,
    responses((status = 200, description = "The category as it is now", body = ServiceCategory)), extensions(("x-action" = json!("service_category_manage"))))]
#[patch("/{id}")]
async fn update_service_category(
    can: Can<tag::ServiceCategoryManage>,
    id: Path<Uuid>,
    body: Body<ServiceCategoryPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        category::update(tx, grant, *id, patch, known)
    })
    .await
}
