use actix_web::{HttpResponse, get, patch, post};
use contract::Page;
use contract::access::tag;
use contract::employee::{
    Employee, EmployeePatch, EmployeeQuery, NewDeparture, NewEmployee, NewTransfer,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::by_id::ById;
use super::{departure, store, transfer};
use crate::access::{Can, Look};
use crate::engine::export;
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_employees)
        .service(create_employee)
        .service(get_employee)
        .service(update_employee)
        .service(transfer_employee)
        .service(depart_employee);
}

#[utoipa::path(tag = "organization", operation_id = "list_employees", summary = "Employees inside my reach", params(EmployeeQuery),
    responses((status = 200, description = "A page of employees; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<Employee>)),
    extensions(("x-action" = json!("employee_read"))))]
#[get("")]
async fn list_employees(
    can: Can<tag::EmployeeRead>,
    Query(query): Query<EmployeeQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, "employees", &query, "employees.id", store::SORTS)?;
    export::list(can, "employees", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "organization", operation_id = "create_employee", summary = "Add an employee", request_body = NewEmployee,
    responses((status = 201, description = "The new employee", body = Employee)), extensions(("x-action" = json!("employee_create"))))]
#[post("")]
async fn create_employee(
    can: Can<tag::EmployeeCreate>,
    body: Body<NewEmployee>,
) -> Answer<HttpResponse> {
    can.create(body, store::create).await
}

#[utoipa::path(tag = "organization", operation_id = "get_employee", summary = "One employee", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The employee", body = Employee)), extensions(("x-action" = json!("employee_read"))))]
#[get("/{id}")]
async fn get_employee(look: Look<tag::EmployeeRead>, id: Path<Uuid>) -> Answer<One<Employee>> {
    let id = *id;
    let found = look.at(|grant| ById::of(grant, id), store::shown).await?;
    Ok(One(found))
}

#[utoipa::path(tag = "organization", operation_id = "update_employee", summary = "Change an employee's record", params(("id" = Uuid, Path)),
    request_body = EmployeePatch,
    responses((status = 200, description = "The employee as they are now", body = Employee)), extensions(("x-action" = json!("employee_update"))))]
#[patch("/{id}")]
async fn update_employee(
    can: Can<tag::EmployeeUpdate>,
    id: Path<Uuid>,
    body: Body<EmployeePatch>,
) -> Answer<HttpResponse> {
    can.change(body, move |tx, grant, patch, known| {
        store::update(tx, grant, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "organization", operation_id = "transfer_employee", summary = "Move an employee to another team, as a member",
    params(("id" = Uuid, Path)), request_body = NewTransfer,
    responses((status = 200, description = "The employee as they are now", body = Employee)), extensions(("x-action" = json!("employee_transfer"))))]
#[post("/{id}/transfers")]
async fn transfer_employee(
    can: Can<tag::EmployeeTransfer>,
    id: Path<Uuid>,
    body: Body<NewTransfer>,
) -> Answer<HttpResponse> {
    can.act(body, move |tx, grant, new| {
        transfer::transfer(tx, grant, *id, new)
    })
    .await
}

#[utoipa::path(tag = "organization", operation_id = "depart_employee", summary = "Record that an employee leaves: ends roles, sessions and keys at once",
    params(("id" = Uuid, Path)), request_body = NewDeparture,
    responses((status = 200, description = "The employee as they are now", body = Employee)), extensions(("x-action" = json!("employee_depart"))))]
#[post("/{id}/departures")]
async fn depart_employee(
    can: Can<tag::EmployeeDepart>,
    id: Path<Uuid>,
    body: Body<NewDeparture>,
) -> Answer<HttpResponse> {
    can.act(body, move |tx, grant, new| {
        departure::depart(tx, grant, *id, new)
    })
    .await
}
