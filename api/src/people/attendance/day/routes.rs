use actix_web::{HttpResponse, get};
use contract::Page;
use contract::access::tag;
use contract::attendance::{
    AttendanceBoard, AttendanceBoardQuery, AttendanceDay, AttendanceDayQuery,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::list;
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::Plain;
use crate::http::page::Paging;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_attendance_days);
}

pub fn mount_board(cfg: &mut ServiceConfig) {
    cfg.service(get_attendance_board);
}

#[utoipa::path(tag = "attendance", operation_id = "list_attendance_days", summary = "Days of attendance inside my reach, computed as they are read; of a month that is final, as its statement keeps them",
    description = "Every day between `from` and `to` of everybody who was employed at some time in it. With `abnormal`, a page may hold \
        fewer days than `limit` (even none) and still name the next one; `include=total` isn't offered then. As CSV the columns are \
        `employee.id`, `employee.number`, `employee.name`, `date`, `status`, `abnormal`, `shift_name`, `planned_start`, `planned_end`, \
        `first_in`, `last_out` (UTC), `late_minutes`, `early_minutes`, `worked_minutes`, `leave_days`, `leave_codes`, `holiday_name`, \
        `corrected`, `correction_open`.",
    params(AttendanceDayQuery),
    responses((status = 200, description = "A page of days; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<AttendanceDay>)),
    extensions(("x-action" = json!("attendance_read"))))]
#[get("")]
async fn list_attendance_days(
    can: Can<tag::AttendanceRead>,
    Query(query): Query<AttendanceDayQuery>,
) -> Answer<HttpResponse> {
    let list = "attendance-days";
    let paging = Paging::new(&can.app, list, &query, "employees.id", list::SORTS)?;
    export::list(can, list, paging, move |c, grant, paging| {
        list::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "attendance", operation_id = "get_attendance_board", summary = "A team's day: who is there, late, away", params(AttendanceBoardQuery),
    responses((status = 200, description = "Everybody of the team inside my reach, by staff number", body = AttendanceBoard)),
    extensions(("x-action" = json!("attendance_read"))))]
#[get("")]
async fn get_attendance_board(
    can: Can<tag::AttendanceRead>,
    Query(query): Query<AttendanceBoardQuery>,
) -> Answer<Plain<AttendanceBoard>> {
    let grant = can.grant.clone();
    let board = can.app.db.read(move |c| list::board(c, &grant, &query));
    Ok(Plain(board.await?))
}
