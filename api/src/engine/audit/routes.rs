use actix_web::{HttpResponse, get};
use contract::Page;
use contract::access::tag;
use contract::audit::{AuditEntry, AuditQuery};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::store;
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::Plain;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_audit_entries).service(get_audit_entry);
}

#[utoipa::path(tag = "audit", operation_id = "list_audit_entries", summary = "What happened inside my reach", params(AuditQuery),
    responses((status = 200, description = "A page of audit entries", body = Page<AuditEntry>)), extensions(("x-action" = json!("audit_read"))))]
#[get("")]
async fn list_audit_entries(
    can: Can<tag::AuditRead>,
    Query(query): Query<AuditQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(
        &can.app,
        "audit-entries",
        &query,
        "audit_entries.id",
        store::SORTS,
    )?;
    export::list(can, "audit-entries", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "audit", operation_id = "get_audit_entry", summary = "One audit entry", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The entry", body = AuditEntry)), extensions(("x-action" = json!("audit_read"))))]
#[get("/{id}")]
async fn get_audit_entry(can: Can<tag::AuditRead>, id: Path<Uuid>) -> Answer<Plain<AuditEntry>> {
    let grant = can.grant.clone();
    Ok(Plain(
        can.app
            .db
            .point(move |c| store::get(c, &grant, *id))
            .await?,
    ))
}
