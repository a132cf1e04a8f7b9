use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::expansion::{
    ExpansionPlan, ExpansionPlanPatch, ExpansionPlanQuery, NewExpansionActivation,
    NewExpansionClosing, NewExpansionPlan,
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
    cfg.service(list_expansion_plans)
        .service(create_expansion_plan)
        .service(get_expansion_plan)
        .service(update_expansion_plan)
        .service(activate_expansion_plan)
        .service(close_expansion_plan);
}

#[utoipa::path(tag = "expansion", operation_id = "list_expansion_plans", summary = "Plans of my teams and the department's",
    description = "What is done is as it was counted last, ten minutes ago at most; one plan is counted as it is read.",
    params(ExpansionPlanQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<ExpansionPlan>)),
    extensions(("x-action" = json!("expansion_plan_read"))))]
#[get("")]
async fn list_expansion_plans(
    can: Can<tag::ExpansionPlanRead>,
    Query(query): Query<ExpansionPlanQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("expansion_plans.id", store::SORTS);
    let paging = Paging::new(&can.app, "expansion-plans", &query, id, sorts)?;
    export::list(can, "expansion-plans", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "expansion", operation_id = "create_expansion_plan", summary = "Draft a plan for a team, or for the department",
    request_body = NewExpansionPlan,
    responses((status = 201, description = "The draft", body = ExpansionPlan)), extensions(("x-action" = json!("expansion_plan_manage"))))]
#[post("")]
async fn create_expansion_plan(
    can: Can<tag::ExpansionPlanManage>,
    body: Body<NewExpansionPlan>,
) -> Answer<HttpResponse> {
    can.create(body, write::create).await
}

#[utoipa::path(tag = "expansion", operation_id = "get_expansion_plan", summary = "One plan, with what the records say is done", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = ExpansionPlan)), extensions(("x-action" = json!("expansion_plan_read"))))]
#[get("/{id}")]
async fn get_expansion_plan(
    can: Can<tag::ExpansionPlanRead>,
    id: Path<Uuid>,
) -> Answer<One<ExpansionPlan>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "expansion", operation_id = "update_expansion_plan", summary = "Change a plan that isn't closed",
    description = "Lines take the place of all that were. Of a plan that is worked by, whom its lines name is told.",
    params(("id" = Uuid, Path)), request_body = ExpansionPlanPatch,
    responses((status = 200, description = "The record as it is now", body = ExpansionPlan)), extensions(("x-action" = json!("expansion_plan_manage"))))]
#[patch("/{id}")]
async fn update_expansion_plan(
    can: Can<tag::ExpansionPlanManage>,
    id: Path<Uuid>,
    body: Body<ExpansionPlanPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        write::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "expansion", operation_id = "activate_expansion_plan", summary = "Begin to work by a plan",
    description = "It has lines (`invalid`), and the team no other plan in its days (`plan_overlap`).",
    params(("id" = Uuid, Path)), request_body = NewExpansionActivation,
    responses((status = 200, description = "The record as it is now", body = ExpansionPlan)), extensions(("x-action" = json!("expansion_plan_manage"))))]
#[post("/{id}/activations")]
async fn activate_expansion_plan(
    can: Can<tag::ExpansionPlanManage>,
    id: Path<Uuid>,
    body: Body<NewExpansionActivation>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        write::activate(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "expansion", operation_id = "close_expansion_plan", summary = "Close a plan, with what came of it",
    description = "What was counted stays as it is then.",
    params(("id" = Uuid, Path)), request_body = NewExpansionClosing,
    responses((status = 200, description = "The record as it is now", body = ExpansionPlan)), extensions(("x-action" = json!("expansion_plan_manage"))))]
#[post("/{id}/closings")]
async fn close_expansion_plan(
    can: Can<tag::ExpansionPlanManage>,
    id: Path<Uuid>,
    body: Body<NewExpansionClosing>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        write::close(tx, grant, *id, new, known)
    })
    .await
}
