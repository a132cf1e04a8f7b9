use actix_web::{HttpResponse, get, post, web};
use contract::Page;
use contract::access::tag;
use contract::attainment::{NewTargetActual, TargetActual, TargetActualQuery};
use contract::import::{ImportQuery, Job};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{import, store, take};
use crate::access::Can;
use crate::engine::{export, import as file};
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_target_actuals)
        .service(record_target_actual);
}

pub fn mount_import(cfg: &mut ServiceConfig) {
    cfg.service(import_target_actuals);
}

#[utoipa::path(tag = "targets", operation_id = "list_target_actuals", summary = "Figures of what was attained, inside my reach",
    params(TargetActualQuery),
    responses((status = 200, description = "A page of figures; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<TargetActual>)),
    extensions(("x-action" = json!("attainment_read"))))]
#[get("")]
async fn list_target_actuals(
    can: Can<tag::AttainmentRead>,
    Query(query): Query<TargetActualQuery>,
) -> Answer<HttpResponse> {
    let keys = store::SORTS;
    let paging = Paging::new(
        &can.app,
        "target-actuals",
        &query,
        "target_actuals.id",
        keys,
    )?;
    export::list(can, "target-actuals", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "targets", operation_id = "record_target_actual", summary = "Send in one figure, or correct it",
    description = "Known by `source` and `external_id`: the same again changes nothing, another amount, day, indicator or employee \
        corrects it. It counts for the team that the employee was in on that day.",
    request_body = NewTargetActual,
    responses((status = 200, description = "The figure as it is now", body = TargetActual)), extensions(("x-action" = json!("actual_record"))))]
#[post("")]
async fn record_target_actual(
    can: Can<tag::ActualRecord>,
    body: Body<NewTargetActual>,
) -> Answer<HttpResponse> {
    can.act(body, take::one).await
}

#[utoipa::path(tag = "imports", operation_id = "import_target_actuals", summary = "Import figures from CSV",
    description = "UTF-8, comma-separated, with a header of these columns in any order, all required: `source`, `external_id`, \
        `indicator` (its code), `employee_number`, `on_date`, `amount` (minor units or pieces, below zero for what is taken back). A figure \
        is found by source and external id; importing a file twice changes nothing. Answers a job; follow `Location`, then read its rows.",
    params(ImportQuery),
    request_body(content = String, content_type = "text/csv", description = "The file",
        example = "source,external_id,indicator,employee_number,on_date,amount\npolicy-core,P-1/1,premium_income,E0101,2026-03-02,4800000\n"),
    responses((status = 202, description = "The job that runs the import", body = Job)), extensions(("x-action" = json!("actual_record"))))]
#[post("/target-actuals")]
async fn import_target_actuals(
    can: Can<tag::ActualRecord>,
    Query(query): Query<ImportQuery>,
    payload: web::Payload,
) -> Answer<HttpResponse> {
    let input = file::text(&can, payload).await?;
    file::order(can, &query, &import::IMPORT, input).await
}
