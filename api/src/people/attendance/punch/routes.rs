use actix_web::{HttpResponse, get, post, web};
use contract::Page;
use contract::access::tag;
use contract::attendance::{ClockReport, NewClockPunches, NewPunch, Punch, PunchQuery};
use contract::import::{ImportQuery, Job};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{IMPORT, record, store};
use crate::access::Can;
use crate::engine::export;
use crate::engine::import;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_punches).service(clock);
}

pub fn mount_clocks(cfg: &mut ServiceConfig) {
    cfg.service(record_punches);
}

pub fn mount_import(cfg: &mut ServiceConfig) {
    cfg.service(import_punches);
}

#[utoipa::path(tag = "attendance", operation_id = "list_punches", summary = "Punches inside my reach, the latest first",
    description = "As CSV the columns are `id`, `employee.id`, `employee.number`, `employee.name`, `at`, `kind`, `source`, \
        `external_id`, `created_at`.",
    params(PunchQuery),
    responses((status = 200, description = "A page of punches", body = Page<Punch>)), extensions(("x-action" = json!("attendance_read"))))]
#[get("")]
async fn list_punches(
    can: Can<tag::AttendanceRead>,
    Query(query): Query<PunchQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, "punches", &query, "punches.id", store::SORTS)?;
    export::list(can, "punches", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "attendance", operation_id = "clock", summary = "Clock myself in or out, now", request_body = NewPunch,
    responses((status = 201, description = "The punch", body = Punch)), extensions(("x-action" = json!("punch_clock"))))]
#[post("")]
async fn clock(can: Can<tag::PunchClock>, body: Body<NewPunch>) -> Answer<HttpResponse> {
    can.answer(body, 201, store::clock).await
}

#[utoipa::path(tag = "attendance", operation_id = "record_punches", summary = "Take punches of a time clock",
    description = "For time clocks with an API key that carries `punch_record`. Every punch is judged by itself: taken, known already \
        (harmless), or refused: staff number unknown (`unknown_reference`) or gone (`employee_inactive`), time in the future or more \
        than 92 days ago (`punch_time`), or a clock's number that already means another punch (`conflict`).",
    request_body = NewClockPunches,
    responses((status = 200, description = "How many were taken, and which weren't", body = ClockReport)), extensions(("x-action" = json!("punch_record"))))]
#[post("")]
async fn record_punches(
    can: Can<tag::PunchRecord>,
    body: Body<NewClockPunches>,
) -> Answer<HttpResponse> {
    can.answer(body, 200, record::record).await
}

#[utoipa::path(tag = "attendance", operation_id = "import_punches", summary = "Import punches from CSV",
    description = "UTF-8, comma-separated, with a header of these columns in any order: `employee_number` and `at` (required), `kind` \
        (`in`, `out`, `unspecified`), `external_id`. `at` is RFC 3339, or local time in the department's zone, `YYYY-MM-DD HH:MM` or \
        `YYYY-MM-DD HH:MM:SS`. Rows that are there already are counted as unchanged. Answers a job; follow `Location`, then read its rows.",
    params(ImportQuery),
    request_body(content = String, content_type = "text/csv", description = "The file",
        example = "employee_number,at,kind\nE0101,2026-11-23 08:58,in\n"),
    responses((status = 202, description = "The job that runs the import", body = Job)), extensions(("x-action" = json!("punch_record"))))]
#[post("/punches")]
async fn import_punches(
    can: Can<tag::PunchRecord>,
    Query(query): Query<ImportQuery>,
    payload: web::Payload,
) -> Answer<HttpResponse> {
    let input = import::text(&can, payload).await?;
    import::order(can, &query, &IMPORT, input).await
}
