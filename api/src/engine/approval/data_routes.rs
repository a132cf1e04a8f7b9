//! Flows and delegations: what approvals go by.

use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::approval::{
    ApprovalFlow, ApprovalFlowPatch, ApprovalFlowQuery, ApprovalNote, Delegation, DelegationQuery,
    FlowVersionQuery, MatterKind, NewDelegation,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{delegation, flow};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount_flows(cfg: &mut ServiceConfig) {
    cfg.service(list_approval_flows)
        .service(get_approval_flow)
        .service(update_approval_flow)
        .service(list_approval_flow_versions);
}

pub fn mount_delegations(cfg: &mut ServiceConfig) {
    cfg.service(list_delegations)
        .service(create_delegation)
        .service(get_delegation)
        .service(revoke_delegation);
}

#[utoipa::path(tag = "approvals", operation_id = "list_approval_flows", summary = "The current flow of each kind of matter", params(ApprovalFlowQuery),
    responses((status = 200, description = "A page of flows", body = Page<ApprovalFlow>)), extensions(("x-action" = json!("flow_read"))))]
#[get("")]
async fn list_approval_flows(
    can: Can<tag::FlowRead>,
    Query(query): Query<ApprovalFlowQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(
        &can.app,
        "approval-flows",
        &query,
        "approval_flows.id",
        flow::SORTS,
    )?;
    export::list(can, "approval-flows", paging, move |c, grant, paging| {
        flow::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "approvals", operation_id = "get_approval_flow", summary = "The current flow of a kind of matter", params(("kind" = MatterKind, Path)),
    responses((status = 200, description = "The flow", body = ApprovalFlow)), extensions(("x-action" = json!("flow_read"))))]
#[get("/{kind}")]
async fn get_approval_flow(
    can: Can<tag::FlowRead>,
    kind: Path<MatterKind>,
) -> Answer<One<ApprovalFlow>> {
    let grant = can.grant.clone();
    Ok(One(can
        .app
        .db
        .point(move |c| flow::get(c, &grant, *kind))
        .await?))
}

#[utoipa::path(tag = "approvals", operation_id = "update_approval_flow", summary = "Publish a new version of a flow; running requests keep theirs",
    params(("kind" = MatterKind, Path)), request_body = ApprovalFlowPatch,
    responses((status = 200, description = "The flow as it is now", body = ApprovalFlow)), extensions(("x-action" = json!("flow_manage"))))]
#[patch("/{kind}")]
async fn update_approval_flow(
    can: Can<tag::FlowManage>,
    kind: Path<MatterKind>,
    body: Body<ApprovalFlowPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        flow::publish(tx, grant, *kind, patch, known)
    })
    .await
}

#[utoipa::path(tag = "approvals", operation_id = "list_approval_flow_versions", summary = "Versions of a flow, newest first",
    params(("kind" = MatterKind, Path), FlowVersionQuery),
    responses((status = 200, description = "A page of versions", body = Page<ApprovalFlow>)), extensions(("x-action" = json!("flow_read"))))]
#[get("/{kind}/versions")]
async fn list_approval_flow_versions(
    can: Can<tag::FlowRead>,
    kind: Path<MatterKind>,
    Query(query): Query<FlowVersionQuery>,
) -> Answer<HttpResponse> {
    let kind = kind.into_inner();
    let list = format!("approval-flow-versions {}", kind.name());
    let paging = Paging::new(
        &can.app,
        &list,
        &query,
        "approval_flows.id",
        flow::VERSION_SORTS,
    )?;
    export::list(
        can,
        "approval-flow-versions",
        paging,
        move |c, grant, paging| flow::versions(c, grant, kind, &query, paging),
    )
    .await
}

#[utoipa::path(tag = "approvals", operation_id = "list_delegations", summary = "Stand-ins I named, and people I stand in for", params(DelegationQuery),
    responses((status = 200, description = "A page of delegations", body = Page<Delegation>)), extensions(("x-action" = json!("delegation_manage"))))]
#[get("")]
async fn list_delegations(
    can: Can<tag::DelegationManage>,
    Query(query): Query<DelegationQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(
        &can.app,
        "delegations",
        &query,
        "delegations.id",
        delegation::SORTS,
    )?;
    export::list(can, "delegations", paging, move |c, grant, paging| {
        delegation::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "approvals", operation_id = "create_delegation", summary = "Name somebody who decides for me between two days",
    description = "What lies with me now goes to the stand-in as soon as the first day has come. Circles and two stand-ins at once are refused.",
    request_body = NewDelegation,
    responses((status = 201, description = "The delegation", body = Delegation)), extensions(("x-action" = json!("delegation_manage"))))]
#[post("")]
async fn create_delegation(
    can: Can<tag::DelegationManage>,
    body: Body<NewDelegation>,
) -> Answer<HttpResponse> {
    can.create(body, delegation::create).await
}

#[utoipa::path(tag = "approvals", operation_id = "get_delegation", summary = "One delegation that I gave or got", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The delegation", body = Delegation)), extensions(("x-action" = json!("delegation_manage"))))]
#[get("/{id}")]
async fn get_delegation(
    can: Can<tag::DelegationManage>,
    id: Path<Uuid>,
) -> Answer<One<Delegation>> {
    let grant = can.grant.clone();
    Ok(One(can
        .app
        .db
        .point(move |c| delegation::get(c, &grant, *id))
        .await?))
}

#[utoipa::path(tag = "approvals", operation_id = "revoke_delegation", summary = "Take back a delegation I gave", params(("id" = Uuid, Path)),
    request_body = ApprovalNote,
    responses((status = 200, description = "The delegation as it is now", body = Delegation)), extensions(("x-action" = json!("delegation_manage"))))]
#[post("/{id}/revocations")]
async fn revoke_delegation(
    can: Can<tag::DelegationManage>,
    id: Path<Uuid>,
    body: Body<ApprovalNote>,
) -> Answer<HttpResponse> {
    can.act(body, move |tx, grant, note| {
        delegation::revoke(tx, grant, *id, note.comment.as_deref())
    })
    .await
}
