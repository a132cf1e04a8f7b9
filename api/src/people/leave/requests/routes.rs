use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::leave::{
    LeaveQuote, LeaveRequest, LeaveRequestPatch, LeaveRequestQuery, NewEarlyReturn, NewLeaveRequest,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{ask, early, quote, store};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::{One, Plain};
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_leave_requests)
        .service(create_leave_request)
        .service(get_leave_request)
        .service(update_leave_request)
        .service(return_early);
}

pub fn mount_quotes(cfg: &mut ServiceConfig) {
    cfg.service(quote_leave);
}

#[utoipa::path(tag = "leave", operation_id = "list_leave_requests", summary = "Leave requests inside my reach", params(LeaveRequestQuery),
    responses((status = 200, description = "A page of requests; `Accept: text/csv` or `application/x-ndjson` streams all of them. CSV columns: \
        `id, employee.id, employee.number, employee.name, team_id, team_name, leave_type.code, leave_type.name, starts_on, starts_half, \
        ends_on, ends_half, days, reason, stand_in.number, stand_in.name, after_the_fact, certificate_required, state, approval_id, \
        resumed_on, resumed_half, returned_days, created_by.number, version, created_at, updated_at, decided_at`",
        body = Page<LeaveRequest>)),
    extensions(("x-action" = json!("leave_read"))))]
#[get("")]
async fn list_leave_requests(
    can: Can<tag::LeaveRead>,
    Query(query): Query<LeaveRequestQuery>,
) -> Answer<HttpResponse> {
    let id = "leave_requests.id";
    let paging = Paging::new(&can.app, "leave-requests", &query, id, store::SORTS)?;
    export::list(can, "leave-requests", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "leave", operation_id = "create_leave_request", summary = "Ask for leave, for oneself or on somebody's behalf",
    description = "Taken from the balance at once and handed to the approval flow. Refused with the clause and the figures: \
        `leave_balance_short`, `leave_overlap`, `delegation_overlap`, `delegation_cycle` (409); `leave_notice_short`, `leave_too_late`, `leave_too_long`, `leave_no_days`, \
        `leave_half_day`, `leave_type_inactive`, `date_order`, `unknown_reference` (422).",
    request_body = NewLeaveRequest,
    responses((status = 201, description = "The request", body = LeaveRequest)), extensions(("x-action" = json!("leave_request"))))]
#[post("")]
async fn create_leave_request(
    can: Can<tag::LeaveRequest>,
    body: Body<NewLeaveRequest>,
) -> Answer<HttpResponse> {
    can.create(body, ask::create).await
}

#[utoipa::path(tag = "leave", operation_id = "get_leave_request", summary = "One leave request", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The request", body = LeaveRequest)), extensions(("x-action" = json!("leave_read"))))]
#[get("/{id}")]
async fn get_leave_request(can: Can<tag::LeaveRead>, id: Path<Uuid>) -> Answer<One<LeaveRequest>> {
    let grant = can.grant.clone();
    Ok(One(can
        .app
        .db
        .point(move |c| store::get(c, &grant, grant.reach(), *id))
        .await?))
}

#[utoipa::path(tag = "leave", operation_id = "update_leave_request", summary = "Change a leave request that was returned",
    params(("id" = Uuid, Path)), request_body = LeaveRequestPatch,
    responses((status = 200, description = "The request as it is now; submit its approval again", body = LeaveRequest)),
    extensions(("x-action" = json!("leave_request"))))]
#[patch("/{id}")]
async fn update_leave_request(
    can: Can<tag::LeaveRequest>,
    id: Path<Uuid>,
    body: Body<LeaveRequestPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        ask::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "leave", operation_id = "return_early", summary = "Come back before the leave is over: what is left is given back",
    params(("id" = Uuid, Path)), request_body = NewEarlyReturn,
    responses((status = 200, description = "The request as it is now; `cancelled` where nothing of it is left", body = LeaveRequest)),
    extensions(("x-action" = json!("leave_request"))))]
#[post("/{id}/early-returns")]
async fn return_early(
    can: Can<tag::LeaveRequest>,
    id: Path<Uuid>,
    body: Body<NewEarlyReturn>,
) -> Answer<HttpResponse> {
    can.act(body, move |tx, grant, new| {
        early::return_early(tx, grant, *id, new)
    })
    .await
}

#[utoipa::path(tag = "leave", operation_id = "quote_leave", summary = "What a leave would come to, without asking for it",
    description = "Days, balance before and after, every reason why it would be refused, who would decide, and what the clause says. \
        Nothing is written.",
    request_body = NewLeaveRequest,
    responses((status = 200, description = "The quote", body = LeaveQuote)), extensions(("x-action" = json!("leave_request"))))]
#[post("")]
async fn quote_leave(
    can: Can<tag::LeaveRequest>,
    body: Body<NewLeaveRequest>,
) -> Answer<Plain<LeaveQuote>> {
    let grant = can.grant.clone();
    let new = body.value;
    Ok(Plain(
        can.app
            .db
            .read(move |c| quote::quote(c, &grant, &new))
            .await?,
    ))
}
