use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::manual::{
    ManualGap, ManualGapQuery, ManualPage, ManualPagePatch, ManualQuery, NewManualPage,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{gaps, store, write};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_manual_pages)
        .service(create_manual_page)
        .service(get_manual_page)
        .service(update_manual_page)
        .service(publish_manual_page)
        .service(acknowledge_manual_page)
        .service(list_manual_gaps);
}

#[utoipa::path(tag = "manual", operation_id = "list_manual_pages", summary = "The operations manual, version by version", params(ManualQuery),
    description = "`state=current` is the manual that holds: one page for each stage. Drafts are answered to those who write it.",
    responses((status = 200, description = "A page of versions, the latest first", body = Page<ManualPage>)),
    extensions(("x-action" = json!("manual_read"))))]
#[get("")]
async fn list_manual_pages(
    can: Can<tag::ManualRead>,
    Query(query): Query<ManualQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, "manual", &query, "manual_pages.id", store::SORTS)?;
    export::list(can, "manual", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "manual", operation_id = "create_manual_page", summary = "Draft the next version of a stage's page",
    description = "A stage has one draft at most (`manual_drafted`).",
    request_body = NewManualPage, responses((status = 201, description = "The draft", body = ManualPage)),
    extensions(("x-action" = json!("manual_manage"))))]
#[post("")]
async fn create_manual_page(
    can: Can<tag::ManualManage>,
    body: Body<NewManualPage>,
) -> Answer<HttpResponse> {
    can.create(body, write::create).await
}

#[utoipa::path(tag = "manual", operation_id = "get_manual_page", summary = "One version of a page", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The version", body = ManualPage)), extensions(("x-action" = json!("manual_read"))))]
#[get("/{id}")]
async fn get_manual_page(can: Can<tag::ManualRead>, id: Path<Uuid>) -> Answer<One<ManualPage>> {
    let grant = can.grant.clone();
    let found = can.app.db.point(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "manual", operation_id = "update_manual_page", summary = "Change a draft", params(("id" = Uuid, Path)),
    request_body = ManualPagePatch, responses((status = 200, description = "The draft as it is now", body = ManualPage)),
    extensions(("x-action" = json!("manual_manage"))))]
#[patch("/{id}")]
async fn update_manual_page(
    can: Can<tag::ManualManage>,
    id: Path<Uuid>,
    body: Body<ManualPagePatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        write::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "manual", operation_id = "publish_manual_page", summary = "Publish a draft; it holds from now on",
    description = "The version before is superseded, and everybody is asked to acknowledge the new one.",
    params(("id" = Uuid, Path)), responses((status = 200, description = "The version as it is now", body = ManualPage)),
    extensions(("x-action" = json!("manual_manage"))))]
#[post("/{id}/publications")]
async fn publish_manual_page(can: Can<tag::ManualManage>, id: Path<Uuid>) -> Answer<HttpResponse> {
    can.act_on(Body::none(), move |tx, grant, (), known| {
        write::publish(tx, grant, *id, known)
    })
    .await
}

#[utoipa::path(tag = "manual", operation_id = "acknowledge_manual_page", summary = "Acknowledge the version that holds",
    description = "Only the current one (`manual_not_current`); again is the same.",
    params(("id" = Uuid, Path)), responses((status = 200, description = "The version, with when it was acknowledged", body = ManualPage)),
    extensions(("x-action" = json!("manual_acknowledge"))))]
#[post("/{id}/acknowledgements")]
async fn acknowledge_manual_page(
    can: Can<tag::ManualAcknowledge>,
    id: Path<Uuid>,
) -> Answer<HttpResponse> {
    can.act(Body::none(), move |tx, grant, ()| {
        write::acknowledge(tx, grant, *id)
    })
    .await
}

#[utoipa::path(tag = "manual", operation_id = "list_manual_gaps", summary = "Who has yet to acknowledge a version, inside my reach",
    params(("id" = Uuid, Path), ManualGapQuery),
    responses((status = 200, description = "A page of people by staff number", body = Page<ManualGap>)),
    extensions(("x-action" = json!("manual_watch"))))]
#[get("/{id}/gaps")]
async fn list_manual_gaps(
    can: Can<tag::ManualWatch>,
    id: Path<Uuid>,
    Query(query): Query<ManualGapQuery>,
) -> Answer<HttpResponse> {
    let id = id.into_inner();
    let list = format!("manual-gaps {id}");
    let paging = Paging::new(&can.app, &list, &query, "employees.id", gaps::SORTS)?;
    export::list(can, "manual-gaps", paging, move |c, grant, paging| {
        gaps::list(c, grant, id, paging)
    })
    .await
}
