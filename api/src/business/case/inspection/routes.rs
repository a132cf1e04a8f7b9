use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::inspection::{
    Inspection, InspectionChecklist, InspectionChecklistPatch, InspectionDraw, InspectionDrawQuery,
    InspectionFinding, InspectionFindingQuery, InspectionPlan, InspectionPlanQuery,
    InspectionQuery, InspectionStep, InspectionStepQuery, NewInspection, NewInspectionAssignment,
    NewInspectionDraw, NewInspectionPlan, NewInspectionResult, NewRecheck, NewRectification,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{act, checklist, draw, finding, plan, recheck, step, store};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_inspections)
        .service(order_inspection)
        .service(get_inspection)
        .service(record_inspection)
        .service(assign_inspection)
        .service(list_inspection_steps);
}

pub fn mount_findings(cfg: &mut ServiceConfig) {
    cfg.service(list_inspection_findings)
        .service(get_inspection_finding)
        .service(rectify_finding)
        .service(recheck_finding);
}

pub fn mount_draws(cfg: &mut ServiceConfig) {
    cfg.service(list_inspection_draws)
        .service(create_inspection_draw);
}

pub fn mount_plans(cfg: &mut ServiceConfig) {
    cfg.service(list_inspection_plans)
        .service(set_inspection_plan);
}

pub fn mount_checklist(cfg: &mut ServiceConfig) {
    cfg.service(get_inspection_checklist)
        .service(update_inspection_checklist);
}

#[utoipa::path(tag = "inspections", operation_id = "list_inspections", summary = "Inspections of cases inside my reach",
    params(InspectionQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<Inspection>)),
    extensions(("x-action" = json!("inspection_read"))))]
#[get("")]
async fn list_inspections(
    can: Can<tag::InspectionRead>,
    Query(query): Query<InspectionQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("inspections.id", store::SORTS);
    let paging = Paging::new(&can.app, "inspections", &query, id, sorts)?;
    export::list(can, "inspections", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "inspections", operation_id = "order_inspection", summary = "Have one case looked over, outside the sample",
    description = "By whoever orders it if they stand above the case's owner, else by the nearest who does: lead, deputy, manager. Cases of \
        nobody's team aren't inspected (`conflict`).",
    request_body = NewInspection,
    responses((status = 201, description = "The new inspection", body = Inspection)), extensions(("x-action" = json!("inspection_order"))))]
#[post("")]
async fn order_inspection(
    can: Can<tag::InspectionOrder>,
    body: Body<NewInspection>,
) -> Answer<HttpResponse> {
    can.create(body, act::order).await
}

#[utoipa::path(tag = "inspections", operation_id = "get_inspection", summary = "One inspection, with its check-list and findings", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = Inspection)), extensions(("x-action" = json!("inspection_read"))))]
#[get("/{id}")]
async fn get_inspection(can: Can<tag::InspectionRead>, id: Path<Uuid>) -> Answer<One<Inspection>> {
    let grant = can.grant.clone();
    let found = can
        .app
        .db
        .point(move |c| store::get(c, &grant, grant.reach(), *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "inspections", operation_id = "record_inspection", summary = "Record what was seen: every item, and what is to be rectified",
    description = "Nobody looks over what is or was their own case (`own_matter`). Each item has its outcome, and where one is `not_ok` there is a \
        finding (`inspection_incomplete`).",
    params(("id" = Uuid, Path)), request_body = NewInspectionResult,
    responses((status = 200, description = "The record as it is now", body = Inspection)), extensions(("x-action" = json!("inspection_record"))))]
#[post("/{id}/results")]
async fn record_inspection(
    can: Can<tag::InspectionRecord>,
    id: Path<Uuid>,
    body: Body<NewInspectionResult>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        act::result(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "inspections", operation_id = "assign_inspection", summary = "Give it to somebody else to look over",
    description = "To the lead of the team, the deputy of its area or the manager, never the owner of the case (`unknown_reference`).",
    params(("id" = Uuid, Path)), request_body = NewInspectionAssignment,
    responses((status = 200, description = "The record as it is now", body = Inspection)), extensions(("x-action" = json!("inspection_record"))))]
#[post("/{id}/assignments")]
async fn assign_inspection(
    can: Can<tag::InspectionRecord>,
    id: Path<Uuid>,
    body: Body<NewInspectionAssignment>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        act::assign(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "inspections", operation_id = "list_inspection_steps", summary = "What happened to an inspection and its findings",
    params(("id" = Uuid, Path), InspectionStepQuery),
    responses((status = 200, description = "A page of steps, the newest first", body = Page<InspectionStep>)),
    extensions(("x-action" = json!("inspection_read"))))]
#[get("/{id}/steps")]
async fn list_inspection_steps(
    can: Can<tag::InspectionRead>,
    id: Path<Uuid>,
    Query(query): Query<InspectionStepQuery>,
) -> Answer<HttpResponse> {
    let id = *id;
    let name = format!("inspection-steps {id}");
    let paging = Paging::new(&can.app, &name, &query, "inspection_steps.id", step::SORTS)?;
    export::list(can, "inspection-steps", paging, move |c, grant, paging| {
        step::list(c, grant, id, paging)
    })
    .await
}

#[utoipa::path(tag = "inspections", operation_id = "list_inspection_findings", summary = "What inspections found, inside my reach",
    params(InspectionFindingQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<InspectionFinding>)),
    extensions(("x-action" = json!("inspection_read"))))]
#[get("")]
async fn list_inspection_findings(
    can: Can<tag::InspectionRead>,
    Query(query): Query<InspectionFindingQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("inspection_findings.id", finding::SORTS);
    let paging = Paging::new(&can.app, "inspection-findings", &query, id, sorts)?;
    export::list(
        can,
        "inspection-findings",
        paging,
        move |c, grant, paging| finding::list(c, grant, &query, paging),
    )
    .await
}

#[utoipa::path(tag = "inspections", operation_id = "get_inspection_finding", summary = "One finding", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = InspectionFinding)), extensions(("x-action" = json!("inspection_read"))))]
#[get("/{id}")]
async fn get_inspection_finding(
    can: Can<tag::InspectionRead>,
    id: Path<Uuid>,
) -> Answer<One<InspectionFinding>> {
    let grant = can.grant.clone();
    let found = can
        .app
        .db
        .point(move |c| finding::get(c, &grant, grant.reach(), *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "inspections", operation_id = "rectify_finding", summary = "Say how a finding was rectified",
    description = "While it is open (`finding_state`); then somebody else checks it again.",
    params(("id" = Uuid, Path)), request_body = NewRectification,
    responses((status = 200, description = "The record as it is now", body = InspectionFinding)), extensions(("x-action" = json!("finding_rectify"))))]
#[post("/{id}/rectifications")]
async fn rectify_finding(
    can: Can<tag::FindingRectify>,
    id: Path<Uuid>,
    body: Body<NewRectification>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        recheck::rectify(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "inspections", operation_id = "recheck_finding", summary = "Close a rectified finding, or send it back with a new day",
    description = "Neither its owner nor whoever rectified it (`own_matter`). What somebody left behind who is gone may be closed as it is.",
    params(("id" = Uuid, Path)), request_body = NewRecheck,
    responses((status = 200, description = "The record as it is now", body = InspectionFinding)), extensions(("x-action" = json!("inspection_recheck"))))]
#[post("/{id}/rechecks")]
async fn recheck_finding(
    can: Can<tag::InspectionRecheck>,
    id: Path<Uuid>,
    body: Body<NewRecheck>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        recheck::recheck(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "inspections", operation_id = "list_inspection_draws", summary = "Samples of teams and what has become of them, inside my reach",
    params(InspectionDrawQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<InspectionDraw>)),
    extensions(("x-action" = json!("inspection_read"))))]
#[get("")]
async fn list_inspection_draws(
    can: Can<tag::InspectionRead>,
    Query(query): Query<InspectionDrawQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("inspection_draws.id", draw::SORTS);
    let paging = Paging::new(&can.app, "inspection-draws", &query, id, sorts)?;
    export::list(can, "inspection-draws", paging, move |c, grant, paging| {
        draw::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "inspections", operation_id = "create_inspection_draw", summary = "Draw a team's sample of a month that is over",
    description = "By the plan that holds for that month (`inspection_unplanned`), once (`inspection_drawn`). Last month's samples are drawn by \
        themselves. `seed` proves the sample: the cases of the month in the order of BLAKE3(seed as 8 bytes, big-endian ‖ id), the first `drawn`.",
    request_body = NewInspectionDraw,
    responses((status = 201, description = "The sample", body = InspectionDraw)), extensions(("x-action" = json!("inspection_order"))))]
#[post("")]
async fn create_inspection_draw(
    can: Can<tag::InspectionOrder>,
    body: Body<NewInspectionDraw>,
) -> Answer<HttpResponse> {
    can.answer(body, 201, draw::create).await
}

#[utoipa::path(tag = "inspections", operation_id = "list_inspection_plans", summary = "How many cases are looked over, by team and from which month",
    params(InspectionPlanQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<InspectionPlan>)),
    extensions(("x-action" = json!("inspection_plan_read"))))]
#[get("")]
async fn list_inspection_plans(
    can: Can<tag::InspectionPlanRead>,
    Query(query): Query<InspectionPlanQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("inspection_plans.id", plan::SORTS);
    let paging = Paging::new(&can.app, "inspection-plans", &query, id, sorts)?;
    export::list(can, "inspection-plans", paging, move |c, grant, paging| {
        plan::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "inspections", operation_id = "set_inspection_plan", summary = "Set a team's plan, or everybody's, from a month on",
    description = "The same team and month again take the place of what was; everybody's plan takes the whole department.",
    request_body = NewInspectionPlan,
    responses((status = 201, description = "The plan", body = InspectionPlan)), extensions(("x-action" = json!("inspection_plan_manage"))))]
#[post("")]
async fn set_inspection_plan(
    can: Can<tag::InspectionPlanManage>,
    body: Body<NewInspectionPlan>,
) -> Answer<HttpResponse> {
    can.answer(body, 201, plan::set).await
}

#[utoipa::path(tag = "inspections", operation_id = "get_inspection_checklist", summary = "What inspections look at",
    responses((status = 200, description = "The items", body = InspectionChecklist)), extensions(("x-action" = json!("inspection_plan_read"))))]
#[get("")]
async fn get_inspection_checklist(
    can: Can<tag::InspectionPlanRead>,
) -> Answer<One<InspectionChecklist>> {
    let grant = can.grant.clone();
    let found = can.app.db.point(move |c| checklist::get(c, &grant));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "inspections", operation_id = "update_inspection_checklist", summary = "Change what inspections look at",
    description = "Inspections keep the items they began with.", request_body = InspectionChecklistPatch,
    responses((status = 200, description = "The items as they are now", body = InspectionChecklist)),
    extensions(("x-action" = json!("inspection_checklist_manage"))))]
#[patch("")]
async fn update_inspection_checklist(
    can: Can<tag::InspectionChecklistManage>,
    body: Body<InspectionChecklistPatch>,
) -> Answer<HttpResponse> {
    can.change(body, checklist::update).await
}
