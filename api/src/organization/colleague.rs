//! Who is who (2.1): names and seats for everybody who has to name a colleague; a record's page stays inside the reach.

use actix_web::{HttpResponse, get};
use contract::access::tag;
use contract::colleague::{Colleague, ColleagueQuery};
use contract::{Page, Role};
use diesel::prelude::*;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::access::{Can, Grant};
use crate::db::schema::{areas, employees, role_assignments, teams};
use crate::db::sql::{Bind, contains};
use crate::db::types::t;
use crate::db::words::parse;
use crate::db::{AnyConn, MultiBackend};
use crate::engine::export;
use crate::http::page::{Paging, SortKey};
use crate::http::query::Query;
use crate::organization::employee::store::{BY_NAME, BY_NUMBER};
use crate::problem::Answer;

const SORTS: &[SortKey] = &[BY_NUMBER, BY_NAME];

crate::csv_columns!(Colleague => ["id", "number", "name", "role", "place"]);

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_colleagues);
}

#[utoipa::path(tag = "organization", operation_id = "list_colleagues", summary = "Who is who: names and seats of the whole department",
    params(ColleagueQuery),
    responses((status = 200, description = "A page of colleagues", body = Page<Colleague>)), extensions(("x-action" = json!("organization_read"))))]
#[get("")]
async fn list_colleagues(
    can: Can<tag::OrganizationRead>,
    Query(query): Query<ColleagueQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, "colleagues", &query, "employees.id", SORTS)?;
    export::list(can, "colleagues", paging, move |c, grant, paging| {
        list(c, grant, &query, paging)
    })
    .await
}

type Row = (
    Uuid,
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
);

fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &ColleagueQuery,
    paging: &Paging,
) -> Answer<Page<Colleague>> {
    let now = grant.acting.now;
    let narrowed = || {
        let seat = role_assignments::employee_id
            .eq(employees::id)
            .and(role_assignments::starts_at.le(t(now)))
            .and(
                role_assignments::ends_at
                    .is_null()
                    .or(role_assignments::ends_at.gt(t(now))),
            );
        let mut q = employees::table
            .left_join(teams::table.on(employees::team_id.eq(teams::id.nullable())))
            .left_join(role_assignments::table.on(seat))
            .left_join(areas::table.on(role_assignments::area_id.eq(areas::id.nullable())))
            .filter(employees::status.ne("inactive"))
            .select((
                employees::id,
                employees::number,
                employees::name,
                role_assignments::role.nullable(),
                teams::name.nullable(),
                areas::name.nullable(),
            ))
            .into_boxed::<MultiBackend>();
        if let Some(text) = &query.q {
            q = q.filter(contains("employees.search", text));
        }
        q
    };
    let key = |(id, number, name, ..): &Row, sort: &str| {
        let value = if sort == "name" { name } else { number };
        (Bind::Text(value.clone()), *id)
    };
    let page: Page<Row> = crate::page_of!(conn, paging, narrowed, key);
    page.try_map(|(id, number, name, role, team, area)| {
        Ok(Colleague {
            id,
            number,
            name,
            role: role.as_deref().map(parse::<Role>).transpose()?,
            place: team.or(area),
        })
    })
}
