use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::action_item::{
    ActionItem, ActionItemPatch, ActionItemQuery, NewActionItem, NewActionOutcome,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{store, write};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_action_items)
        .service(create_action_item)
        .service(get_action_item)
        .service(update_action_item)
        .service(complete_action_item)
        .service(drop_action_item);
}

#[utoipa::path(tag = "action-items", operation_id = "list_action_items", summary = "What somebody does by a day, inside my reach",
    description = "And what came of something that the caller is in charge of, whoever does it.",
    params(ActionItemQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<ActionItem>)),
    extensions(("x-action" = json!("action_item_read"))))]
#[get("")]
async fn list_action_items(
    can: Can<tag::ActionItemRead>,
    Query(query): Query<ActionItemQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("action_items.id", store::SORTS);
    let paging = Paging::new(&can.app, "action-items", &query, id, sorts)?;
    export::list(can, "action-items", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "action-items", operation_id = "create_action_item", summary = "Say who does what by when",
    description = "By whoever is in charge of the drill or review that it came of. Whoever is responsible is told at once.",
    request_body = NewActionItem,
    responses((status = 201, description = "The item", body = ActionItem)), extensions(("x-action" = json!("action_item_manage"))))]
#[post("")]
async fn create_action_item(
    can: Can<tag::ActionItemManage>,
    body: Body<NewActionItem>,
) -> Answer<HttpResponse> {
    can.create(body, write::create).await
}

#[utoipa::path(tag = "action-items", operation_id = "get_action_item", summary = "One action item", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = ActionItem)), extensions(("x-action" = json!("action_item_read"))))]
#[get("/{id}")]
async fn get_action_item(can: Can<tag::ActionItemRead>, id: Path<Uuid>) -> Answer<One<ActionItem>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "action-items", operation_id = "update_action_item", summary = "Change what is to be done, by whom or by when",
    params(("id" = Uuid, Path)), request_body = ActionItemPatch,
    responses((status = 200, description = "The record as it is now", body = ActionItem)), extensions(("x-action" = json!("action_item_manage"))))]
#[patch("/{id}")]
async fn update_action_item(
    can: Can<tag::ActionItemManage>,
    id: Path<Uuid>,
    body: Body<ActionItemPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        write::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "action-items", operation_id = "complete_action_item", summary = "Say that it is done, and what was done",
    params(("id" = Uuid, Path)), request_body = NewActionOutcome,
    responses((status = 200, description = "The record as it is now", body = ActionItem)), extensions(("x-action" = json!("action_item_complete"))))]
#[post("/{id}/completions")]
async fn complete_action_item(
    can: Can<tag::ActionItemComplete>,
    id: Path<Uuid>,
    body: Body<NewActionOutcome>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        write::done(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "action-items", operation_id = "drop_action_item", summary = "Say why it isn't to be done after all",
    params(("id" = Uuid, Path)), request_body = NewActionOutcome,
    responses((status = 200, description = "The record as it is now", body = ActionItem)), extensions(("x-action" = json!("action_item_manage"))))]
#[post("/{id}/cancellations")]
async fn drop_action_item(
    can: Can<tag::ActionItemManage>,
    id: Path<Uuid>,
    body: Body<NewActionOutcome>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        write::dropped(tx, grant, *id, new, known)
    })
    .await
}
