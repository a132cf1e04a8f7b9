use actix_web::{HttpResponse, get, patch, post};
use contract::access::tag;
use contract::case::{
    CaseFlag, CaseStage, CaseStageKey, CaseStagePatch, CaseStages, NewFlagClearing,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{flag, stage};
use crate::access::Can;
use crate::http::answer::{One, Plain};
use crate::http::body::Body;
use crate::http::path::Path;
use crate::problem::Answer;

pub fn mount_stages(cfg: &mut ServiceConfig) {
    cfg.service(list_case_stages)
        .service(get_case_stage)
        .service(update_case_stage);
}

pub fn mount_flags(cfg: &mut ServiceConfig) {
    cfg.service(get_case_flag).service(clear_case_flag);
}

#[utoipa::path(tag = "cases", operation_id = "list_case_stages", summary = "The five stages, and what each asks for",
    responses((status = 200, description = "All five, in their order", body = CaseStages)), extensions(("x-action" = json!("case_stage_read"))))]
#[get("")]
async fn list_case_stages(can: Can<tag::CaseStageRead>) -> Answer<Plain<CaseStages>> {
    let grant = can.grant.clone();
    Ok(Plain(
        can.app.db.point(move |c| stage::list(c, &grant)).await?,
    ))
}

#[utoipa::path(tag = "cases", operation_id = "get_case_stage", summary = "One stage", params(("key" = CaseStageKey, Path)),
    responses((status = 200, description = "The stage", body = CaseStage)), extensions(("x-action" = json!("case_stage_read"))))]
#[get("/{key}")]
async fn get_case_stage(
    can: Can<tag::CaseStageRead>,
    key: Path<CaseStageKey>,
) -> Answer<One<CaseStage>> {
    let grant = can.grant.clone();
    let found = can.app.db.point(move |c| stage::get(c, &grant, *key));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "cases", operation_id = "update_case_stage", summary = "Change what a stage asks for",
    description = "The stages themselves are the regulation's. Cases that move from now on are held to the new version; what was filled in stays.",
    params(("key" = CaseStageKey, Path)), request_body = CaseStagePatch,
    responses((status = 200, description = "The stage as it is now", body = CaseStage)), extensions(("x-action" = json!("case_stage_manage"))))]
#[patch("/{key}")]
async fn update_case_stage(
    can: Can<tag::CaseStageManage>,
    key: Path<CaseStageKey>,
    body: Body<CaseStagePatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        stage::update(tx, grant, *key, patch, known)
    })
    .await
}

#[utoipa::path(tag = "cases", operation_id = "get_case_flag", summary = "One risk flag", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The flag", body = CaseFlag)), extensions(("x-action" = json!("case_read"))))]
#[get("/{id}")]
async fn get_case_flag(can: Can<tag::CaseRead>, id: Path<Uuid>) -> Answer<One<CaseFlag>> {
    let grant = can.grant.clone();
    let found = can.app.db.point(move |c| flag::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "cases", operation_id = "clear_case_flag", summary = "Clear a risk flag",
    description = "By somebody other than the case's owner (`own_matter`), with what was found out.",
    params(("id" = Uuid, Path)), request_body = NewFlagClearing,
    responses((status = 200, description = "The flag as it is now", body = CaseFlag)), extensions(("x-action" = json!("case_flag_clear"))))]
#[post("/{id}/clearings")]
async fn clear_case_flag(
    can: Can<tag::CaseFlagClear>,
    id: Path<Uuid>,
    body: Body<NewFlagClearing>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        flag::clear(tx, grant, *id, new, known)
    })
    .await
}
