use actix_web::{HttpResponse, delete, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::webhook::{
    CreatedWebhook, NewWebhook, NewWebhookReplay, Webhook, WebhookDelivery, WebhookDeliveryQuery,
    WebhookEvents, WebhookPatch, WebhookQuery, WebhookReplay, WebhookSecret,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::deliveries;
use super::store::{self, Keep};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::{One, Plain};
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_webhooks)
        .service(create_webhook)
        .service(get_webhook)
        .service(update_webhook)
        .service(delete_webhook)
        .service(rotate_webhook_secret)
        .service(test_webhook)
        .service(replay_webhook);
}

pub fn mount_deliveries(cfg: &mut ServiceConfig) {
    cfg.service(list_webhook_deliveries)
        .service(get_webhook_delivery)
        .service(replay_webhook_delivery);
}

pub fn mount_events(cfg: &mut ServiceConfig) {
    cfg.service(list_webhook_events);
}

fn keep(can: &Can<tag::WebhookManage>) -> Keep {
    Keep {
        secrets: can.app.secrets.clone(),
        private: can.app.config.webhook_private,
    }
}

#[utoipa::path(tag = "webhooks", operation_id = "list_webhooks", summary = "Webhooks of the department", params(WebhookQuery),
    responses((status = 200, description = "A page of webhooks", body = Page<Webhook>)), extensions(("x-action" = json!("webhook_manage"))))]
#[get("")]
async fn list_webhooks(
    can: Can<tag::WebhookManage>,
    Query(query): Query<WebhookQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, "webhooks", &query, "webhooks.id", store::SORTS)?;
    export::list(can, "webhooks", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "webhooks", operation_id = "create_webhook", summary = "Post events to an address; the secret is shown once",
    description = "Every event that the webhook's patterns name and its reach and its owner's rights cover is posted as `WebhookMessage`, at \
        least once and always under the same `webhook-id`, signed as Standard Webhooks describe: `webhook-signature: v1,` and the base64 of \
        HMAC-SHA256 over `id.timestamp.body`. Anything but 2xx within 15 seconds is tried again, later and later for about three days; then \
        the delivery is dead and can be replayed. 410 pauses the webhook. Order isn't promised.",
    request_body = NewWebhook,
    responses((status = 201, description = "The webhook and its secret", body = CreatedWebhook)), extensions(("x-action" = json!("webhook_manage"))))]
#[post("")]
async fn create_webhook(
    can: Can<tag::WebhookManage>,
    body: Body<NewWebhook>,
) -> Answer<HttpResponse> {
    let keep = keep(&can);
    can.create_secret(body, move |tx, grant, new| {
        store::create(tx, grant, &keep, new)
    })
    .await
}

#[utoipa::path(tag = "webhooks", operation_id = "get_webhook", summary = "One webhook", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The webhook", body = Webhook)), extensions(("x-action" = json!("webhook_manage"))))]
#[get("/{id}")]
async fn get_webhook(can: Can<tag::WebhookManage>, id: Path<Uuid>) -> Answer<One<Webhook>> {
    let grant = can.grant.clone();
    Ok(One(can
        .app
        .db
        .point(move |c| store::get(c, &grant, *id))
        .await?))
}

#[utoipa::path(tag = "webhooks", operation_id = "update_webhook", summary = "Change, pause or resume a webhook", params(("id" = Uuid, Path)),
    request_body = WebhookPatch,
    responses((status = 200, description = "The webhook as it is now", body = Webhook)), extensions(("x-action" = json!("webhook_manage"))))]
#[patch("/{id}")]
async fn update_webhook(
    can: Can<tag::WebhookManage>,
    id: Path<Uuid>,
    body: Body<WebhookPatch>,
) -> Answer<HttpResponse> {
    let keep = keep(&can);
    can.change(body, move |tx, grant, patch, known| {
        store::update(tx, grant, &keep, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "webhooks", operation_id = "delete_webhook", summary = "Remove a webhook and what was still to be delivered",
    params(("id" = Uuid, Path)),
    responses((status = 204, description = "Removed")), extensions(("x-action" = json!("webhook_manage"))))]
#[delete("/{id}")]
async fn delete_webhook(can: Can<tag::WebhookManage>, id: Path<Uuid>) -> Answer<HttpResponse> {
    can.remove(move |tx, grant| store::delete(tx, grant, *id))
        .await
}

#[utoipa::path(tag = "webhooks", operation_id = "rotate_webhook_secret", summary = "A new secret, shown once; the old one signs for another day",
    params(("id" = Uuid, Path)),
    responses((status = 201, description = "The new secret", body = WebhookSecret)), extensions(("x-action" = json!("webhook_manage"))))]
#[post("/{id}/secrets")]
async fn rotate_webhook_secret(
    can: Can<tag::WebhookManage>,
    id: Path<Uuid>,
) -> Answer<HttpResponse> {
    let keep = keep(&can);
    can.create_secret(Body::none(), move |tx, grant, ()| {
        store::rotate(tx, grant, &keep, *id)
    })
    .await
}

#[utoipa::path(tag = "webhooks", operation_id = "test_webhook", summary = "Send a message of type `webhook.test`", params(("id" = Uuid, Path)),
    responses((status = 201, description = "The delivery, waiting to be made", body = WebhookDelivery)), extensions(("x-action" = json!("webhook_manage"))))]
#[post("/{id}/tests")]
async fn test_webhook(can: Can<tag::WebhookManage>, id: Path<Uuid>) -> Answer<HttpResponse> {
    can.answer(Body::none(), 201, move |tx, grant, ()| {
        deliveries::test(tx, grant, *id)
    })
    .await
}

#[utoipa::path(tag = "webhooks", operation_id = "replay_webhook", summary = "Send again what was given up since an instant",
    params(("id" = Uuid, Path)), request_body = NewWebhookReplay,
    responses((status = 200, description = "How many go out again", body = WebhookReplay)), extensions(("x-action" = json!("webhook_manage"))))]
#[post("/{id}/replays")]
async fn replay_webhook(
    can: Can<tag::WebhookManage>,
    id: Path<Uuid>,
    body: Body<NewWebhookReplay>,
) -> Answer<HttpResponse> {
    can.answer(body, 200, move |tx, grant, asked| {
        deliveries::replay_dead(tx, grant, *id, asked)
    })
    .await
}

#[utoipa::path(tag = "webhooks", operation_id = "list_webhook_deliveries", summary = "Deliveries of the last 30 days", params(WebhookDeliveryQuery),
    responses((status = 200, description = "A page of deliveries", body = Page<WebhookDelivery>)), extensions(("x-action" = json!("webhook_manage"))))]
#[get("")]
async fn list_webhook_deliveries(
    can: Can<tag::WebhookManage>,
    Query(query): Query<WebhookDeliveryQuery>,
) -> Answer<HttpResponse> {
    let id = "webhook_deliveries.id";
    let paging = Paging::new(
        &can.app,
        "webhook-deliveries",
        &query,
        id,
        deliveries::SORTS,
    )?;
    export::list(
        can,
        "webhook-deliveries",
        paging,
        move |c, grant, paging| deliveries::list(c, grant, &query, paging),
    )
    .await
}

#[utoipa::path(tag = "webhooks", operation_id = "get_webhook_delivery", summary = "One delivery with what it posts", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The delivery", body = WebhookDelivery)), extensions(("x-action" = json!("webhook_manage"))))]
#[get("/{id}")]
async fn get_webhook_delivery(
    can: Can<tag::WebhookManage>,
    id: Path<Uuid>,
) -> Answer<Plain<WebhookDelivery>> {
    let grant = can.grant.clone();
    Ok(Plain(
        can.app
            .db
            .point(move |c| deliveries::get(c, &grant, *id))
            .await?,
    ))
}

#[utoipa::path(tag = "webhooks", operation_id = "replay_webhook_delivery", summary = "Send a delivery again, under the same id", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The delivery, waiting again", body = WebhookDelivery)), extensions(("x-action" = json!("webhook_manage"))))]
#[post("/{id}/replays")]
async fn replay_webhook_delivery(
    can: Can<tag::WebhookManage>,
    id: Path<Uuid>,
) -> Answer<HttpResponse> {
    can.act_plain(move |tx, grant| deliveries::replay(tx, grant, *id))
        .await
}

#[utoipa::path(tag = "webhooks", operation_id = "list_webhook_events", summary = "The names of events that webhooks can subscribe to",
    responses((status = 200, description = "Every name", body = WebhookEvents)), extensions(("x-action" = json!("webhook_manage"))))]
#[get("")]
async fn list_webhook_events(_: Can<tag::WebhookManage>) -> Plain<WebhookEvents> {
    let data = contract::event::ALL.iter().map(|e| (*e).to_owned());
    Plain(WebhookEvents {
        data: data.collect(),
    })
}
