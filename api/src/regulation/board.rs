//! The board: every clause, with what the modules' evidence says about it; a clause of a module that isn't there has no data.

use std::collections::HashMap;

use actix_web::get;
use contract::Locale;
use contract::access::tag;
use contract::compliance::{
    ClauseEvidence, ClauseFigure, ClauseState, Compliance, ComplianceChapter, ComplianceQuery,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::clauses::CHAPTERS;
use crate::access::{Can, Grant};
use crate::business::{activity, case, customer, follow_up, shortfall, target};
use crate::db::AnyConn;
use crate::engine::evidence::{Evidence, Scope};
use crate::http::answer::Plain;
use crate::http::query::Query;
use crate::organization;
use crate::people::{attendance, leave};
use crate::problem::Answer;

type Source = fn(&mut AnyConn, &Scope) -> Answer<Vec<Evidence>>;

/// The modules that have something to say.
const SOURCES: &[Source] = &[
    organization::evidence,
    attendance::evidence,
    leave::evidence,
    customer::evidence,
    activity::evidence,
    follow_up::evidence,
    case::evidence,
    case::manual::evidence,
    case::risk::evidence,
    target::evidence,
    shortfall::evidence,
];

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(get_compliance);
}

#[utoipa::path(tag = "regulation", operation_id = "get_compliance", summary = "Which clauses are kept, proved from the records",
    description = "Every clause of the regulation with its state, figure and definition, inside the caller's reach or of one area or team \
        in it. A clause that nothing is recorded about has the state `no_data`.",
    params(ComplianceQuery),
    responses((status = 200, description = "The board by chapter", body = Compliance)), extensions(("x-action" = json!("compliance_read"))))]
#[get("/compliance")]
async fn get_compliance(
    can: Can<tag::ComplianceRead>,
    Query(query): Query<ComplianceQuery>,
) -> Answer<Plain<Compliance>> {
    let grant = can.grant.clone();
    let board = can.app.db.read(move |c| board(c, &grant, &query));
    Ok(Plain(board.await?))
}

fn board(conn: &mut AnyConn, grant: &Grant, query: &ComplianceQuery) -> Answer<Compliance> {
    let scope = Scope::of(conn, grant, query)?;
    let mut known = HashMap::new();
    for source in SOURCES {
        let found = source(conn, &scope)?;
        known.extend(found.into_iter().map(|one| (one.clause, one)));
    }
    let locale = grant.locale;
    let chapters = CHAPTERS.iter().map(|chapter| ComplianceChapter {
        number: chapter.number,
        title: chapter.title.get(locale).to_owned(),
        clauses: chapter
            .clauses
            .iter()
            .map(|(clause, duty)| shown(clause, duty.get(locale), known.remove(clause), locale))
            .collect(),
    });
    Ok(Compliance {
        as_of: scope.today,
        chapters: chapters.collect(),
    })
}

fn shown(clause: &str, duty: &str, found: Option<Evidence>, locale: Locale) -> ClauseEvidence {
    let figure = found.as_ref().and_then(|one| {
        Some(ClauseFigure {
            value: one.value?,
            unit: one.unit,
            definition: one.definition.get(locale).to_owned(),
        })
    });
    ClauseEvidence {
        clause: clause.to_owned(),
        duty: duty.to_owned(),
        state: found.as_ref().map_or(ClauseState::NoData, |one| one.state),
        figure,
        since: found.as_ref().and_then(|one| one.since),
        records: found.map(|one| one.records),
    }
}
