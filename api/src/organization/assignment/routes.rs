use actix_web::{HttpResponse, get, post};
use contract::Page;
use contract::access::tag;
use contract::assignment::{
    NewRoleAssignment, RoleAssignment, RoleAssignmentQuery, RoleEnding, RoleHandover,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::store;
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_role_assignments)
        .service(create_role_assignment)
        .service(get_role_assignment)
        .service(end_role_assignment)
        .service(hand_over_role);
}

#[utoipa::path(tag = "organization", operation_id = "list_role_assignments", summary = "Role assignments, current and past", params(RoleAssignmentQuery),
    responses((status = 200, description = "A page of role assignments", body = Page<RoleAssignment>)), extensions(("x-action" = json!("role_read"))))]
#[get("")]
async fn list_role_assignments(
    can: Can<tag::RoleRead>,
    Query(query): Query<RoleAssignmentQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(
        &can.app,
        "role-assignments",
        &query,
        "role_assignments.id",
        store::SORTS,
    )?;
    export::list(can, "role-assignments", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "organization", operation_id = "create_role_assignment", summary = "Assign a role, now or at another time",
    request_body = NewRoleAssignment,
    responses((status = 201, description = "The new assignment", body = RoleAssignment)), extensions(("x-action" = json!("role_assign"))))]
#[post("")]
async fn create_role_assignment(
    can: Can<tag::RoleAssign>,
    body: Body<NewRoleAssignment>,
) -> Answer<HttpResponse> {
    can.create(body, store::create).await
}

#[utoipa::path(tag = "organization", operation_id = "get_role_assignment", summary = "One role assignment", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The assignment", body = RoleAssignment)), extensions(("x-action" = json!("role_read"))))]
#[get("/{id}")]
async fn get_role_assignment(
    can: Can<tag::RoleRead>,
    id: Path<Uuid>,
) -> Answer<One<RoleAssignment>> {
    let grant = can.grant.clone();
    Ok(One(can
        .app
        .db
        .point(move |c| store::get(c, &grant, grant.reach(), *id))
        .await?))
}

#[utoipa::path(tag = "organization", operation_id = "end_role_assignment", summary = "End a role, now or at a later time", params(("id" = Uuid, Path)),
    request_body = RoleEnding,
    responses((status = 200, description = "The assignment as it is now", body = RoleAssignment)), extensions(("x-action" = json!("role_end"))))]
#[post("/{id}/endings")]
async fn end_role_assignment(
    can: Can<tag::RoleEnd>,
    id: Path<Uuid>,
    body: Body<RoleEnding>,
) -> Answer<HttpResponse> {
    can.act(body, move |tx, grant, ending| {
        store::end(tx, grant, *id, ending)
    })
    .await
}

#[utoipa::path(tag = "organization", operation_id = "hand_over_role", summary = "Give a seat to a successor without a gap", params(("id" = Uuid, Path)),
    request_body = RoleHandover,
    responses((status = 201, description = "The successor's assignment", body = RoleAssignment)), extensions(("x-action" = json!("role_hand_over"))))]
#[post("/{id}/handovers")]
async fn hand_over_role(
    can: Can<tag::RoleHandOver>,
    id: Path<Uuid>,
    body: Body<RoleHandover>,
) -> Answer<HttpResponse> {
    can.create(body, move |tx, grant, new| {
        store::hand_over(tx, grant, *id, new)
    })
    .await
}
