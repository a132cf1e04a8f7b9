use actix_web::{HttpResponse, get, post};
use contract::Page;
use contract::access::tag;
use contract::shortfall::{
    NewShortfallCheck, NewShortfallPlan, Shortfall, ShortfallCheck, ShortfallCheckQuery,
    ShortfallQuery,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{act, store};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_shortfalls)
        .service(get_shortfall)
        .service(plan_shortfall)
        .service(list_shortfall_checks)
        .service(check_shortfall);
}

#[utoipa::path(tag = "shortfalls", operation_id = "list_shortfalls", summary = "Teams and members below target when a period was over, inside my reach",
    params(ShortfallQuery),
    responses((status = 200, description = "A page of shortfalls; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<Shortfall>)),
    extensions(("x-action" = json!("shortfall_read"))))]
#[get("")]
async fn list_shortfalls(
    can: Can<tag::ShortfallRead>,
    Query(query): Query<ShortfallQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(
        &can.app,
        "shortfalls",
        &query,
        "shortfalls.id",
        store::SORTS,
    )?;
    export::list(can, "shortfalls", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "shortfalls", operation_id = "get_shortfall", summary = "One shortfall", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The shortfall", body = Shortfall)), extensions(("x-action" = json!("shortfall_read"))))]
#[get("/{id}")]
async fn get_shortfall(can: Can<tag::ShortfallRead>, id: Path<Uuid>) -> Answer<One<Shortfall>> {
    let grant = can.grant.clone();
    let found = can.app.db.point(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "shortfalls", operation_id = "plan_shortfall", summary = "Write down cause, measures, coach and the first check",
    description = "Nobody writes their own (`own_matter`). A closed one stays as it is (`shortfall_closed`).",
    params(("id" = Uuid, Path)), request_body = NewShortfallPlan,
    responses((status = 200, description = "The shortfall as it is now", body = Shortfall)), extensions(("x-action" = json!("shortfall_plan"))))]
#[post("/{id}/plans")]
async fn plan_shortfall(
    can: Can<tag::ShortfallPlan>,
    id: Path<Uuid>,
    body: Body<NewShortfallPlan>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        act::plan(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "shortfalls", operation_id = "list_shortfall_checks", summary = "The checks of a shortfall", params(("id" = Uuid, Path), ShortfallCheckQuery),
    responses((status = 200, description = "A page of checks, the newest first", body = Page<ShortfallCheck>)), extensions(("x-action" = json!("shortfall_read"))))]
#[get("/{id}/checks")]
async fn list_shortfall_checks(
    can: Can<tag::ShortfallRead>,
    id: Path<Uuid>,
    Query(query): Query<ShortfallCheckQuery>,
) -> Answer<HttpResponse> {
    let id = *id;
    let name = format!("shortfall-checks {id}");
    let paging = Paging::new(&can.app, &name, &query, "shortfall_checks.id", act::SORTS)?;
    export::list(can, "shortfall-checks", paging, move |c, grant, paging| {
        act::checks(c, grant, id, paging)
    })
    .await
}

#[utoipa::path(tag = "shortfalls", operation_id = "check_shortfall", summary = "Check how a plan goes; without another day it is closed",
    description = "Only what has a plan is checked (`shortfall_unplanned`), and nobody checks their own (`own_matter`).",
    params(("id" = Uuid, Path)), request_body = NewShortfallCheck,
    responses((status = 200, description = "The shortfall as it is now", body = Shortfall)), extensions(("x-action" = json!("shortfall_plan"))))]
#[post("/{id}/checks")]
async fn check_shortfall(
    can: Can<tag::ShortfallPlan>,
    id: Path<Uuid>,
    body: Body<NewShortfallCheck>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        act::check(tx, grant, *id, new, known)
    })
    .await
}
