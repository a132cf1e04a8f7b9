use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::work_plan::{
    NewWorkPlan, NewWorkPlanRevision, NewWorkProgress, WorkPlan, WorkPlanPatch, WorkPlanQuery,
    WorkPlanRevision, WorkPlanRevisionQuery,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{progress, publish, revisions, store, write};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_work_plans)
        .service(create_work_plan)
        .service(get_work_plan)
        .service(update_work_plan)
        .service(publish_work_plan)
        .service(list_work_plan_revisions)
        .service(say_work_progress);
}

#[utoipa::path(tag = "work-plans", operation_id = "list_work_plans", summary = "Plans of years: the department's, and teams' inside my reach",
    description = "Drafts are answered to those who make them.",
    params(WorkPlanQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<WorkPlan>)),
    extensions(("x-action" = json!("work_plan_read"))))]
#[get("")]
async fn list_work_plans(
    can: Can<tag::WorkPlanRead>,
    Query(query): Query<WorkPlanQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("work_plans.id", store::SORTS);
    let paging = Paging::new(&can.app, "work-plans", &query, id, sorts)?;
    export::list(can, "work-plans", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "work-plans", operation_id = "create_work_plan", summary = "Draft the plan of a year",
    description = "The department's by the manager, a team's by its lead; one for each year (`work_plan_exists`).",
    request_body = NewWorkPlan,
    responses((status = 201, description = "The draft", body = WorkPlan)), extensions(("x-action" = json!("work_plan_manage"))))]
#[post("")]
async fn create_work_plan(
    can: Can<tag::WorkPlanManage>,
    body: Body<NewWorkPlan>,
) -> Answer<HttpResponse> {
    can.create(body, write::create).await
}

#[utoipa::path(tag = "work-plans", operation_id = "get_work_plan", summary = "One plan with its goals", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = WorkPlan)), extensions(("x-action" = json!("work_plan_read"))))]
#[get("/{id}")]
async fn get_work_plan(can: Can<tag::WorkPlanRead>, id: Path<Uuid>) -> Answer<One<WorkPlan>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "work-plans", operation_id = "update_work_plan", summary = "Change a plan",
    description = "A published plan that is changed holds as it is now once its next revision is published; its state says so until then.",
    params(("id" = Uuid, Path)), request_body = WorkPlanPatch,
    responses((status = 200, description = "The plan as it is now", body = WorkPlan)), extensions(("x-action" = json!("work_plan_manage"))))]
#[patch("/{id}")]
async fn update_work_plan(
    can: Can<tag::WorkPlanManage>,
    id: Path<Uuid>,
    body: Body<WorkPlanPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        write::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "work-plans", operation_id = "publish_work_plan", summary = "Publish a revision of a plan",
    description = "Of a draft or a changed plan that has a goal. Why is needed from the second time on. Owners of goals are told.",
    params(("id" = Uuid, Path)), request_body = NewWorkPlanRevision,
    responses((status = 200, description = "The plan as it is now", body = WorkPlan)), extensions(("x-action" = json!("work_plan_manage"))))]
#[post("/{id}/publications")]
async fn publish_work_plan(
    can: Can<tag::WorkPlanManage>,
    id: Path<Uuid>,
    body: Body<NewWorkPlanRevision>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        publish::publish(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "work-plans", operation_id = "list_work_plan_revisions", summary = "Every revision of a plan as it was published",
    params(("id" = Uuid, Path), WorkPlanRevisionQuery),
    responses((status = 200, description = "A page of revisions, the latest first", body = Page<WorkPlanRevision>)),
    extensions(("x-action" = json!("work_plan_read"))))]
#[get("/{id}/revisions")]
async fn list_work_plan_revisions(
    can: Can<tag::WorkPlanRead>,
    id: Path<Uuid>,
    Query(query): Query<WorkPlanRevisionQuery>,
) -> Answer<HttpResponse> {
    let id = id.into_inner();
    let list = format!("work-plan-revisions {id}");
    let (column, sorts) = ("work_plan_revisions.id", revisions::SORTS);
    let paging = Paging::new(&can.app, &list, &query, column, sorts)?;
    export::list(
        can,
        "work-plan-revisions",
        paging,
        move |c, grant, paging| revisions::list(c, grant, id, paging),
    )
    .await
}

#[utoipa::path(tag = "work-plans", operation_id = "say_work_progress", summary = "Say how far a goal is",
    description = "By whoever the goal is, or above them. Several may say so of their goals at once.",
    params(("id" = Uuid, Path)), request_body = NewWorkProgress,
    responses((status = 200, description = "The plan as it is now", body = WorkPlan)), extensions(("x-action" = json!("work_progress"))))]
#[post("/{id}/progress")]
async fn say_work_progress(
    can: Can<tag::WorkProgress>,
    id: Path<Uuid>,
    body: Body<NewWorkProgress>,
) -> Answer<HttpResponse> {
    can.act(body, move |tx, grant, new| {
        progress::say(tx, grant, *id, new)
    })
    .await
}
