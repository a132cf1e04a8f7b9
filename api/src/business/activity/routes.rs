use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::activity::{
    Activity, ActivityPatch, ActivityQuery, CustomerActivityQuery, NewActivity,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{store, write};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::{Listed, One};
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_activities)
        .service(create_activity)
        .service(get_activity)
        .service(update_activity);
}

pub fn mount_customer(cfg: &mut ServiceConfig) {
    cfg.service(list_customer_activities);
}

#[utoipa::path(tag = "activities", operation_id = "list_activities", summary = "Activities of the colleagues inside my reach",
    params(ActivityQuery),
    responses((status = 200, description = "A page of activities; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<Activity>)),
    extensions(("x-action" = json!("activity_read"))))]
#[get("")]
async fn list_activities(
    can: Can<tag::ActivityRead>,
    Query(query): Query<ActivityQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(
        &can.app,
        "activities",
        &query,
        "activities.id",
        store::SORTS,
    )?;
    export::list(can, "activities", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "activities", operation_id = "create_activity", summary = "Log what I did with a customer",
    description = "The customer lies inside the caller's reach; the activity is the caller's own. A contact moves the day on which the \
        customer is due again.",
    request_body = NewActivity,
    responses((status = 201, description = "The activity", body = Activity)), extensions(("x-action" = json!("activity_log"))))]
#[post("")]
async fn create_activity(
    can: Can<tag::ActivityLog>,
    body: Body<NewActivity>,
) -> Answer<HttpResponse> {
    can.create(body, write::log).await
}

#[utoipa::path(tag = "activities", operation_id = "get_activity", summary = "One activity", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The activity", body = Activity)), extensions(("x-action" = json!("activity_read"))))]
#[get("/{id}")]
async fn get_activity(can: Can<tag::ActivityRead>, id: Path<Uuid>) -> Answer<One<Activity>> {
    let grant = can.grant.clone();
    let found = can.app.db.point(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "activities", operation_id = "update_activity", summary = "Put my activity right", params(("id" = Uuid, Path)),
    description = "By whoever did it; what it was before stays in the audit trail.",
    request_body = ActivityPatch,
    responses((status = 200, description = "The activity as it is now", body = Activity)), extensions(("x-action" = json!("activity_correct"))))]
#[patch("/{id}")]
async fn update_activity(
    can: Can<tag::ActivityCorrect>,
    id: Path<Uuid>,
    body: Body<ActivityPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        write::correct(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "activities", operation_id = "list_customer_activities", summary = "Everything that was done with a customer",
    description = "Whoever it was by: the history stays with the customer.",
    params(("id" = Uuid, Path), CustomerActivityQuery),
    responses((status = 200, description = "A page of activities, the latest first", body = Page<Activity>)),
    extensions(("x-action" = json!("customer_read"))))]
#[get("/{id}/activities")]
async fn list_customer_activities(
    can: Can<tag::CustomerRead>,
    id: Path<Uuid>,
    Query(query): Query<CustomerActivityQuery>,
) -> Answer<Listed<Activity>> {
    let paging = Paging::new(
        &can.app,
        &format!("activities of {}", *id),
        &query,
        "activities.id",
        store::SORTS,
    )?;
    let grant = can.grant.clone();
    let page = can
        .app
        .db
        .read(move |c| store::of_customer(c, &grant, *id, &query, &paging));
    Ok(Listed(page.await?))
}
