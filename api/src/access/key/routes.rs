use actix_web::{HttpResponse, delete, get, post};
use contract::Page;
use contract::access::tag;
use contract::api_key::{ApiKey, ApiKeyQuery, CreatedApiKey, NewApiKey};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::store;
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::{Addressed, One};
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_api_keys)
        .service(create_api_key)
        .service(get_api_key)
        .service(revoke_api_key);
}

#[utoipa::path(tag = "api-keys", operation_id = "list_api_keys", summary = "Service accounts of the department", params(ApiKeyQuery),
    responses((status = 200, description = "A page of API keys", body = Page<ApiKey>)), extensions(("x-action" = json!("api_key_manage"))))]
#[get("")]
async fn list_api_keys(
    can: Can<tag::ApiKeyManage>,
    Query(query): Query<ApiKeyQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, "api-keys", &query, "api_keys.id", store::SORTS)?;
    export::list(can, "api-keys", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "api-keys", operation_id = "create_api_key", summary = "Add a service account; the secret is shown once", request_body = NewApiKey,
    responses((status = 201, description = "The key and its secret", body = CreatedApiKey)), extensions(("x-action" = json!("api_key_manage"))))]
#[post("")]
async fn create_api_key(
    can: Can<tag::ApiKeyManage>,
    body: Body<NewApiKey>,
) -> Answer<HttpResponse> {
    can.create_secret(body, |tx, grant, new| {
        let made = store::create(tx, grant, new)?;
        let location = made.path();
        Ok((made, Some(location)))
    })
    .await
}

#[utoipa::path(tag = "api-keys", operation_id = "get_api_key", summary = "One service account", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The key", body = ApiKey)), extensions(("x-action" = json!("api_key_manage"))))]
#[get("/{id}")]
async fn get_api_key(can: Can<tag::ApiKeyManage>, id: Path<Uuid>) -> Answer<One<ApiKey>> {
    let grant = can.grant.clone();
    Ok(One(can
        .app
        .db
        .point(move |c| store::get(c, &grant, *id))
        .await?))
}

#[utoipa::path(tag = "api-keys", operation_id = "revoke_api_key", summary = "Revoke a service account at once", params(("id" = Uuid, Path)),
    responses((status = 204, description = "Revoked")), extensions(("x-action" = json!("api_key_manage"))))]
#[delete("/{id}")]
async fn revoke_api_key(can: Can<tag::ApiKeyManage>, id: Path<Uuid>) -> Answer<HttpResponse> {
    can.remove(move |tx, grant| store::revoke(tx, grant, *id))
        .await
}
