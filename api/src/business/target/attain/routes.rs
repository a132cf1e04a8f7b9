use actix_web::{HttpResponse, get};
use contract::Page;
use contract::access::tag;
use contract::attainment::{Attainment, AttainmentQuery, ProgressQuery, TargetProgress};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{list, progress};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::Plain;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_attainments).service(get_target_progress);
}

#[utoipa::path(tag = "targets", operation_id = "list_attainments", summary = "What was attained of a target, node by node",
    description = "Actual, rate, rank, what should be there by working days, and what it comes to at this pace; of the nodes inside the \
        caller's reach.",
    params(("id" = Uuid, Path), AttainmentQuery),
    responses((status = 200, description = "A page of nodes; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<Attainment>)),
    extensions(("x-action" = json!("attainment_read"))))]
#[get("/{id}/attainments")]
async fn list_attainments(
    can: Can<tag::AttainmentRead>,
    id: Path<Uuid>,
    Query(query): Query<AttainmentQuery>,
) -> Answer<HttpResponse> {
    let id = *id;
    let name = format!("attainments {id}");
    let paging = Paging::new(&can.app, &name, &query, "node_id", list::SORTS)?;
    export::list(can, "attainments", paging, move |c, grant, paging| {
        list::page(c, grant, id, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "targets", operation_id = "get_target_progress", summary = "One node's way through the period, by month or week",
    params(("id" = Uuid, Path), ProgressQuery),
    responses((status = 200, description = "The node with its points", body = TargetProgress)), extensions(("x-action" = json!("attainment_read"))))]
#[get("/{id}/progress")]
async fn get_target_progress(
    can: Can<tag::AttainmentRead>,
    id: Path<Uuid>,
    Query(query): Query<ProgressQuery>,
) -> Answer<Plain<TargetProgress>> {
    let grant = can.grant.clone();
    let found = move |c: &mut _| progress::of_node(c, &grant, *id, &query);
    Ok(Plain(can.app.db.read(found).await?))
}
