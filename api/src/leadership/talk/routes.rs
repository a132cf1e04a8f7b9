use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::{ActionTag, tag};
use contract::talk::{NewTalk, Talk, TalkKind, TalkPatch, TalkQuery};
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

pub fn mount_coaching(cfg: &mut ServiceConfig) {
    cfg.service(list_coaching_notes)
        .service(create_coaching_note)
        .service(get_coaching_note)
        .service(update_coaching_note);
}

pub fn mount_care(cfg: &mut ServiceConfig) {
    cfg.service(list_care_talks)
        .service(create_care_talk)
        .service(get_care_talk)
        .service(update_care_talk);
}

/// A list of one kind.
async fn listed<A: ActionTag>(
    can: Can<A>,
    (kind, name): (TalkKind, &'static str),
    query: TalkQuery,
) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, name, &query, "talks.id", store::SORTS)?;
    export::list(can, name, paging, move |c, grant, paging| {
        store::list(c, grant, kind, &query, paging)
    })
    .await
}

async fn got<A: ActionTag>(can: Can<A>, kind: TalkKind, id: Uuid) -> Answer<One<Talk>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| store::get(c, &grant, kind, id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "talks", operation_id = "list_coaching_notes", summary = "Coaching notes inside my reach, those about me among them",
    params(TalkQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<Talk>)),
    extensions(("x-action" = json!("coaching_read"))))]
#[get("")]
async fn list_coaching_notes(
    can: Can<tag::CoachingRead>,
    Query(query): Query<TalkQuery>,
) -> Answer<HttpResponse> {
    listed(can, (TalkKind::Coaching, "coaching-notes"), query).await
}

#[utoipa::path(tag = "talks", operation_id = "create_coaching_note", summary = "Note what somebody below me was coached in",
    description = "Whoever it is about reads it as well.",
    request_body = NewTalk,
    responses((status = 201, description = "The note", body = Talk)), extensions(("x-action" = json!("coaching_write"))))]
#[post("")]
async fn create_coaching_note(
    can: Can<tag::CoachingWrite>,
    body: Body<NewTalk>,
) -> Answer<HttpResponse> {
    can.create(body, |tx, grant, new| {
        write::create(tx, grant, TalkKind::Coaching, new)
    })
    .await
}

#[utoipa::path(tag = "talks", operation_id = "get_coaching_note", summary = "One coaching note", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = Talk)), extensions(("x-action" = json!("coaching_read"))))]
#[get("/{id}")]
async fn get_coaching_note(can: Can<tag::CoachingRead>, id: Path<Uuid>) -> Answer<One<Talk>> {
    got(can, TalkKind::Coaching, *id).await
}

#[utoipa::path(tag = "talks", operation_id = "update_coaching_note", summary = "Change a note of mine",
    params(("id" = Uuid, Path)), request_body = TalkPatch,
    responses((status = 200, description = "The record as it is now", body = Talk)), extensions(("x-action" = json!("coaching_write"))))]
#[patch("/{id}")]
async fn update_coaching_note(
    can: Can<tag::CoachingWrite>,
    id: Path<Uuid>,
    body: Body<TalkPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        write::update(tx, grant, TalkKind::Coaching, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "talks", operation_id = "list_care_talks", summary = "Care talks inside my reach, never those about me",
    description = "Private to the lead, the deputy of the area and the manager.",
    params(TalkQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<Talk>)),
    extensions(("x-action" = json!("care_talk_read"))))]
#[get("")]
async fn list_care_talks(
    can: Can<tag::CareTalkRead>,
    Query(query): Query<TalkQuery>,
) -> Answer<HttpResponse> {
    listed(can, (TalkKind::Care, "care-talks"), query).await
}

#[utoipa::path(tag = "talks", operation_id = "create_care_talk", summary = "Note a care talk with somebody below me",
    request_body = NewTalk,
    responses((status = 201, description = "The note", body = Talk)), extensions(("x-action" = json!("care_talk_write"))))]
#[post("")]
async fn create_care_talk(
    can: Can<tag::CareTalkWrite>,
    body: Body<NewTalk>,
) -> Answer<HttpResponse> {
    can.create(body, |tx, grant, new| {
        write::create(tx, grant, TalkKind::Care, new)
    })
    .await
}

#[utoipa::path(tag = "talks", operation_id = "get_care_talk", summary = "One care talk", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = Talk)), extensions(("x-action" = json!("care_talk_read"))))]
#[get("/{id}")]
async fn get_care_talk(can: Can<tag::CareTalkRead>, id: Path<Uuid>) -> Answer<One<Talk>> {
    got(can, TalkKind::Care, *id).await
}

#[utoipa::path(tag = "talks", operation_id = "update_care_talk", summary = "Change what I noted of a care talk",
    params(("id" = Uuid, Path)), request_body = TalkPatch,
    responses((status = 200, description = "The record as it is now", body = Talk)), extensions(("x-action" = json!("care_talk_write"))))]
#[patch("/{id}")]
async fn update_care_talk(
    can: Can<tag::CareTalkWrite>,
    id: Path<Uuid>,
    body: Body<TalkPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        write::update(tx, grant, TalkKind::Care, *id, patch, known)
    })
    .await
}
