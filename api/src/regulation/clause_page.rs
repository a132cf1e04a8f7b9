//! One clause: how the regulation that holds words it, and everything that serves it — duties, rules, flows, documents, records.

use actix_web::get;
use contract::access::tag;
use contract::approval::MatterKind;
use contract::clause::{ClauseLink, ClauseLinkKind, ClausePage, ClausePages, ClauseSummary};
use contract::document::DocumentKind;
use contract::{Action, Code};
use diesel::prelude::*;
use utoipa_actix_web::service_config::ServiceConfig;

use super::board::known;
use super::clauses::{self, CHAPTERS};
use super::document;
use crate::access::{Can, Grant};
use crate::db::AnyConn;
use crate::db::schema::documents as d;
use crate::db::words::word;
use crate::engine::duty;
use crate::engine::evidence::Scope;
use crate::http::answer::Plain;
use crate::http::path::Path;
use crate::problem::{Answer, Refusal};
use crate::registry;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_clauses).service(get_clause);
}

#[utoipa::path(tag = "regulation", operation_id = "list_clauses", summary = "Every clause of the regulation, by chapter",
    responses((status = 200, description = "The clauses in order", body = ClausePages)), extensions(("x-action" = json!("regulation_read"))))]
#[get("/clauses")]
async fn list_clauses(can: Can<tag::RegulationRead>) -> Answer<Plain<ClausePages>> {
    let locale = can.grant.locale;
    let chapters = CHAPTERS.iter().flat_map(|chapter| {
        let one = move |(clause, duty): &(&'static str, contract::Text)| ClauseSummary {
            clause: (*clause).to_owned(),
            chapter: chapter.number,
            duty: duty.get(locale).to_owned(),
        };
        chapter.clauses.iter().map(one)
    });
    Ok(Plain(ClausePages {
        clauses: chapters.collect(),
    }))
}

#[utoipa::path(tag = "regulation", operation_id = "get_clause", summary = "One clause, and everything that serves it",
    description = "Its wording in the regulation that holds; the duties, rules, approval flows, documents and records that it is kept by.",
    params(("clause" = String, Path, example = "4.4.2")),
    responses((status = 200, description = "The clause", body = ClausePage)), extensions(("x-action" = json!("regulation_read"))))]
#[get("/clauses/{clause}")]
async fn get_clause(
    can: Can<tag::RegulationRead>,
    clause: Path<String>,
) -> Answer<Plain<ClausePage>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| page(c, &grant, &clause));
    Ok(Plain(found.await?))
}

fn page(conn: &mut AnyConn, grant: &Grant, clause: &str) -> Answer<ClausePage> {
    let duty = clauses::duty(clause).ok_or_else(|| Refusal::new(Code::NotFound))?;
    let locale = grant.locale;
    let worded = document::of_clause(conn, clause)?;
    let mut links = Vec::new();
    let duties = duty::of_clause(conn, grant, clause)?;
    if duties > 0 {
        links.push(ClauseLink {
            kind: ClauseLinkKind::Duties,
            title: None,
            count: Some(duties),
            path: format!("/duties/plans?clause={clause}"),
        });
    }
    links.extend(documents(conn, clause)?);
    let flows = MatterKind::ALL.iter().map(|kind| registry::matter(*kind));
    let flows = flows.filter(|matter| matter.clause == clause);
    links.extend(flows.map(|matter| ClauseLink {
        kind: ClauseLinkKind::Flow,
        title: Some(matter.title.get(locale).to_owned()),
        count: None,
        path: "/approval-flows".to_owned(),
    }));
    let rules = Action::ALL.iter().filter(|one| one.clause() == clause);
    links.extend(rules.map(|action| ClauseLink {
        kind: ClauseLinkKind::Rule,
        title: Some(action.title().get(locale).to_owned()),
        count: None,
        path: "/rules".to_owned(),
    }));
    links.extend(records(conn, grant, clause)?);
    Ok(ClausePage {
        clause: clause.to_owned(),
        duty: duty.get(locale).to_owned(),
        text: worded.map(|section| section.text.get(locale).to_owned()),
        links,
    })
}

/// Kinds of documents that the clause asks for, as far as there are any that hold.
fn documents(conn: &mut AnyConn, clause: &str) -> Answer<Vec<ClauseLink>> {
    let mut links = Vec::new();
    for kind in DocumentKind::ALL.iter().filter(|k| k.clause() == clause) {
        let count: i64 = d::table
            .filter(d::kind.eq(word(kind)))
            .filter(d::active.eq(true))
            .count()
            .get_result(conn)?;
        if count > 0 {
            links.push(ClauseLink {
                kind: ClauseLinkKind::Documents,
                title: None,
                count: Some(count),
                path: format!("/documents?kind={}", word(kind)),
            });
        }
    }
    Ok(links)
}

/// Where the records are that the board counts, for those who see the board.
fn records(conn: &mut AnyConn, grant: &Grant, clause: &str) -> Answer<Vec<ClauseLink>> {
    if !grant.permits(Action::ComplianceRead) {
        return Ok(Vec::new());
    }
    let scope = Scope::reaching(conn, grant, Action::ComplianceRead)?;
    let found = known(conn, &scope)?.remove(clause).unwrap_or_default();
    let link = |one: crate::engine::evidence::Evidence| ClauseLink {
        kind: ClauseLinkKind::Records,
        title: Some(one.definition.get(grant.locale).to_owned()),
        count: None,
        path: one.records,
    };
    Ok(found.into_iter().map(link).collect())
}
