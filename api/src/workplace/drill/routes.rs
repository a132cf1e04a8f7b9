use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::drill::{
    Drill, DrillPatch, DrillPeopleQuery, DrillPerson, DrillQuery, NewDrill, NewDrillAttendance,
    NewDrillCancellation, NewDrillReport,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{attend, people, report, store, write};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_drills)
        .service(create_drill)
        .service(get_drill)
        .service(update_drill)
        .service(report_drill)
        .service(cancel_drill)
        .service(list_drill_people)
        .service(note_drill_attendance);
}

#[utoipa::path(tag = "drills", operation_id = "list_drills", summary = "Drills, the latest first",
    params(DrillQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<Drill>)),
    extensions(("x-action" = json!("drill_read"))))]
#[get("")]
async fn list_drills(
    can: Can<tag::DrillRead>,
    Query(query): Query<DrillQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, "drills", &query, "drills.id", store::SORTS)?;
    export::list(can, "drills", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "drills", operation_id = "create_drill", summary = "Plan a drill of an emergency plan",
    request_body = NewDrill,
    responses((status = 201, description = "The drill", body = Drill)), extensions(("x-action" = json!("drill_manage"))))]
#[post("")]
async fn create_drill(can: Can<tag::DrillManage>, body: Body<NewDrill>) -> Answer<HttpResponse> {
    can.create(body, write::create).await
}

#[utoipa::path(tag = "drills", operation_id = "get_drill", summary = "One drill", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = Drill)), extensions(("x-action" = json!("drill_read"))))]
#[get("/{id}")]
async fn get_drill(can: Can<tag::DrillRead>, id: Path<Uuid>) -> Answer<One<Drill>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "drills", operation_id = "update_drill", summary = "Change a drill that is planned",
    params(("id" = Uuid, Path)), request_body = DrillPatch,
    responses((status = 200, description = "The record as it is now", body = Drill)), extensions(("x-action" = json!("drill_manage"))))]
#[patch("/{id}")]
async fn update_drill(
    can: Can<tag::DrillManage>,
    id: Path<Uuid>,
    body: Body<DrillPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        write::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "drills", operation_id = "report_drill", summary = "Say that a drill was held, and how it went",
    description = "By whoever leads it, or is in charge of the workplace. Who took part is noted after that.",
    params(("id" = Uuid, Path)), request_body = NewDrillReport,
    responses((status = 200, description = "The record as it is now", body = Drill)), extensions(("x-action" = json!("drill_report"))))]
#[post("/{id}/reports")]
async fn report_drill(
    can: Can<tag::DrillReport>,
    id: Path<Uuid>,
    body: Body<NewDrillReport>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        report::held(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "drills", operation_id = "cancel_drill", summary = "Say why a drill won't take place",
    params(("id" = Uuid, Path)), request_body = NewDrillCancellation,
    responses((status = 200, description = "The record as it is now", body = Drill)), extensions(("x-action" = json!("drill_manage"))))]
#[post("/{id}/cancellations")]
async fn cancel_drill(
    can: Can<tag::DrillManage>,
    id: Path<Uuid>,
    body: Body<NewDrillCancellation>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        report::cancelled(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "drills", operation_id = "list_drill_people", summary = "Who is at work inside my reach, and whether they took part",
    params(("id" = Uuid, Path), DrillPeopleQuery),
    responses((status = 200, description = "A page of people by staff number", body = Page<DrillPerson>)),
    extensions(("x-action" = json!("drill_attend"))))]
#[get("/{id}/people")]
async fn list_drill_people(
    can: Can<tag::DrillAttend>,
    id: Path<Uuid>,
    Query(query): Query<DrillPeopleQuery>,
) -> Answer<HttpResponse> {
    let id = id.into_inner();
    let list = format!("drill-people {id}");
    let paging = Paging::new(&can.app, &list, &query, "employees.id", people::SORTS)?;
    export::list(can, "drill-people", paging, move |c, grant, paging| {
        people::list(c, grant, id, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "drills", operation_id = "note_drill_attendance", summary = "Note who of mine took part, and who didn't",
    description = "Of a drill that was held. Said again of somebody, the later counts.",
    params(("id" = Uuid, Path)), request_body = NewDrillAttendance,
    responses((status = 200, description = "The drill as it is now", body = Drill)), extensions(("x-action" = json!("drill_attend"))))]
#[post("/{id}/attendance")]
async fn note_drill_attendance(
    can: Can<tag::DrillAttend>,
    id: Path<Uuid>,
    body: Body<NewDrillAttendance>,
) -> Answer<HttpResponse> {
    can.act(body, move |tx, grant, new| {
        attend::note(tx, grant, *id, new)
    })
    .await
}
