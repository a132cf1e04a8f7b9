use actix_web::http::header;
use actix_web::{HttpResponse, delete, get, post};
use contract::Page;
use contract::access::tag;
use contract::calendar::{
    CalendarFeed, CalendarFeedQuery, CalendarToken, CreatedCalendarFeed, NewCalendarFeed,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::store;
use crate::access::Can;
use crate::engine::export;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_calendar_feeds)
        .service(create_calendar_feed)
        .service(revoke_calendar_feed);
}

/// Below `/api/v1`.
pub fn mount_calendar(cfg: &mut ServiceConfig) {
    cfg.service(get_calendar);
}

#[utoipa::path(tag = "leave", operation_id = "list_calendar_feeds", summary = "My calendar feeds", params(CalendarFeedQuery),
    responses((status = 200, description = "A page of feeds that aren't revoked", body = Page<CalendarFeed>)),
    extensions(("x-action" = json!("feed_manage"))))]
#[get("")]
async fn list_calendar_feeds(
    can: Can<tag::FeedManage>,
    Query(query): Query<CalendarFeedQuery>,
) -> Answer<HttpResponse> {
    let id = "calendar_feeds.id";
    let paging = Paging::new(&can.app, "calendar-feeds", &query, id, store::SORTS)?;
    export::list(can, "calendar-feeds", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "leave", operation_id = "create_calendar_feed", summary = "Make a calendar feed; its address is shown once",
    request_body = NewCalendarFeed,
    responses((status = 201, description = "The feed and its address", body = CreatedCalendarFeed)),
    extensions(("x-action" = json!("feed_manage"))))]
#[post("")]
async fn create_calendar_feed(
    can: Can<tag::FeedManage>,
    body: Body<NewCalendarFeed>,
) -> Answer<HttpResponse> {
    can.create_secret(body, store::create).await
}

#[utoipa::path(tag = "leave", operation_id = "revoke_calendar_feed", summary = "Revoke a calendar feed at once", params(("id" = Uuid, Path)),
    responses((status = 204, description = "Revoked")), extensions(("x-action" = json!("feed_manage"))))]
#[delete("/{id}")]
async fn revoke_calendar_feed(can: Can<tag::FeedManage>, id: Path<Uuid>) -> Answer<HttpResponse> {
    can.remove(move |tx, grant| store::revoke(tx, grant, *id))
        .await
}

#[utoipa::path(tag = "leave", operation_id = "get_calendar", summary = "Who is away, as an iCalendar file",
    description = "For calendar programs: approved leave inside the caller's view, two months back and a year ahead. Takes a bearer token, or \
        the secret of a calendar feed as `?token=szf_…`. Half-days are 09:00–12:00 and 13:00–18:00 by the department's clock.",
    responses((status = 200, description = "RFC 5545 text", content_type = "text/calendar", body = String,
        example = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Shouzhan//Absences//EN\r\nEND:VCALENDAR\r\n")),
    extensions(("x-action" = json!("absence_read"))))]
#[get("/calendar.ics")]
async fn get_calendar(can: Can<tag::AbsenceRead>, _: Query<CalendarToken>) -> Answer<HttpResponse> {
    let asked = can.request.headers().contains_key(header::ACCEPT_LANGUAGE);
    let grant = can.grant.clone();
    let text = can
        .app
        .db
        .read(move |c| store::calendar(c, &grant, asked))
        .await?;
    Ok(HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            "inline; filename=\"calendar.ics\"",
        ))
        .body(text))
}
