use actix_web::{HttpResponse, get, post};
use contract::Page;
use contract::access::tag;
use contract::import::Job;
use contract::leave::{
    LeaveBalanceQuery, LeaveBalances, LeaveEntry, LeaveEntryQuery, NewLeaveClosing, NewLeaveEntry,
    NewLeaveGrant,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{job, store};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::Plain;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

/// Below `/employees`.
pub fn mount_balances(cfg: &mut ServiceConfig) {
    cfg.service(get_leave_balances);
}

pub fn mount_entries(cfg: &mut ServiceConfig) {
    cfg.service(list_leave_entries).service(create_leave_entry);
}

pub fn mount_grants(cfg: &mut ServiceConfig) {
    cfg.service(grant_leave);
}

pub fn mount_closings(cfg: &mut ServiceConfig) {
    cfg.service(close_leave_year);
}

#[utoipa::path(tag = "leave", operation_id = "get_leave_balances", summary = "What somebody has of each kind of leave in a year",
    params(("id" = Uuid, Path), LeaveBalanceQuery),
    responses((status = 200, description = "One balance per kind of leave that is taken from one", body = LeaveBalances)),
    extensions(("x-action" = json!("leave_read"))))]
#[get("/{id}/leave-balances")]
async fn get_leave_balances(
    can: Can<tag::LeaveRead>,
    id: Path<Uuid>,
    Query(query): Query<LeaveBalanceQuery>,
) -> Answer<Plain<LeaveBalances>> {
    let grant = can.grant.clone();
    Ok(Plain(
        can.app
            .db
            .read(move |c| store::balances(c, &grant, *id, query.year))
            .await?,
    ))
}

#[utoipa::path(tag = "leave", operation_id = "list_leave_entries", summary = "The ledger of leave inside my reach", params(LeaveEntryQuery),
    responses((status = 200, description = "A page of entries; `Accept: text/csv` or `application/x-ndjson` streams all of them. CSV columns: \
        `id, employee.id, employee.number, employee.name, leave_type.code, leave_type.name, year, kind, days, effective_on, expires_on, \
        request_id, note, created_by.number, created_by.name, created_at`", body = Page<LeaveEntry>)),
    extensions(("x-action" = json!("leave_read"))))]
#[get("")]
async fn list_leave_entries(
    can: Can<tag::LeaveRead>,
    Query(query): Query<LeaveEntryQuery>,
) -> Answer<HttpResponse> {
    let id = "leave_entries.id";
    let paging = Paging::new(&can.app, "leave-entries", &query, id, store::SORTS)?;
    export::list(can, "leave-entries", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "leave", operation_id = "create_leave_entry", summary = "Grant or adjust a balance by hand; never one's own",
    request_body = NewLeaveEntry,
    responses((status = 201, description = "The entry; `Location` is the balances it belongs to", body = LeaveEntry)),
    extensions(("x-action" = json!("leave_grant"))))]
#[post("")]
async fn create_leave_entry(
    can: Can<tag::LeaveGrant>,
    body: Body<NewLeaveEntry>,
) -> Answer<HttpResponse> {
    let new = body.value;
    can.make(body.fingerprint, 201, move |tx, grant| {
        let made = store::create(tx, grant, &new)?;
        let (id, year) = (made.employee.id, made.year);
        let balances = format!("/api/v1/employees/{id}/leave-balances?year={year}");
        Ok((made, balances))
    })
    .await
}

#[utoipa::path(tag = "leave", operation_id = "grant_leave", summary = "Grant a year of leave to everybody",
    description = "By each type's entitlement and each person's service. Who has the grant already is left alone, so it can be repeated, \
        for newcomers too. The job's rows name staff number, type and days.",
    request_body = NewLeaveGrant,
    responses((status = 202, description = "The job that grants", body = Job)), extensions(("x-action" = json!("leave_grant"))))]
#[post("")]
async fn grant_leave(can: Can<tag::LeaveGrant>, body: Body<NewLeaveGrant>) -> Answer<HttpResponse> {
    can.grant.whole_department()?;
    let new = body.value;
    can.make(body.fingerprint, 202, move |tx, grant| {
        job::order_grants(tx, grant, &new)
    })
    .await
}

#[utoipa::path(tag = "leave", operation_id = "close_leave_year", summary = "Close a year of leave: carry over and expire",
    description = "What may be carried goes into the next year, the rest expires; carried days whose time is over expire, too. Repeating it \
        closes what has come back since. The job's rows name staff number, type and what was carried and expired; accounts with nothing \
        to close are counted only.",
    request_body = NewLeaveClosing,
    responses((status = 202, description = "The job that closes", body = Job)), extensions(("x-action" = json!("leave_grant"))))]
#[post("")]
async fn close_leave_year(
    can: Can<tag::LeaveGrant>,
    body: Body<NewLeaveClosing>,
) -> Answer<HttpResponse> {
    can.grant.whole_department()?;
    let new = body.value;
    can.make(body.fingerprint, 202, move |tx, grant| {
        job::order_closing(tx, grant, &new)
    })
    .await
}
