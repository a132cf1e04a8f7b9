use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::customer_event::{
    CustomerEvent, CustomerEventPatch, CustomerEventQuery, EventInvitation, EventInvitationQuery,
    EventInvitations, NewAttendance, NewCustomerEvent, NewEventCancellation, NewEventClosing,
    NewEventInvitations, NewEventOpening, NewInvitationReply,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{attend, invite, store, write};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_customer_events)
        .service(create_customer_event)
        .service(get_customer_event)
        .service(update_customer_event)
        .service(open_customer_event)
        .service(close_customer_event)
        .service(cancel_customer_event);
}

pub fn mount_invitations(cfg: &mut ServiceConfig) {
    cfg.service(list_event_invitations)
        .service(invite_customers)
        .service(get_event_invitation)
        .service(reply_event_invitation)
        .service(attend_event_invitation);
}

#[utoipa::path(tag = "events", operation_id = "list_customer_events", summary = "Events for customers, with how many are coming",
    description = "Which events there are is known to everybody; figures count every team's customers and name none.",
    params(CustomerEventQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<CustomerEvent>)),
    extensions(("x-action" = json!("customer_event_read"))))]
#[get("")]
async fn list_customer_events(
    can: Can<tag::CustomerEventRead>,
    Query(query): Query<CustomerEventQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("customer_events.id", store::SORTS);
    let paging = Paging::new(&can.app, "customer-events", &query, id, sorts)?;
    export::list(can, "customer-events", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "events", operation_id = "create_customer_event", summary = "Plan an event for customers",
    description = "For a team inside the reach, or for everybody's customers by whoever is in charge of the department's business.",
    request_body = NewCustomerEvent,
    responses((status = 201, description = "The new event, planned", body = CustomerEvent)), extensions(("x-action" = json!("customer_event_create"))))]
#[post("")]
async fn create_customer_event(
    can: Can<tag::CustomerEventCreate>,
    body: Body<NewCustomerEvent>,
) -> Answer<HttpResponse> {
    can.create(body, write::create).await
}

#[utoipa::path(tag = "events", operation_id = "get_customer_event", summary = "One event", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = CustomerEvent)), extensions(("x-action" = json!("customer_event_read"))))]
#[get("/{id}")]
async fn get_customer_event(
    can: Can<tag::CustomerEventRead>,
    id: Path<Uuid>,
) -> Answer<One<CustomerEvent>> {
    let grant = can.grant.clone();
    let found = can.app.db.point(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "events", operation_id = "update_customer_event", summary = "Change an event that isn't over",
    description = "Whoever invited customers is told of another time or place.",
    params(("id" = Uuid, Path)), request_body = CustomerEventPatch,
    responses((status = 200, description = "The record as it is now", body = CustomerEvent)), extensions(("x-action" = json!("customer_event_manage"))))]
#[patch("/{id}")]
async fn update_customer_event(
    can: Can<tag::CustomerEventManage>,
    id: Path<Uuid>,
    body: Body<CustomerEventPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        write::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "events", operation_id = "open_customer_event", summary = "Open an event to invitations",
    params(("id" = Uuid, Path)), request_body = NewEventOpening,
    responses((status = 200, description = "The record as it is now", body = CustomerEvent)), extensions(("x-action" = json!("customer_event_manage"))))]
#[post("/{id}/openings")]
async fn open_customer_event(
    can: Can<tag::CustomerEventManage>,
    id: Path<Uuid>,
    body: Body<NewEventOpening>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        write::open(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "events", operation_id = "close_customer_event", summary = "Close an event that was held, with what came of it",
    description = "Of everybody who said they would come it is noted whether they did (`event_attendance`).",
    params(("id" = Uuid, Path)), request_body = NewEventClosing,
    responses((status = 200, description = "The record as it is now", body = CustomerEvent)), extensions(("x-action" = json!("customer_event_manage"))))]
#[post("/{id}/closings")]
async fn close_customer_event(
    can: Can<tag::CustomerEventManage>,
    id: Path<Uuid>,
    body: Body<NewEventClosing>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        write::close(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "events", operation_id = "cancel_customer_event", summary = "Cancel an event that hasn't begun",
    description = "Whoever invited customers is told.",
    params(("id" = Uuid, Path)), request_body = NewEventCancellation,
    responses((status = 200, description = "The record as it is now", body = CustomerEvent)), extensions(("x-action" = json!("customer_event_manage"))))]
#[post("/{id}/cancellations")]
async fn cancel_customer_event(
    can: Can<tag::CustomerEventManage>,
    id: Path<Uuid>,
    body: Body<NewEventCancellation>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        write::cancel(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "events", operation_id = "list_event_invitations", summary = "Invitations of customers inside my reach",
    params(EventInvitationQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<EventInvitation>)),
    extensions(("x-action" = json!("event_invitation_read"))))]
#[get("")]
async fn list_event_invitations(
    can: Can<tag::EventInvitationRead>,
    Query(query): Query<EventInvitationQuery>,
) -> Answer<HttpResponse> {
    let (id, sorts) = ("event_invitations.id", invite::SORTS);
    let paging = Paging::new(&can.app, "event-invitations", &query, id, sorts)?;
    export::list(can, "event-invitations", paging, move |c, grant, paging| {
        invite::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "events", operation_id = "invite_customers", summary = "Invite customers to an open event",
    description = "Customers inside the caller's reach, of the team that the event is for (`event_team`); all of them or none. Those who \
        are invited already stay as they are.",
    request_body = NewEventInvitations,
    responses((status = 200, description = "What was made", body = EventInvitations)), extensions(("x-action" = json!("event_invite"))))]
#[post("")]
async fn invite_customers(
    can: Can<tag::EventInvite>,
    body: Body<NewEventInvitations>,
) -> Answer<HttpResponse> {
    can.answer(body, 200, invite::invite).await
}

#[utoipa::path(tag = "events", operation_id = "get_event_invitation", summary = "One invitation", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = EventInvitation)), extensions(("x-action" = json!("event_invitation_read"))))]
#[get("/{id}")]
async fn get_event_invitation(
    can: Can<tag::EventInvitationRead>,
    id: Path<Uuid>,
) -> Answer<One<EventInvitation>> {
    let grant = can.grant.clone();
    let found = can.app.db.point(move |c| invite::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "events", operation_id = "reply_event_invitation", summary = "Note what the customer said, or take the invitation back",
    description = "Accepted, the customer and those they bring take seats: none beyond the capacity (`event_full`).",
    params(("id" = Uuid, Path)), request_body = NewInvitationReply,
    responses((status = 200, description = "The record as it is now", body = EventInvitation)), extensions(("x-action" = json!("event_invitation_update"))))]
#[post("/{id}/replies")]
async fn reply_event_invitation(
    can: Can<tag::EventInvitationUpdate>,
    id: Path<Uuid>,
    body: Body<NewInvitationReply>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        attend::reply(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "events", operation_id = "attend_event_invitation", summary = "Note whether the customer came",
    description = "From the event's beginning until it is closed. Whoever came has been met: an activity is logged, and the day on which the \
        customer is due moves.",
    params(("id" = Uuid, Path)), request_body = NewAttendance,
    responses((status = 200, description = "The record as it is now", body = EventInvitation)), extensions(("x-action" = json!("event_invitation_update"))))]
#[post("/{id}/attendances")]
async fn attend_event_invitation(
    can: Can<tag::EventInvitationUpdate>,
    id: Path<Uuid>,
    body: Body<NewAttendance>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        attend::attend(tx, grant, *id, new, known)
    })
    .await
}
