use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::supply::{
    NewSupplyCount, NewSupplyIssue, NewSupplyItem, NewSupplyRestock, SupplyItem, SupplyItemPatch,
    SupplyMovement, SupplyMovementQuery, SupplyQuery,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{movement, store, write};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_supplies)
        .service(create_supply)
        .service(get_supply)
        .service(update_supply)
        .service(issue_supply)
        .service(restock_supply)
        .service(count_supply);
}

pub fn mount_movements(cfg: &mut ServiceConfig) {
    cfg.service(list_supply_movements);
}

#[utoipa::path(tag = "supplies", operation_id = "list_supplies", summary = "What is kept in stock",
    params(SupplyQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<SupplyItem>)),
    extensions(("x-action" = json!("supply_read"))))]
#[get("")]
async fn list_supplies(
    can: Can<tag::SupplyRead>,
    Query(query): Query<SupplyQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("supply_items.id", store::SORTS);
    let paging = Paging::new(&can.app, "supplies", &query, id, sorts)?;
    export::list(can, "supplies", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "supplies", operation_id = "create_supply", summary = "Take something into the stock",
    request_body = NewSupplyItem,
    responses((status = 201, description = "The item", body = SupplyItem)), extensions(("x-action" = json!("supply_manage"))))]
#[post("")]
async fn create_supply(
    can: Can<tag::SupplyManage>,
    body: Body<NewSupplyItem>,
) -> Answer<HttpResponse> {
    can.create(body, write::create).await
}

#[utoipa::path(tag = "supplies", operation_id = "get_supply", summary = "One item of the stock", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = SupplyItem)), extensions(("x-action" = json!("supply_read"))))]
#[get("/{id}")]
async fn get_supply(can: Can<tag::SupplyRead>, id: Path<Uuid>) -> Answer<One<SupplyItem>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "supplies", operation_id = "update_supply", summary = "Change an item of the stock, or keep it no longer",
    params(("id" = Uuid, Path)), request_body = SupplyItemPatch,
    responses((status = 200, description = "The record as it is now", body = SupplyItem)), extensions(("x-action" = json!("supply_manage"))))]
#[patch("/{id}")]
async fn update_supply(
    can: Can<tag::SupplyManage>,
    id: Path<Uuid>,
    body: Body<SupplyItemPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        write::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "supplies", operation_id = "issue_supply", summary = "Take something from the stock, for myself or somebody in my reach",
    description = "Never more than there is (`supply_short`). Where it falls below its reorder level, whoever is in charge is told, once.",
    params(("id" = Uuid, Path)), request_body = NewSupplyIssue,
    responses((status = 200, description = "The record as it is now", body = SupplyItem)), extensions(("x-action" = json!("supply_issue"))))]
#[post("/{id}/issues")]
async fn issue_supply(
    can: Can<tag::SupplyIssue>,
    id: Path<Uuid>,
    body: Body<NewSupplyIssue>,
) -> Answer<HttpResponse> {
    can.act(body, move |tx, grant, new| {
        write::issue(tx, grant, *id, new)
    })
    .await
}

#[utoipa::path(tag = "supplies", operation_id = "restock_supply", summary = "Note that something came",
    params(("id" = Uuid, Path)), request_body = NewSupplyRestock,
    responses((status = 200, description = "The record as it is now", body = SupplyItem)), extensions(("x-action" = json!("supply_manage"))))]
#[post("/{id}/restocks")]
async fn restock_supply(
    can: Can<tag::SupplyManage>,
    id: Path<Uuid>,
    body: Body<NewSupplyRestock>,
) -> Answer<HttpResponse> {
    can.act(body, move |tx, grant, new| {
        write::restock(tx, grant, *id, new)
    })
    .await
}

#[utoipa::path(tag = "supplies", operation_id = "count_supply", summary = "Set the stock to what was counted",
    description = "Why it isn't what it should be is needed where it isn't (`comment_required`).",
    params(("id" = Uuid, Path)), request_body = NewSupplyCount,
    responses((status = 200, description = "The record as it is now", body = SupplyItem)), extensions(("x-action" = json!("supply_manage"))))]
#[post("/{id}/counts")]
async fn count_supply(
    can: Can<tag::SupplyManage>,
    id: Path<Uuid>,
    body: Body<NewSupplyCount>,
) -> Answer<HttpResponse> {
    can.act(body, move |tx, grant, new| {
        write::count(tx, grant, *id, new)
    })
    .await
}

#[utoipa::path(tag = "supplies", operation_id = "list_supply_movements", summary = "Who took what, what came, what was counted",
    params(SupplyMovementQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<SupplyMovement>)),
    extensions(("x-action" = json!("supply_movement_read"))))]
#[get("")]
async fn list_supply_movements(
    can: Can<tag::SupplyMovementRead>,
    Query(query): Query<SupplyMovementQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("supply_movements.id", movement::SORTS);
    let paging = Paging::new(&can.app, "supply-movements", &query, id, sorts)?;
    export::list(can, "supply-movements", paging, move |c, grant, paging| {
        movement::list(c, grant, &query, paging)
    })
    .await
}
