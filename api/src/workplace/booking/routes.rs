use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::booking::{
    Booking, BookingPatch, BookingQuery, NewBooking, NewBookingCancellation, NewBookingIncident,
    NewBookingLoan, NewBookingReturn, NewBookingSignature, NewIncidentOutcome,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{act, store, write};
use crate::access::Can;
use crate::engine::export;
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_bookings)
        .service(create_booking)
        .service(get_booking)
        .service(update_booking)
        .service(prepare_booking)
        .service(cancel_booking)
        .service(close_booking)
        .service(lend_for_booking)
        .service(return_of_booking)
        .service(report_incident)
        .service(decide_incident);
}

#[utoipa::path(tag = "bookings", operation_id = "list_bookings", summary = "Who has which room when",
    description = "Known to everybody.", params(BookingQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<Booking>)),
    extensions(("x-action" = json!("booking_read"))))]
#[get("")]
async fn list_bookings(
    can: Can<tag::BookingRead>,
    Query(query): Query<BookingQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, "bookings", &query, "bookings.id", store::SORTS)?;
    export::list(can, "bookings", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "bookings", operation_id = "create_booking", summary = "Book a room",
    description = "Refused with `booking_overlap` and the other booking in `current` while somebody has the room then; of two at once one \
                   gets it. The order of the room is accepted with it (3.2.3).",
    request_body = NewBooking,
    responses((status = 201, description = "The booking", body = Booking)), extensions(("x-action" = json!("booking_create"))))]
#[post("")]
async fn create_booking(
    can: Can<tag::BookingCreate>,
    body: Body<NewBooking>,
) -> Answer<HttpResponse> {
    can.create(body, write::create).await
}

#[utoipa::path(tag = "bookings", operation_id = "get_booking", summary = "One booking", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = Booking)), extensions(("x-action" = json!("booking_read"))))]
#[get("/{id}")]
async fn get_booking(can: Can<tag::BookingRead>, id: Path<Uuid>) -> Answer<One<Booking>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "bookings", operation_id = "update_booking", summary = "Change a booking that isn't over",
    description = "At another time the room is prepared anew.",
    params(("id" = Uuid, Path)), request_body = BookingPatch,
    responses((status = 200, description = "The record as it is now", body = Booking)), extensions(("x-action" = json!("booking_manage"))))]
#[patch("/{id}")]
async fn update_booking(
    can: Can<tag::BookingManage>,
    id: Path<Uuid>,
    body: Body<BookingPatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        write::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "bookings", operation_id = "prepare_booking", summary = "Sign that the room is ready",
    description = "Every line of the list, as the place's was when it was booked (3.2.2).",
    params(("id" = Uuid, Path)), request_body = NewBookingSignature,
    responses((status = 200, description = "The record as it is now", body = Booking)), extensions(("x-action" = json!("booking_manage"))))]
#[post("/{id}/preparations")]
async fn prepare_booking(
    can: Can<tag::BookingManage>,
    id: Path<Uuid>,
    body: Body<NewBookingSignature>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, signed, known| {
        act::prepare(tx, grant, *id, signed, known)
    })
    .await
}

#[utoipa::path(tag = "bookings", operation_id = "cancel_booking", summary = "Give a room back before it was used",
    params(("id" = Uuid, Path)), request_body = NewBookingCancellation,
    responses((status = 200, description = "The record as it is now", body = Booking)), extensions(("x-action" = json!("booking_manage"))))]
#[post("/{id}/cancellations")]
async fn cancel_booking(
    can: Can<tag::BookingManage>,
    id: Path<Uuid>,
    body: Body<NewBookingCancellation>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        act::cancel(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "bookings", operation_id = "close_booking", summary = "Sign that everything is as it was",
    description = "Every line of the list; refused with `items_out` while something borrowed is out (3.2.4). The room is free from then on.",
    params(("id" = Uuid, Path)), request_body = NewBookingSignature,
    responses((status = 200, description = "The record as it is now", body = Booking)), extensions(("x-action" = json!("booking_manage"))))]
#[post("/{id}/closings")]
async fn close_booking(
    can: Can<tag::BookingManage>,
    id: Path<Uuid>,
    body: Body<NewBookingSignature>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, signed, known| {
        act::close(tx, grant, *id, signed, known)
    })
    .await
}

#[utoipa::path(tag = "bookings", operation_id = "lend_for_booking", summary = "Note what is borrowed for a booking",
    params(("id" = Uuid, Path)), request_body = NewBookingLoan,
    responses((status = 200, description = "The record as it is now", body = Booking)), extensions(("x-action" = json!("booking_manage"))))]
#[post("/{id}/loans")]
async fn lend_for_booking(
    can: Can<tag::BookingManage>,
    id: Path<Uuid>,
    body: Body<NewBookingLoan>,
) -> Answer<HttpResponse> {
    can.act(body, move |tx, grant, new| act::lend(tx, grant, *id, new))
        .await
}

#[utoipa::path(tag = "bookings", operation_id = "return_of_booking", summary = "Note that something borrowed is back",
    params(("id" = Uuid, Path), ("loan_id" = Uuid, Path)), request_body = NewBookingReturn,
    responses((status = 200, description = "The record as it is now", body = Booking)), extensions(("x-action" = json!("booking_manage"))))]
#[post("/{id}/loans/{loan_id}/returns")]
async fn return_of_booking(
    can: Can<tag::BookingManage>,
    path: Path<(Uuid, Uuid)>,
    body: Body<NewBookingReturn>,
) -> Answer<HttpResponse> {
    let of = path.into_inner();
    can.act(body, move |tx, grant, new| {
        act::give_back(tx, grant, of, new)
    })
    .await
}

#[utoipa::path(tag = "bookings", operation_id = "report_incident", summary = "Record what went against the order of a room",
    description = "By anybody, of a booking that has begun; whoever is above learns of it (3.2.3).",
    params(("id" = Uuid, Path)), request_body = NewBookingIncident,
    responses((status = 200, description = "The record as it is now", body = Booking)), extensions(("x-action" = json!("incident_report"))))]
#[post("/{id}/incidents")]
async fn report_incident(
    can: Can<tag::IncidentReport>,
    id: Path<Uuid>,
    body: Body<NewBookingIncident>,
) -> Answer<HttpResponse> {
    can.act(body, move |tx, grant, new| act::report(tx, grant, *id, new))
        .await
}

#[utoipa::path(tag = "bookings", operation_id = "decide_incident", summary = "Say what came of an incident",
    description = "Never by whoever booked the room.",
    params(("id" = Uuid, Path), ("incident_id" = Uuid, Path)), request_body = NewIncidentOutcome,
    responses((status = 200, description = "The record as it is now", body = Booking)), extensions(("x-action" = json!("incident_decide"))))]
#[post("/{id}/incidents/{incident_id}/outcomes")]
async fn decide_incident(
    can: Can<tag::IncidentDecide>,
    path: Path<(Uuid, Uuid)>,
    body: Body<NewIncidentOutcome>,
) -> Answer<HttpResponse> {
    let of = path.into_inner();
    can.act(body, move |tx, grant, new| act::decide(tx, grant, of, new))
        .await
}
