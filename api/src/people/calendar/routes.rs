use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpResponse, delete, get, patch, post, web};
use contract::Page;
use contract::access::tag;
use contract::calendar::{CalendarDay, CalendarDayPatch, CalendarDayQuery, NewCalendarDay};
use contract::import::{ImportQuery, Job};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{IMPORT, ics, store};
use crate::access::Can;
use crate::engine::{export, import};
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_calendar_days)
        .service(create_calendar_day)
        .service(get_calendar_day)
        .service(update_calendar_day)
        .service(delete_calendar_day);
}

/// Below `/imports`.
pub fn mount_import(cfg: &mut ServiceConfig) {
    cfg.service(import_calendar_days);
}

#[utoipa::path(tag = "leave", operation_id = "list_calendar_days", summary = "Holidays and make-up working days", params(CalendarDayQuery),
    responses((status = 200, description = "A page of days; `Accept: text/csv` or `application/x-ndjson` streams all of them, columns \
        `id, date, kind, name, version, created_at, updated_at`", body = Page<CalendarDay>)),
    extensions(("x-action" = json!("calendar_read"))))]
#[get("")]
async fn list_calendar_days(
    can: Can<tag::CalendarRead>,
    Query(query): Query<CalendarDayQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(
        &can.app,
        "calendar-days",
        &query,
        "calendar_days.id",
        store::SORTS,
    )?;
    export::list(can, "calendar-days", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "leave", operation_id = "create_calendar_day", summary = "Add a holiday or a make-up working day", request_body = NewCalendarDay,
    responses((status = 201, description = "The new day", body = CalendarDay)), extensions(("x-action" = json!("calendar_manage"))))]
#[post("")]
async fn create_calendar_day(
    can: Can<tag::CalendarManage>,
    body: Body<NewCalendarDay>,
) -> Answer<HttpResponse> {
    can.create(body, store::create).await
}

#[utoipa::path(tag = "leave", operation_id = "get_calendar_day", summary = "One day of the calendar", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The day", body = CalendarDay)), extensions(("x-action" = json!("calendar_read"))))]
#[get("/{id}")]
async fn get_calendar_day(can: Can<tag::CalendarRead>, id: Path<Uuid>) -> Answer<One<CalendarDay>> {
    let grant = can.grant.clone();
    Ok(One(can
        .app
        .db
        .point(move |c| store::get(c, &grant, *id))
        .await?))
}

#[utoipa::path(tag = "leave", operation_id = "update_calendar_day", summary = "Change a day of the calendar", params(("id" = Uuid, Path)),
    request_body = CalendarDayPatch,
    responses((status = 200, description = "The day as it is now", body = CalendarDay)), extensions(("x-action" = json!("calendar_manage"))))]
#[patch("/{id}")]
async fn update_calendar_day(
    can: Can<tag::CalendarManage>,
    id: Path<Uuid>,
    body: Body<CalendarDayPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        store::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "leave", operation_id = "delete_calendar_day", summary = "Take a day off the calendar: the week's pattern holds again",
    params(("id" = Uuid, Path)),
    responses((status = 204, description = "Gone")), extensions(("x-action" = json!("calendar_manage"))))]
#[delete("/{id}")]
async fn delete_calendar_day(
    can: Can<tag::CalendarManage>,
    id: Path<Uuid>,
) -> Answer<HttpResponse> {
    can.remove(move |tx, grant| store::delete(tx, grant, *id))
        .await
}

#[utoipa::path(tag = "imports", operation_id = "import_calendar_days", summary = "Import holidays and make-up working days from CSV or iCalendar",
    description = "`text/csv` in UTF-8 with the columns `date`, `kind` (`holiday`, `workday`) and `name`; or `text/calendar` (RFC 5545), where \
        every all-day event is a holiday on each of its days, or a make-up working day if its summary says so (補班, 调休上班, work day). Days \
        are found by their date. Answers a job; follow `Location`, then read its rows.",
    params(ImportQuery),
    request_body(content = String, content_type = "text/csv", description = "The file; `text/calendar` is taken, too",
        example = "date,kind,name\n2026-02-16,holiday,除夕\n2026-02-14,workday,補班\n"),
    responses((status = 202, description = "The job that runs the import", body = Job)), extensions(("x-action" = json!("calendar_manage"))))]
#[post("/calendar-days")]
async fn import_calendar_days(
    can: Can<tag::CalendarManage>,
    Query(query): Query<ImportQuery>,
    payload: web::Payload,
) -> Answer<HttpResponse> {
    let media = can
        .request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|v| v.to_str().ok());
    let input = if media.is_some_and(|m| m.starts_with("text/calendar")) {
        ics::as_csv(&import::body(&can, payload).await?)?
    } else {
        import::text(&can, payload).await?
    };
    import::order(can, &query, &IMPORT, input).await
}
