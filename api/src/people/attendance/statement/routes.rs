use actix_web::{HttpResponse, get, post};
use contract::access::tag;
use contract::attendance::{
    AttendanceLine, AttendanceLineQuery, AttendanceStatement, AttendanceStatementQuery,
    NewAttendanceStatement, StatementFinalization, StatementPublication,
};
use contract::import::Job;
use contract::{Code, Page};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{job, line, store};
use crate::access::Can;
use crate::engine::{export, job as jobs};
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::perform::if_match;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_attendance_statements)
        .service(draft_attendance_statement)
        .service(get_attendance_statement)
        .service(list_attendance_lines)
        .service(publish_attendance_statement)
        .service(finalize_attendance_statement);
}

#[utoipa::path(tag = "attendance", operation_id = "list_attendance_statements", summary = "Monthly statements, the newest first",
    description = "Drafts are shown to those who make them. Figures count the people inside the caller's reach.",
    params(AttendanceStatementQuery),
    responses((status = 200, description = "A page of statements", body = Page<AttendanceStatement>)), extensions(("x-action" = json!("statement_read"))))]
#[get("")]
async fn list_attendance_statements(
    can: Can<tag::StatementRead>,
    Query(query): Query<AttendanceStatementQuery>,
) -> Answer<HttpResponse> {
    let (list, id) = ("attendance-statements", "attendance_statements.id");
    let paging = Paging::new(&can.app, list, &query, id, store::SORTS)?;
    export::list(can, list, paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "attendance", operation_id = "draft_attendance_statement", summary = "Draft the statement of a month, or draft it anew",
    description = "Answers a job; follow `Location`. A published statement isn't drafted again: its lines are brought up to date by \
        accepted objections and before it becomes final.",
    request_body = NewAttendanceStatement,
    responses((status = 202, description = "The job that drafts it", body = Job)), extensions(("x-action" = json!("statement_manage"))))]
#[post("")]
async fn draft_attendance_statement(
    can: Can<tag::StatementManage>,
    body: Body<NewAttendanceStatement>,
) -> Answer<HttpResponse> {
    let Body { value, fingerprint } = body;
    can.make(fingerprint, 202, move |tx, grant| {
        let id = job::order(tx, grant, &value)?;
        let job = jobs::store::get(tx.conn, grant, id)?;
        Ok((job, format!("/api/v1/jobs/{id}")))
    })
    .await
}

#[utoipa::path(tag = "attendance", operation_id = "get_attendance_statement", summary = "One statement", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The statement", body = AttendanceStatement)), extensions(("x-action" = json!("statement_read"))))]
#[get("/{id}")]
async fn get_attendance_statement(
    can: Can<tag::StatementRead>,
    id: Path<Uuid>,
) -> Answer<One<AttendanceStatement>> {
    let grant = can.grant.clone();
    Ok(One(can
        .app
        .db
        .point(move |c| store::get(c, &grant, *id))
        .await?))
}

#[utoipa::path(tag = "attendance", operation_id = "list_attendance_lines", summary = "Lines of a statement inside my reach, by staff number",
    description = "One line a person. As CSV the columns are `employee.id`, `employee.number`, `employee.name`, `team_id`, `team_name`, \
        `work_days`, `present_days`, `absent_days`, `leave_days`, `business_days`, `late_count`, `late_minutes`, `early_count`, \
        `early_minutes`, `missing_punches`, `worked_minutes`, `corrections`, `breaches` and `leave_by_type` (JSON), `inputs_version`, `updated_at`.",
    params(("id" = Uuid, Path), AttendanceLineQuery),
    responses((status = 200, description = "A page of lines; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<AttendanceLine>)),
    extensions(("x-action" = json!("statement_read"))))]
#[get("/{id}/lines")]
async fn list_attendance_lines(
    can: Can<tag::StatementRead>,
    id: Path<Uuid>,
    Query(query): Query<AttendanceLineQuery>,
) -> Answer<HttpResponse> {
    let id = id.into_inner();
    let list = "attendance-lines";
    let paging = Paging::new(&can.app, list, &query, "attendance_lines.id", line::SORTS)?;
    export::list(can, list, paging, move |c, grant, paging| {
        store::row(c, grant, id)?;
        line::list(c, grant, id, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "attendance", operation_id = "publish_attendance_statement", summary = "Publish the draft of a month that is over inside everybody's reach and open the time for objections",
    params(("id" = Uuid, Path)), request_body = StatementPublication,
    responses((status = 200, description = "The published statement", body = AttendanceStatement)),
    extensions(("x-action" = json!("statement_manage")), ("x-if-match" = json!(true))))]
#[post("/{id}/publications")]
async fn publish_attendance_statement(
    can: Can<tag::StatementManage>,
    id: Path<Uuid>,
    body: Body<StatementPublication>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        store::publish(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "attendance", operation_id = "finalize_attendance_statement", summary = "Freeze a statement once its objections are answered",
    description = "The month is over, the time for objections too, each is answered, and no correction or leave of the month is being decided. \
        Lines are brought up to date first, each change told to the person it concerns; then nothing changes them or the days they were \
        summed from any more.",
    params(("id" = Uuid, Path)), request_body = StatementFinalization,
    responses((status = 200, description = "The final statement", body = AttendanceStatement)),
    extensions(("x-action" = json!("statement_manage")), ("x-if-match" = json!(true))))]
#[post("/{id}/finalizations")]
async fn finalize_attendance_statement(
    can: Can<tag::StatementManage>,
    id: Path<Uuid>,
    body: Body<StatementFinalization>,
) -> Answer<HttpResponse> {
    super::super::department_wide(&can.grant)?;
    let known = if_match(&can.request)?;
    let refreshed = job::refresh(&can.app, &can.grant, *id, known).await;
    if let Err(busy) = &refreshed
        && (busy.is_retryable() || matches!(busy.code(), Code::Busy | Code::Internal))
    {
        return Err(busy.clone());
    }
    can.act_on(body, move |tx, grant, _, known| {
        // Said in here, so that a repeat of what has been done gets its first answer.
        refreshed.clone()?;
        store::finalize(tx, grant, *id, known)
    })
    .await
}
