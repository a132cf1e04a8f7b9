use actix_web::{HttpResponse, get, post};
use contract::Page;
use contract::access::tag;
use contract::conduct::{
    ConductQuery, ConductRecord, NewConductOutcome, NewConductRecord, NewConductStatement,
    NewConductWithdrawal,
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
    cfg.service(list_conduct_records)
        .service(report_conduct)
        .service(get_conduct_record)
        .service(state_conduct)
        .service(hear_conduct)
        .service(decide_conduct)
        .service(withdraw_conduct);
}

#[utoipa::path(tag = "conduct", operation_id = "list_conduct_records", summary = "Conduct records inside my reach",
    params(ConductQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<ConductRecord>)),
    extensions(("x-action" = json!("conduct_read"))))]
#[get("")]
async fn list_conduct_records(
    can: Can<tag::ConductRead>,
    Query(query): Query<ConductQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("conduct_records.id", store::SORTS);
    let paging = Paging::new(&can.app, "conduct-records", &query, id, sorts)?;
    export::list(can, "conduct-records", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "conduct", operation_id = "report_conduct", summary = "Note what somebody below did against the order of the office",
    description = "They are told at once and have three days to say what happened; within seven it has an outcome.",
    request_body = NewConductRecord,
    responses((status = 201, description = "The record", body = ConductRecord)), extensions(("x-action" = json!("conduct_report"))))]
#[post("")]
async fn report_conduct(
    can: Can<tag::ConductReport>,
    body: Body<NewConductRecord>,
) -> Answer<HttpResponse> {
    can.create(body, write::report).await
}

#[utoipa::path(tag = "conduct", operation_id = "get_conduct_record", summary = "One conduct record", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = ConductRecord)), extensions(("x-action" = json!("conduct_read"))))]
#[get("/{id}")]
async fn get_conduct_record(
    can: Can<tag::ConductRead>,
    id: Path<Uuid>,
) -> Answer<One<ConductRecord>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "conduct", operation_id = "state_conduct", summary = "Say what happened",
    description = "By whoever it is about, once.",
    params(("id" = Uuid, Path)), request_body = NewConductStatement,
    responses((status = 200, description = "The record as it is now", body = ConductRecord)), extensions(("x-action" = json!("conduct_state"))))]
#[post("/{id}/statements")]
async fn state_conduct(
    can: Can<tag::ConductState>,
    id: Path<Uuid>,
    body: Body<NewConductStatement>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        write::state(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "conduct", operation_id = "hear_conduct", summary = "Note what they said at the hearing",
    description = "Never by whoever it is about (`own_matter`), who is told of it.",
    params(("id" = Uuid, Path)), request_body = NewConductStatement,
    responses((status = 200, description = "The record as it is now", body = ConductRecord)), extensions(("x-action" = json!("conduct_decide"))))]
#[post("/{id}/hearings")]
async fn hear_conduct(
    can: Can<tag::ConductDecide>,
    id: Path<Uuid>,
    body: Body<NewConductStatement>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        write::hear(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "conduct", operation_id = "decide_conduct", summary = "Give it an outcome",
    description = "Once they were heard or have had their three days (`unheard`); never by whoever it is about (`own_matter`). A written warning \
        or a disciplinary case isn't given by whoever saw it (`own_observation`).",
    params(("id" = Uuid, Path)), request_body = NewConductOutcome,
    responses((status = 200, description = "The record as it is now", body = ConductRecord)), extensions(("x-action" = json!("conduct_decide"))))]
#[post("/{id}/outcomes")]
async fn decide_conduct(
    can: Can<tag::ConductDecide>,
    id: Path<Uuid>,
    body: Body<NewConductOutcome>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        write::decide(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "conduct", operation_id = "withdraw_conduct", summary = "Say that it was a mistake, and why",
    params(("id" = Uuid, Path)), request_body = NewConductWithdrawal,
    responses((status = 200, description = "The record as it is now", body = ConductRecord)), extensions(("x-action" = json!("conduct_decide"))))]
#[post("/{id}/withdrawals")]
async fn withdraw_conduct(
    can: Can<tag::ConductDecide>,
    id: Path<Uuid>,
    body: Body<NewConductWithdrawal>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        write::withdraw(tx, grant, *id, new, known)
    })
    .await
}
