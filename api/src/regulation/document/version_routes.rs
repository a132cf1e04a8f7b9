use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::document::{
    DocumentGap, DocumentGapQuery, DocumentShares, DocumentVersion, DocumentVersionPatch,
    DocumentVersionQuery, NewDocumentVersion,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{gaps, publish, shares, version};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::{One, Plain};
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_document_versions)
        .service(create_document_version)
        .service(get_document_version)
        .service(update_document_version)
        .service(publish_document_version)
        .service(acknowledge_document_version)
        .service(list_document_gaps)
        .service(get_document_shares);
}

#[utoipa::path(tag = "documents", operation_id = "list_document_versions", summary = "Versions of documents, with their text",
    description = "`state=current` is what holds. Drafts are answered to those who write the document.",
    params(DocumentVersionQuery),
    responses((status = 200, description = "A page of versions, the latest first", body = Page<DocumentVersion>)),
    extensions(("x-action" = json!("regulation_read"))))]
#[get("")]
async fn list_document_versions(
    can: Can<tag::RegulationRead>,
    Query(query): Query<DocumentVersionQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("document_versions.id", version::SORTS);
    let paging = Paging::new(&can.app, "document-versions", &query, id, sorts)?;
    export::list(can, "document-versions", paging, move |c, grant, paging| {
        version::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "documents", operation_id = "create_document_version", summary = "Draft the next version of a document",
    description = "A document has one draft at most (`document_drafted`). Without sections it begins as the version that holds; the first \
        version of a regulation begins with the built-in wording of every clause.",
    request_body = NewDocumentVersion, responses((status = 201, description = "The draft", body = DocumentVersion)),
    extensions(("x-action" = json!("regulation_manage"))))]
#[post("")]
async fn create_document_version(
    can: Can<tag::RegulationManage>,
    body: Body<NewDocumentVersion>,
) -> Answer<HttpResponse> {
    can.create(body, version::create).await
}

#[utoipa::path(tag = "documents", operation_id = "get_document_version", summary = "One version of a document", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The version", body = DocumentVersion)), extensions(("x-action" = json!("regulation_read"))))]
#[get("/{id}")]
async fn get_document_version(
    can: Can<tag::RegulationRead>,
    id: Path<Uuid>,
) -> Answer<One<DocumentVersion>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| version::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "documents", operation_id = "update_document_version", summary = "Change a draft", params(("id" = Uuid, Path)),
    request_body = DocumentVersionPatch, responses((status = 200, description = "The draft as it is now", body = DocumentVersion)),
    extensions(("x-action" = json!("regulation_manage"))))]
#[patch("/{id}")]
async fn update_document_version(
    can: Can<tag::RegulationManage>,
    id: Path<Uuid>,
    body: Body<DocumentVersionPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        version::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "documents", operation_id = "publish_document_version", summary = "Publish a draft; it holds from now on",
    description = "The version before is superseded, and everybody is asked to acknowledge the new one. A regulation words each clause once \
        (`document_incomplete`).",
    params(("id" = Uuid, Path)), responses((status = 200, description = "The version as it is now", body = DocumentVersion)),
    extensions(("x-action" = json!("regulation_manage"))))]
#[post("/{id}/publications")]
async fn publish_document_version(
    can: Can<tag::RegulationManage>,
    id: Path<Uuid>,
) -> Answer<HttpResponse> {
    can.act_on(Body::none(), move |tx, grant, (), known| {
        publish::publish(tx, grant, *id, known)
    })
    .await
}

#[utoipa::path(tag = "documents", operation_id = "acknowledge_document_version", summary = "Acknowledge the version that holds",
    description = "Only the current one of a document that wasn't withdrawn (`document_not_current`); again is the same.",
    params(("id" = Uuid, Path)), responses((status = 200, description = "The version, with when it was acknowledged", body = DocumentVersion)),
    extensions(("x-action" = json!("regulation_acknowledge"))))]
#[post("/{id}/acknowledgements")]
async fn acknowledge_document_version(
    can: Can<tag::RegulationAcknowledge>,
    id: Path<Uuid>,
) -> Answer<HttpResponse> {
    can.act(Body::none(), move |tx, grant, ()| {
        publish::acknowledge(tx, grant, *id)
    })
    .await
}

#[utoipa::path(tag = "documents", operation_id = "list_document_gaps", summary = "Who has yet to acknowledge a version, inside my reach",
    params(("id" = Uuid, Path), DocumentGapQuery),
    responses((status = 200, description = "A page of people by staff number", body = Page<DocumentGap>)),
    extensions(("x-action" = json!("regulation_watch"))))]
#[get("/{id}/gaps")]
async fn list_document_gaps(
    can: Can<tag::RegulationWatch>,
    id: Path<Uuid>,
    Query(query): Query<DocumentGapQuery>,
) -> Answer<HttpResponse> {
    let id = id.into_inner();
    let list = format!("document-gaps {id}");
    let paging = Paging::new(&can.app, &list, &query, "employees.id", gaps::SORTS)?;
    export::list(can, "document-gaps", paging, move |c, grant, paging| {
        gaps::list(c, grant, id, paging)
    })
    .await
}

#[utoipa::path(tag = "documents", operation_id = "get_document_shares", summary = "How many of each team have acknowledged a version, inside my reach",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "Teams by name", body = DocumentShares)), extensions(("x-action" = json!("regulation_watch"))))]
#[get("/{id}/shares")]
async fn get_document_shares(
    can: Can<tag::RegulationWatch>,
    id: Path<Uuid>,
) -> Answer<Plain<DocumentShares>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| shares::get(c, &grant, *id));
    Ok(Plain(found.await?))
}
