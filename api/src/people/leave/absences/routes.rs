use actix_web::{HttpResponse, get};
use contract::Page;
use contract::access::tag;
use contract::leave::{Absence, AbsenceQuery};
use utoipa_actix_web::service_config::ServiceConfig;

use super::store;
use crate::access::Can;
use crate::engine::export;
use crate::http::page::Paging;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_absences);
}

#[utoipa::path(tag = "leave", operation_id = "list_absences", summary = "Who is away between two days", params(AbsenceQuery),
    responses((status = 200, description = "A page of absences; `Accept: text/csv` or `application/x-ndjson` streams all of them. CSV columns: \
        `id, employee.id, employee.number, employee.name, team_id, team_name, starts_on, starts_half, ends_on, ends_half, category, \
        leave_type.code, leave_type.name, days, approved`; type and days are empty where the caller may not read the leave itself",
        body = Page<Absence>)),
    extensions(("x-action" = json!("absence_read"))))]
#[get("")]
async fn list_absences(
    can: Can<tag::AbsenceRead>,
    Query(query): Query<AbsenceQuery>,
) -> Answer<HttpResponse> {
    let id = "leave_requests.id";
    let paging = Paging::new(&can.app, "absences", &query, id, store::SORTS)?;
    export::list(can, "absences", paging, move |c, grant, paging| {
        store::list(c, grant, &query, paging)
    })
    .await
}
