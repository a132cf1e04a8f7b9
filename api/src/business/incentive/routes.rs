use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::incentive::{
    IncentiveAward, IncentiveAwardQuery, IncentiveProposal, IncentiveProposalQuery, IncentiveRule,
    IncentiveRulePatch, IncentiveRuleQuery, NewIncentiveAdjustment, NewIncentiveComputation,
    NewIncentiveDismissal, NewIncentiveRule, NewIncentiveSubmission,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{act, award, rule, store};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount_rules(cfg: &mut ServiceConfig) {
    cfg.service(list_incentive_rules)
        .service(create_incentive_rule)
        .service(get_incentive_rule)
        .service(update_incentive_rule);
}

pub fn mount_proposals(cfg: &mut ServiceConfig) {
    cfg.service(list_incentive_proposals)
        .service(get_incentive_proposal)
        .service(adjust_incentive_proposal)
        .service(compute_incentive_proposal)
        .service(submit_incentive_proposal)
        .service(dismiss_incentive_proposal);
}

pub fn mount_awards(cfg: &mut ServiceConfig) {
    cfg.service(list_incentive_awards);
}

#[utoipa::path(tag = "incentives", operation_id = "list_incentive_rules", summary = "The rules of incentives", params(IncentiveRuleQuery),
    responses((status = 200, description = "A page of rules, the newest first", body = Page<IncentiveRule>)),
    extensions(("x-action" = json!("incentive_rule_read"))))]
#[get("")]
async fn list_incentive_rules(
    can: Can<tag::IncentiveRuleRead>,
    Query(query): Query<IncentiveRuleQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("incentive_rules.id", rule::SORTS);
    let paging = Paging::new(&can.app, "incentive-rules", &query, id, sorts)?;
    export::list(can, "incentive-rules", paging, move |c, grant, paging| {
        rule::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "incentives", operation_id = "create_incentive_rule", summary = "Make a rule: from which attainment on how much",
    description = "Three days after the end of each period that begins within the rule's days, its published target is looked at once and a \
        proposal made for every team in which somebody reaches a tier; periods that are over already are looked at soon. A `share` is one of \
        money, `each` one of pieces (`invalid`, `unit`).",
    request_body = NewIncentiveRule,
    responses((status = 201, description = "The new rule", body = IncentiveRule)), extensions(("x-action" = json!("incentive_rule_manage"))))]
#[post("")]
async fn create_incentive_rule(
    can: Can<tag::IncentiveRuleManage>,
    body: Body<NewIncentiveRule>,
) -> Answer<HttpResponse> {
    can.create(body, rule::create).await
}

#[utoipa::path(tag = "incentives", operation_id = "get_incentive_rule", summary = "One rule", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The rule", body = IncentiveRule)), extensions(("x-action" = json!("incentive_rule_read"))))]
#[get("/{id}")]
async fn get_incentive_rule(
    can: Can<tag::IncentiveRuleRead>,
    id: Path<Uuid>,
) -> Answer<One<IncentiveRule>> {
    let grant = can.grant.clone();
    let found = can.app.db.point(move |c| rule::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "incentives", operation_id = "update_incentive_rule", summary = "Change a rule for what isn't computed yet, or end it",
    description = "Proposals keep the terms they were computed with until they are computed again.",
    params(("id" = Uuid, Path)), request_body = IncentiveRulePatch,
    responses((status = 200, description = "The rule as it is now", body = IncentiveRule)), extensions(("x-action" = json!("incentive_rule_manage"))))]
#[patch("/{id}")]
async fn update_incentive_rule(
    can: Can<tag::IncentiveRuleManage>,
    id: Path<Uuid>,
    body: Body<IncentiveRulePatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        rule::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "incentives", operation_id = "list_incentive_proposals", summary = "What rules came to for teams, inside my reach",
    params(IncentiveProposalQuery),
    responses((status = 200, description = "A page of proposals; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<IncentiveProposal>)),
    extensions(("x-action" = json!("incentive_read"))))]
#[get("")]
async fn list_incentive_proposals(
    can: Can<tag::IncentiveRead>,
    Query(query): Query<IncentiveProposalQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("incentive_proposals.id", store::SORTS);
    let paging = Paging::new(&can.app, "incentive-proposals", &query, id, sorts)?;
    export::list(
        can,
        "incentive-proposals",
        paging,
        move |c, grant, paging| store::list(c, grant, &query, paging),
    )
    .await
}

#[utoipa::path(tag = "incentives", operation_id = "get_incentive_proposal", summary = "One proposal, with who gets what and why", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The proposal", body = IncentiveProposal)), extensions(("x-action" = json!("incentive_read"))))]
#[get("/{id}")]
async fn get_incentive_proposal(
    can: Can<tag::IncentiveRead>,
    id: Path<Uuid>,
) -> Answer<One<IncentiveProposal>> {
    let grant = can.grant.clone();
    let found = can
        .app
        .db
        .point(move |c| store::get(c, &grant, grant.reach(), *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "incentives", operation_id = "adjust_incentive_proposal", summary = "Leave somebody out, or take them in again",
    description = "While it is a draft or was returned (`incentive_settled`). Nobody says so about themselves (`own_matter`).",
    params(("id" = Uuid, Path)), request_body = NewIncentiveAdjustment,
    responses((status = 200, description = "The proposal as it is now", body = IncentiveProposal)), extensions(("x-action" = json!("incentive_propose"))))]
#[post("/{id}/adjustments")]
async fn adjust_incentive_proposal(
    can: Can<tag::IncentivePropose>,
    id: Path<Uuid>,
    body: Body<NewIncentiveAdjustment>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        act::adjust(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "incentives", operation_id = "compute_incentive_proposal", summary = "Compute again from the rule and the figures as they are now",
    description = "A draft, what was returned, and what was refused, which is a draft again. Whoever was left out stays so.",
    params(("id" = Uuid, Path)), request_body = NewIncentiveComputation,
    responses((status = 200, description = "The proposal as it is now", body = IncentiveProposal)), extensions(("x-action" = json!("incentive_propose"))))]
#[post("/{id}/computations")]
async fn compute_incentive_proposal(
    can: Can<tag::IncentivePropose>,
    id: Path<Uuid>,
    body: Body<NewIncentiveComputation>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        act::recompute(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "incentives", operation_id = "submit_incentive_proposal", summary = "Put a draft forward to its deciders",
    description = "Starts an approval that nobody decides who has a line in it. What was returned is submitted again through its approval. A \
        proposal by which nobody gets anything is refused (`incentive_empty`).",
    params(("id" = Uuid, Path)), request_body = NewIncentiveSubmission,
    responses((status = 200, description = "The proposal as it is now", body = IncentiveProposal)), extensions(("x-action" = json!("incentive_propose"))))]
#[post("/{id}/submissions")]
async fn submit_incentive_proposal(
    can: Can<tag::IncentivePropose>,
    id: Path<Uuid>,
    body: Body<NewIncentiveSubmission>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        act::put_forward(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "incentives", operation_id = "dismiss_incentive_proposal", summary = "Award nothing, and say why",
    description = "A draft, or what was refused (`incentive_settled`).",
    params(("id" = Uuid, Path)), request_body = NewIncentiveDismissal,
    responses((status = 200, description = "The proposal as it is now", body = IncentiveProposal)), extensions(("x-action" = json!("incentive_dismiss"))))]
#[post("/{id}/dismissals")]
async fn dismiss_incentive_proposal(
    can: Can<tag::IncentiveDismiss>,
    id: Path<Uuid>,
    body: Body<NewIncentiveDismissal>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        act::dismiss(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "incentives", operation_id = "list_incentive_awards", summary = "What was awarded, inside my reach: for pay as well",
    description = "As CSV the columns are `id`, `employee.id`, `employee.number`, `employee.name`, `team_id`, `proposal_id`, `rule_id`, \
        `rule_name`, `period`, `starts_on`, `ends_on`, `amount` (minor units), `currency`, `awarded_at`.",
    params(IncentiveAwardQuery),
    responses((status = 200, description = "A page of awards, the latest first", body = Page<IncentiveAward>)),
    extensions(("x-action" = json!("incentive_award_read"))))]
#[get("")]
async fn list_incentive_awards(
    can: Can<tag::IncentiveAwardRead>,
    Query(query): Query<IncentiveAwardQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("incentive_awards.id", award::SORTS);
    let paging = Paging::new(&can.app, "incentive-awards", &query, id, sorts)?;
    export::list(can, "incentive-awards", paging, move |c, grant, paging| {
        award::list(c, grant, &query, paging)
    })
    .await
}
