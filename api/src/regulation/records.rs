//! The records that a clause of the board is counted from.

use actix_web::{HttpResponse, get};
use contract::access::tag;
use contract::compliance::{ComplianceQuery, EvidenceQuery, EvidenceRecord};
use contract::{Code, Page};

use super::board::behind;
use super::clauses;
use crate::access::{Can, Grant};
use crate::db::AnyConn;
use crate::engine::behind::{SORTS, list};
use crate::engine::evidence::Scope;
use crate::engine::export;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::{Answer, Refusal};

crate::csv_columns!(
    EvidenceRecord => ["kind", "id", "title", "person.number", "person.name", "team_id", "team_name", "on", "against", "path"],
);

#[utoipa::path(tag = "regulation", operation_id = "list_clause_evidence", summary = "The records that a clause is counted from",
    description = "Each with whether it keeps the clause from being kept, one kind after the other, the oldest day first. Records are shown \
        as far as the caller reads their kind: whoever sees the figure of a team doesn't see what is private in it.",
    params(("clause" = String, Path, example = "3.1.4"), EvidenceQuery),
    responses((status = 200, description = "A page; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<EvidenceRecord>)),
    extensions(("x-action" = json!("compliance_read"))))]
#[get("/compliance/{clause}/evidence")]
pub async fn list_clause_evidence(
    can: Can<tag::ComplianceRead>,
    clause: Path<String>,
    Query(query): Query<EvidenceQuery>,
) -> Answer<HttpResponse> {
    let name = format!("evidence {}", *clause);
    let paging = Paging::new(&can.app, &name, &query, "id", SORTS)?;
    let clause = clause.clone();
    export::list(can, "evidence", paging, move |c, grant, paging| {
        page(c, grant, &clause, &query, paging)
    })
    .await
}

fn page(
    conn: &mut AnyConn,
    grant: &Grant,
    clause: &str,
    query: &EvidenceQuery,
    paging: &Paging,
) -> Answer<Page<EvidenceRecord>> {
    clauses::duty(clause).ok_or_else(|| Refusal::new(Code::NotFound))?;
    let place = ComplianceQuery {
        area_id: query.area_id,
        team_id: query.team_id,
        as_of: None,
    };
    let scope = Scope::of(conn, grant, &place)?;
    let behind = behind(conn, &scope, clause)?;
    list(conn, grant, &scope, &behind, query, paging)
}
