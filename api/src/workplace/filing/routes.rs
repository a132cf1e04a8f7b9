use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::filing::{
    FilingEntry, FilingEntryPatch, FilingQuery, NewFilingDestruction, NewFilingEntry, NewFilingLoan,
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
    cfg.service(list_filing_entries)
        .service(create_filing_entry)
        .service(get_filing_entry)
        .service(update_filing_entry)
        .service(take_filing_entry)
        .service(return_filing_entry)
        .service(destroy_filing_entry);
}

#[utoipa::path(tag = "filing", operation_id = "list_filing_entries", summary = "What is filed where, by its code",
    params(FilingQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<FilingEntry>)),
    extensions(("x-action" = json!("filing_read"))))]
#[get("")]
async fn list_filing_entries(
    can: Can<tag::FilingRead>,
    Query(query): Query<FilingQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("filing_entries.id", store::SORTS);
    let paging = Paging::new(&can.app, "filing-entries", &query, id, sorts)?;
    export::list(can, "filing-entries", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "filing", operation_id = "create_filing_entry", summary = "Put a file into the index",
    request_body = NewFilingEntry,
    responses((status = 201, description = "The entry", body = FilingEntry)), extensions(("x-action" = json!("filing_manage"))))]
#[post("")]
async fn create_filing_entry(
    can: Can<tag::FilingManage>,
    body: Body<NewFilingEntry>,
) -> Answer<HttpResponse> {
    can.create(body, write::create).await
}

#[utoipa::path(tag = "filing", operation_id = "get_filing_entry", summary = "One file of the index", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = FilingEntry)), extensions(("x-action" = json!("filing_read"))))]
#[get("/{id}")]
async fn get_filing_entry(can: Can<tag::FilingRead>, id: Path<Uuid>) -> Answer<One<FilingEntry>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "filing", operation_id = "update_filing_entry", summary = "Change where a file is, who keeps it or until when",
    params(("id" = Uuid, Path)), request_body = FilingEntryPatch,
    responses((status = 200, description = "The record as it is now", body = FilingEntry)), extensions(("x-action" = json!("filing_manage"))))]
#[patch("/{id}")]
async fn update_filing_entry(
    can: Can<tag::FilingManage>,
    id: Path<Uuid>,
    body: Body<FilingEntryPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        write::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "filing", operation_id = "take_filing_entry", summary = "Take a file out",
    description = "For oneself; for others by whoever keeps the index. One that is out already is refused (`filing_state`).",
    params(("id" = Uuid, Path)), request_body = NewFilingLoan,
    responses((status = 200, description = "The record as it is now", body = FilingEntry)), extensions(("x-action" = json!("filing_borrow"))))]
#[post("/{id}/loans")]
async fn take_filing_entry(
    can: Can<tag::FilingBorrow>,
    id: Path<Uuid>,
    body: Body<NewFilingLoan>,
) -> Answer<HttpResponse> {
    can.act(body, move |tx, grant, new| write::lend(tx, grant, *id, new))
        .await
}

#[utoipa::path(tag = "filing", operation_id = "return_filing_entry", summary = "Bring a file back",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record as it is now", body = FilingEntry)), extensions(("x-action" = json!("filing_borrow"))))]
#[post("/{id}/returns")]
async fn return_filing_entry(can: Can<tag::FilingBorrow>, id: Path<Uuid>) -> Answer<HttpResponse> {
    can.act(Body::none(), move |tx, grant, ()| {
        write::take_back(tx, grant, *id)
    })
    .await
}

#[utoipa::path(tag = "filing", operation_id = "destroy_filing_entry", summary = "Note that a file was destroyed, and how",
    description = "Only one that is in its place, and past the day until which it had to be kept (`filing_retained`).",
    params(("id" = Uuid, Path)), request_body = NewFilingDestruction,
    responses((status = 200, description = "The record as it is now", body = FilingEntry)), extensions(("x-action" = json!("filing_manage"))))]
#[post("/{id}/destructions")]
async fn destroy_filing_entry(
    can: Can<tag::FilingManage>,
    id: Path<Uuid>,
    body: Body<NewFilingDestruction>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        write::destroy(tx, grant, *id, new, known)
    })
    .await
}
