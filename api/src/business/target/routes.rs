use actix_web::{HttpResponse, get, post};
use contract::Page;
use contract::access::tag;
use contract::target::{
    Indicator, Indicators, NewIndicator, NewTarget, NewTargetRevision, SplitProposal, SplitQuery,
    Target, TargetPublication, TargetQuery,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{draft, indicator, proposal, revise, store};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::{One, Plain};
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_targets)
        .service(create_target)
        .service(get_target)
        .service(publish_target)
        .service(revise_target)
        .service(propose_target_split);
}

pub fn mount_indicators(cfg: &mut ServiceConfig) {
    cfg.service(list_indicators).service(create_indicator);
}

#[utoipa::path(tag = "targets", operation_id = "list_indicators", summary = "What targets are set for",
    responses((status = 200, description = "The indicators", body = Indicators)), extensions(("x-action" = json!("target_read"))))]
#[get("")]
async fn list_indicators(can: Can<tag::TargetRead>) -> Answer<Plain<Indicators>> {
    Ok(Plain(can.app.db.read(indicator::all).await?))
}

#[utoipa::path(tag = "targets", operation_id = "create_indicator", summary = "Add something to set targets for", request_body = NewIndicator,
    responses((status = 201, description = "The indicator", body = Indicator)), extensions(("x-action" = json!("target_manage"))))]
#[post("")]
async fn create_indicator(
    can: Can<tag::TargetManage>,
    body: Body<NewIndicator>,
) -> Answer<HttpResponse> {
    can.answer(body, 201, indicator::add).await
}

#[utoipa::path(tag = "targets", operation_id = "list_targets", summary = "Targets and their revisions", params(TargetQuery),
    responses((status = 200, description = "A page of targets; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<Target>)),
    extensions(("x-action" = json!("target_read"))))]
#[get("")]
async fn list_targets(
    can: Can<tag::TargetRead>,
    Query(query): Query<TargetQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, "targets", &query, "targets.id", store::SORTS)?;
    export::list(can, "targets", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "targets", operation_id = "create_target", summary = "Draft the department's target for a period",
    description = "The tree is made from the organization as it is today and split so that it sums exactly at every level.",
    request_body = NewTarget,
    responses((status = 201, description = "The draft", body = Target)), extensions(("x-action" = json!("target_manage"))))]
#[post("")]
async fn create_target(can: Can<tag::TargetManage>, body: Body<NewTarget>) -> Answer<HttpResponse> {
    can.create(body, draft::create).await
}

#[utoipa::path(tag = "targets", operation_id = "get_target", summary = "One target with its nodes inside my reach", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The target", body = Target)), extensions(("x-action" = json!("target_read"))))]
#[get("/{id}")]
async fn get_target(can: Can<tag::TargetRead>, id: Path<Uuid>) -> Answer<One<Target>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "targets", operation_id = "publish_target", summary = "Publish a draft", params(("id" = Uuid, Path)),
    request_body = TargetPublication,
    responses((status = 200, description = "The target as it is now", body = Target)), extensions(("x-action" = json!("target_manage"))))]
#[post("/{id}/publications")]
async fn publish_target(
    can: Can<tag::TargetManage>,
    id: Path<Uuid>,
    body: Body<TargetPublication>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, _, known| {
        draft::publish(tx, grant, *id, known)
    })
    .await
}

#[utoipa::path(tag = "targets", operation_id = "revise_target", summary = "Change amounts of a target, proved as a whole",
    description = "A manager changes any node, a deputy the teams and members of their area, a lead the members of their team. Those who came \
        since the tree was made are added. A draft \
        is changed as it is; of a published target a new revision is made. Where children don't sum to their parent nothing is changed, \
        and the refusal names the node and both figures.",
    params(("id" = Uuid, Path)), request_body = NewTargetRevision,
    responses((status = 200, description = "The draft as it is now, or the new revision", body = Target)), extensions(("x-action" = json!("target_revise"))))]
#[post("/{id}/revisions")]
async fn revise_target(
    can: Can<tag::TargetRevise>,
    id: Path<Uuid>,
    body: Body<NewTargetRevision>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        revise::revise(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "targets", operation_id = "propose_target_split", summary = "How a node's amount could be split over what is below it",
    description = "By largest remainder, so that every level sums exactly. Nothing is changed: a revision takes the amounts over.",
    params(("id" = Uuid, Path), SplitQuery),
    responses((status = 200, description = "The node and everything below it", body = SplitProposal)), extensions(("x-action" = json!("target_revise"))))]
#[get("/{id}/split")]
async fn propose_target_split(
    can: Can<tag::TargetRevise>,
    id: Path<Uuid>,
    Query(query): Query<SplitQuery>,
) -> Answer<Plain<SplitProposal>> {
    let grant = can.grant.clone();
    let found = move |c: &mut _| proposal::propose(c, &grant, *id, &query);
    Ok(Plain(can.app.db.read(found).await?))
}
