use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::case::{
    Case, CaseFlag, CaseFlagQuery, CaseMove, CaseMoveQuery, CasePatch, CaseQuery, NewCase,
    NewCaseClosing, NewCaseFlag, NewCaseMove, NewCaseTransfer, Pipeline, PipelineQuery,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{flag, moves, pipeline, store, transfer, write};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::{One, Plain};
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_cases)
        .service(create_case)
        .service(get_pipeline)
        .service(get_case)
        .service(update_case)
        .service(list_case_moves)
        .service(move_case)
        .service(close_case)
        .service(transfer_case)
        .service(list_case_flags)
        .service(flag_case);
}

#[utoipa::path(tag = "cases", operation_id = "list_cases", summary = "Cases inside my reach", params(CaseQuery),
    responses((status = 200, description = "A page of cases; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<Case>)),
    extensions(("x-action" = json!("case_read"))))]
#[get("")]
async fn list_cases(
    can: Can<tag::CaseRead>,
    Query(query): Query<CaseQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, "cases", &query, "cases.id", store::SORTS)?;
    export::list(can, "cases", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "cases", operation_id = "create_case", summary = "Open a case for a customer", request_body = NewCase,
    description = "It begins with consultation. The customer's owner has it unless `owner_id` names somebody else inside the caller's reach.",
    responses((status = 201, description = "The new case", body = Case)), extensions(("x-action" = json!("case_create"))))]
#[post("")]
async fn create_case(can: Can<tag::CaseCreate>, body: Body<NewCase>) -> Answer<HttpResponse> {
    can.create(body, write::create).await
}

#[utoipa::path(tag = "cases", operation_id = "get_pipeline", summary = "The pipeline in figures, inside my reach",
    description = "Open cases by stage with the premium they are expected to bring, how many are stuck, and what was won and lost this year.",
    params(PipelineQuery),
    responses((status = 200, description = "All five stages", body = Pipeline)), extensions(("x-action" = json!("case_read"))))]
#[get("/pipeline")]
async fn get_pipeline(
    can: Can<tag::CaseRead>,
    Query(query): Query<PipelineQuery>,
) -> Answer<Plain<Pipeline>> {
    let grant = can.grant.clone();
    let found = can
        .app
        .db
        .read(move |c| pipeline::pipeline(c, &grant, &query));
    Ok(Plain(found.await?))
}

#[utoipa::path(tag = "cases", operation_id = "get_case", summary = "One case, with what was filled in and what its stage still asks for",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "The case", body = Case)), extensions(("x-action" = json!("case_read"))))]
#[get("/{id}")]
async fn get_case(can: Can<tag::CaseRead>, id: Path<Uuid>) -> Answer<One<Case>> {
    let grant = can.grant.clone();
    let found = can.app.db.point(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "cases", operation_id = "update_case", summary = "Fill in a case and tick its check-list",
    description = "Fields and items of the stage the case is in and of those before it; a closed case stays as it is.",
    params(("id" = Uuid, Path)), request_body = CasePatch,
    responses((status = 200, description = "The case as it is now", body = Case)), extensions(("x-action" = json!("case_update"))))]
#[patch("/{id}")]
async fn update_case(
    can: Can<tag::CaseUpdate>,
    id: Path<Uuid>,
    body: Body<CasePatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        write::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "cases", operation_id = "list_case_moves", summary = "How a case came through its stages",
    params(("id" = Uuid, Path), CaseMoveQuery),
    responses((status = 200, description = "A page of moves, the latest first", body = Page<CaseMove>)), extensions(("x-action" = json!("case_read"))))]
#[get("/{id}/moves")]
async fn list_case_moves(
    can: Can<tag::CaseRead>,
    id: Path<Uuid>,
    Query(query): Query<CaseMoveQuery>,
) -> Answer<HttpResponse> {
    let id = id.into_inner();
    let list = format!("case-moves {id}");
    let paging = Paging::new(&can.app, &list, &query, "case_moves.id", moves::SORTS)?;
    export::list(can, "case-moves", paging, move |c, grant, paging| {
        moves::list(c, grant, id, paging)
    })
    .await
}

#[utoipa::path(tag = "cases", operation_id = "move_case", summary = "Move a case to its next stage, or back",
    description = "Ahead only by one stage, when all that the stage asks for is there (`case_incomplete` names what isn't) and no risk flag \
        is open; back to any earlier stage, with a note.",
    params(("id" = Uuid, Path)), request_body = NewCaseMove,
    responses((status = 200, description = "The case as it is now", body = Case)), extensions(("x-action" = json!("case_move"))))]
#[post("/{id}/moves")]
async fn move_case(
    can: Can<tag::CaseMove>,
    id: Path<Uuid>,
    body: Body<NewCaseMove>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        moves::go(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "cases", operation_id = "close_case", summary = "Close a case as won or lost",
    description = "Won out of after-sales, with all it asks for; lost out of any stage, with a reason.",
    params(("id" = Uuid, Path)), request_body = NewCaseClosing,
    responses((status = 200, description = "The case as it is now", body = Case)), extensions(("x-action" = json!("case_move"))))]
#[post("/{id}/closings")]
async fn close_case(
    can: Can<tag::CaseMove>,
    id: Path<Uuid>,
    body: Body<NewCaseClosing>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        moves::close(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "cases", operation_id = "transfer_case", summary = "Hand a case over to another owner",
    params(("id" = Uuid, Path)), request_body = NewCaseTransfer,
    responses((status = 200, description = "The case as it is now", body = Case)), extensions(("x-action" = json!("case_transfer"))))]
#[post("/{id}/transfers")]
async fn transfer_case(
    can: Can<tag::CaseTransfer>,
    id: Path<Uuid>,
    body: Body<NewCaseTransfer>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        transfer::transfer(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "cases", operation_id = "list_case_flags", summary = "Risk flags of a case",
    params(("id" = Uuid, Path), CaseFlagQuery),
    responses((status = 200, description = "A page of flags, the latest first", body = Page<CaseFlag>)), extensions(("x-action" = json!("case_read"))))]
#[get("/{id}/flags")]
async fn list_case_flags(
    can: Can<tag::CaseRead>,
    id: Path<Uuid>,
    Query(query): Query<CaseFlagQuery>,
) -> Answer<HttpResponse> {
    let id = id.into_inner();
    let list = format!("case-flags {id}");
    let paging = Paging::new(&can.app, &list, &query, "case_flags.id", flag::SORTS)?;
    export::list(can, "case-flags", paging, move |c, grant, paging| {
        flag::list(c, grant, id, paging)
    })
    .await
}

#[utoipa::path(tag = "cases", operation_id = "flag_case", summary = "Flag a case as a risk",
    description = "It doesn't move on until somebody other than its owner has cleared the flag.",
    params(("id" = Uuid, Path)), request_body = NewCaseFlag,
    responses((status = 201, description = "The new flag", body = CaseFlag)), extensions(("x-action" = json!("case_flag_raise"))))]
#[post("/{id}/flags")]
async fn flag_case(
    can: Can<tag::CaseFlagRaise>,
    id: Path<Uuid>,
    body: Body<NewCaseFlag>,
) -> Answer<HttpResponse> {
    can.create(body, move |tx, grant, new| flag::raise(tx, grant, *id, new))
        .await
}
