use actix_web::{HttpResponse, get, post};
use contract::Page;
use contract::access::tag;
use contract::notification::{Notification, NotificationQuery, ReadCount};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::store;
use crate::access::Can;
use crate::engine::export;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_notifications)
        .service(read_all_notifications)
        .service(read_notification);
}

#[utoipa::path(tag = "notifications", operation_id = "list_notifications", summary = "My notifications", params(NotificationQuery),
    responses((status = 200, description = "A page of notifications", body = Page<Notification>)), extensions(("x-action" = json!("notification_read"))))]
#[get("")]
async fn list_notifications(
    can: Can<tag::NotificationRead>,
    Query(query): Query<NotificationQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(
        &can.app,
        "notifications",
        &query,
        "notifications.id",
        store::SORTS,
    )?;
    export::list(can, "notifications", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "notifications", operation_id = "read_all_notifications", summary = "Mark all my notifications read",
    responses((status = 200, description = "How many became read", body = ReadCount)), extensions(("x-action" = json!("notification_read"))))]
#[post("/readings")]
async fn read_all_notifications(can: Can<tag::NotificationRead>) -> Answer<HttpResponse> {
    can.act_plain(|tx, grant| store::read(tx, grant, None))
        .await
}

#[utoipa::path(tag = "notifications", operation_id = "read_notification", summary = "Mark one of my notifications read", params(("id" = Uuid, Path)),
    responses((status = 200, description = "How many became read", body = ReadCount)), extensions(("x-action" = json!("notification_read"))))]
#[post("/{id}/readings")]
async fn read_notification(
    can: Can<tag::NotificationRead>,
    id: Path<Uuid>,
) -> Answer<HttpResponse> {
    can.act_plain(move |tx, grant| store::read(tx, grant, Some(*id)))
        .await
}
