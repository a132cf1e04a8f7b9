use actix_web::{HttpResponse, delete, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::attendance::{
    NewSchedule, NewScheduleAssignment, Schedule, ScheduleAssignment, ScheduleAssignmentQuery,
    ScheduleAssignments, SchedulePatch, ScheduleQuery,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{assign, store};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_schedules)
        .service(create_schedule)
        .service(get_schedule)
        .service(update_schedule)
        .service(delete_schedule);
}

pub fn mount_assignments(cfg: &mut ServiceConfig) {
    cfg.service(list_schedule_assignments)
        .service(assign_schedule);
}

#[utoipa::path(tag = "attendance", operation_id = "list_schedules", summary = "Schedules of the department", params(ScheduleQuery),
    responses((status = 200, description = "A page of schedules", body = Page<Schedule>)), extensions(("x-action" = json!("shift_read"))))]
#[get("")]
async fn list_schedules(
    can: Can<tag::ShiftRead>,
    Query(query): Query<ScheduleQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, "schedules", &query, "schedules.id", store::SORTS)?;
    export::list(can, "schedules", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "attendance", operation_id = "create_schedule", summary = "Add a schedule; the first one is the default", request_body = NewSchedule,
    responses((status = 201, description = "The new schedule", body = Schedule)), extensions(("x-action" = json!("shift_manage"))))]
#[post("")]
async fn create_schedule(
    can: Can<tag::ShiftManage>,
    body: Body<NewSchedule>,
) -> Answer<HttpResponse> {
    can.create(body, store::create).await
}

#[utoipa::path(tag = "attendance", operation_id = "get_schedule", summary = "One schedule", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The schedule", body = Schedule)), extensions(("x-action" = json!("shift_read"))))]
#[get("/{id}")]
async fn get_schedule(can: Can<tag::ShiftRead>, id: Path<Uuid>) -> Answer<One<Schedule>> {
    let grant = can.grant.clone();
    Ok(One(can
        .app
        .db
        .point(move |c| store::get(c, &grant, *id))
        .await?))
}

#[utoipa::path(tag = "attendance", operation_id = "update_schedule", summary = "Change a schedule; days that aren't frozen in a final statement follow",
    params(("id" = Uuid, Path)), request_body = SchedulePatch,
    responses((status = 200, description = "The schedule as it is now", body = Schedule)), extensions(("x-action" = json!("shift_manage"))))]
#[patch("/{id}")]
async fn update_schedule(
    can: Can<tag::ShiftManage>,
    id: Path<Uuid>,
    body: Body<SchedulePatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        store::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "attendance", operation_id = "delete_schedule", summary = "Remove a schedule that nobody has or had; the default one stays",
    params(("id" = Uuid, Path)), responses((status = 204, description = "Removed")), extensions(("x-action" = json!("shift_manage"))))]
#[delete("/{id}")]
async fn delete_schedule(can: Can<tag::ShiftManage>, id: Path<Uuid>) -> Answer<HttpResponse> {
    can.remove(move |tx, grant| store::delete(tx, grant, *id))
        .await
}

#[utoipa::path(tag = "attendance", operation_id = "list_schedule_assignments", summary = "Who works by which schedule, inside my reach",
    params(ScheduleAssignmentQuery),
    responses((status = 200, description = "A page of assignments, the latest first", body = Page<ScheduleAssignment>)),
    extensions(("x-action" = json!("schedule_read"))))]
#[get("")]
async fn list_schedule_assignments(
    can: Can<tag::ScheduleRead>,
    Query(query): Query<ScheduleAssignmentQuery>,
) -> Answer<HttpResponse> {
    let list = "schedule-assignments";
    let paging = Paging::new(
        &can.app,
        list,
        &query,
        "schedule_assignments.id",
        assign::SORTS,
    )?;
    export::list(can, list, paging, move |c, grant, paging| {
        assign::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "attendance", operation_id = "assign_schedule", summary = "Give people a schedule from a day on; what they had ends the day before",
    request_body = NewScheduleAssignment,
    responses((status = 201, description = "The new assignments, by staff number", body = ScheduleAssignments)),
    extensions(("x-action" = json!("schedule_assign"))))]
#[post("")]
async fn assign_schedule(
    can: Can<tag::ScheduleAssign>,
    body: Body<NewScheduleAssignment>,
) -> Answer<HttpResponse> {
    can.answer(body, 201, assign::assign).await
}
