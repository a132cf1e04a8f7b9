use actix_web::{HttpResponse, get, patch};
use contract::Page;
use contract::access::tag;
use contract::activity::{
    FollowUp, FollowUpLoad, FollowUpQuery, FollowUpRules, FollowUpRulesPatch,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{rules, store};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::{One, Plain};
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::query::Query;
use crate::organization::settings;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_follow_ups).service(get_follow_up_load);
}

pub fn mount_rules(cfg: &mut ServiceConfig) {
    cfg.service(get_follow_up_rules)
        .service(update_follow_up_rules);
}

#[utoipa::path(tag = "activities", operation_id = "list_follow_ups", summary = "Customers who are due, the longest waiting first",
    description = "Due by today unless `due_by` says otherwise.", params(FollowUpQuery),
    responses((status = 200, description = "A page of customers who are due; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<FollowUp>)),
    extensions(("x-action" = json!("follow_up_read"))))]
#[get("")]
async fn list_follow_ups(
    can: Can<tag::FollowUpRead>,
    Query(query): Query<FollowUpQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, "follow-ups", &query, "customers.id", store::SORTS)?;
    export::list(can, "follow-ups", paging, move |c, grant, paging| {
        let today = settings::today(c, grant.acting.now)?;
        store::list(c, grant, &query, today, paging)
    })
    .await
}

#[utoipa::path(tag = "activities", operation_id = "get_follow_up_load", summary = "How many customers are due, by owner",
    responses((status = 200, description = "Each owner inside the reach with customers due within a week, the most overdue first", body = FollowUpLoad)),
    extensions(("x-action" = json!("follow_up_read"))))]
#[get("/load")]
async fn get_follow_up_load(can: Can<tag::FollowUpRead>) -> Answer<Plain<FollowUpLoad>> {
    let grant = can.grant.clone();
    let load = can.app.db.read(move |c| {
        let today = settings::today(c, grant.acting.now)?;
        store::load(c, &grant, today)
    });
    Ok(Plain(load.await?))
}

#[utoipa::path(tag = "activities", operation_id = "get_follow_up_rules", summary = "After how many days a customer is due again, by class",
    responses((status = 200, description = "The cadence", body = FollowUpRules)), extensions(("x-action" = json!("cadence_read"))))]
#[get("")]
async fn get_follow_up_rules(can: Can<tag::CadenceRead>) -> Answer<One<FollowUpRules>> {
    let grant = can.grant.clone();
    let rules = can.app.db.point(move |c| rules::load(c, &grant));
    Ok(One(rules.await?))
}

#[utoipa::path(tag = "activities", operation_id = "update_follow_up_rules", summary = "Change the cadence",
    description = "Every customer's day is computed anew in a background job.", request_body = FollowUpRulesPatch,
    responses((status = 200, description = "The cadence as it is now", body = FollowUpRules)), extensions(("x-action" = json!("cadence_manage"))))]
#[patch("")]
async fn update_follow_up_rules(
    can: Can<tag::CadenceManage>,
    body: Body<FollowUpRulesPatch>,
) -> Answer<HttpResponse> {
    can.change(body, rules::save).await
}
