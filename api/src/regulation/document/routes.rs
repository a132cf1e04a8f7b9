use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::document::{Document, DocumentPatch, DocumentQuery, NewDocument};
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
    cfg.service(list_documents)
        .service(create_document)
        .service(get_document)
        .service(update_document);
}

#[utoipa::path(tag = "documents", operation_id = "list_documents", summary = "The regulation, procedures and emergency plans",
    description = "Those with a version that holds are everybody's; those that are only drafted are answered to those who write them.",
    params(DocumentQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<Document>)),
    extensions(("x-action" = json!("regulation_read"))))]
#[get("")]
async fn list_documents(
    can: Can<tag::RegulationRead>,
    Query(query): Query<DocumentQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("documents.id", store::SORTS);
    let paging = Paging::new(&can.app, "documents", &query, id, sorts)?;
    export::list(can, "documents", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "documents", operation_id = "create_document", summary = "Set up a document",
    description = "Whoever is in charge of the field of work it is about sets it up; without a field, the manager. Its text is drafted as \
        a version. There is one regulation (`document_exists`).",
    request_body = NewDocument,
    responses((status = 201, description = "The document", body = Document)), extensions(("x-action" = json!("regulation_manage"))))]
#[post("")]
async fn create_document(
    can: Can<tag::RegulationManage>,
    body: Body<NewDocument>,
) -> Answer<HttpResponse> {
    can.create(body, write::create).await
}

#[utoipa::path(tag = "documents", operation_id = "get_document", summary = "One document", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = Document)), extensions(("x-action" = json!("regulation_read"))))]
#[get("/{id}")]
async fn get_document(can: Can<tag::RegulationRead>, id: Path<Uuid>) -> Answer<One<Document>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "documents", operation_id = "update_document", summary = "Entitle a document anew, or withdraw it",
    description = "A withdrawn document is kept, and nobody is asked to acknowledge it.",
    params(("id" = Uuid, Path)), request_body = DocumentPatch,
    responses((status = 200, description = "The record as it is now", body = Document)), extensions(("x-action" = json!("regulation_manage"))))]
#[patch("/{id}")]
async fn update_document(
    can: Can<tag::RegulationManage>,
    id: Path<Uuid>,
    body: Body<DocumentPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        write::update(tx, grant, *id, patch, known)
    })
    .await
}
