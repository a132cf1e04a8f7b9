use actix_web::{HttpResponse, delete, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::team::{NewTeam, Team, TeamPatch, TeamQuery};
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
    cfg.service(list_teams)
        .service(create_team)
        .service(get_team)
        .service(update_team)
        .service(delete_team);
}

#[utoipa::path(tag = "organization", operation_id = "list_teams", summary = "Teams of the department", params(TeamQuery),
    responses((status = 200, description = "A page of teams", body = Page<Team>)), extensions(("x-action" = json!("organization_read"))))]
#[get("")]
async fn list_teams(
    can: Can<tag::OrganizationRead>,
    Query(query): Query<TeamQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, "teams", &query, "teams.id", store::SORTS)?;
    export::list(can, "teams", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "organization", operation_id = "create_team", summary = "Add a team", request_body = NewTeam,
    responses((status = 201, description = "The new team", body = Team)), extensions(("x-action" = json!("team_manage"))))]
#[post("")]
async fn create_team(can: Can<tag::TeamManage>, body: Body<NewTeam>) -> Answer<HttpResponse> {
    can.create(body, store::create).await
}

#[utoipa::path(tag = "organization", operation_id = "get_team", summary = "One team", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The team", body = Team)), extensions(("x-action" = json!("organization_read"))))]
#[get("/{id}")]
async fn get_team(can: Can<tag::OrganizationRead>, id: Path<Uuid>) -> Answer<One<Team>> {
    let grant = can.grant.clone();
    Ok(One(can
        .app
        .db
        .point(move |c| store::get(c, &grant, grant.reach(), *id))
        .await?))
}

#[utoipa::path(tag = "organization", operation_id = "update_team", summary = "Change a team", params(("id" = Uuid, Path)),
    request_body = TeamPatch,
    responses((status = 200, description = "The team as it is now", body = Team)), extensions(("x-action" = json!("team_manage"))))]
#[patch("/{id}")]
async fn update_team(
    can: Can<tag::TeamManage>,
    id: Path<Uuid>,
    body: Body<TeamPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        store::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "organization", operation_id = "delete_team", summary = "Remove a team that nothing refers to", params(("id" = Uuid, Path)),
    responses((status = 204, description = "Removed")), extensions(("x-action" = json!("team_manage"))))]
#[delete("/{id}")]
async fn delete_team(can: Can<tag::TeamManage>, id: Path<Uuid>) -> Answer<HttpResponse> {
    can.remove(move |tx, grant| store::delete(tx, grant, *id))
        .await
}
