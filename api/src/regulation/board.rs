//! The board: every clause, with what the modules' evidence says about it; a clause of a module that isn't there has no data.

use std::collections::HashMap;

use actix_web::get;
use contract::Locale;
use contract::access::tag;
use contract::compliance::{
    ClauseEvidence, ClauseFigure, ClauseState, Compliance, ComplianceChapter, ComplianceQuery,
    FurtherFigure,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::clauses::CHAPTERS;
use crate::access::{Can, Grant};
use crate::business::{
    activity, case, customer, customer_event, expansion, follow_up, incentive, service, shortfall,
    target,
};
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
    case::inspection::evidence,
    service::evidence,
    customer_event::evidence,
    expansion::evidence,
    target::evidence,
    shortfall::evidence,
    incentive::evidence,
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
    let mut known: HashMap<&str, Vec<Evidence>> = HashMap::new();
    for source in SOURCES {
        for one in source(conn, &scope)? {
            known.entry(one.clause).or_default().push(one);
        }
    }
    let locale = grant.locale;
    let chapters = CHAPTERS.iter().map(|chapter| ComplianceChapter {
        number: chapter.number,
        title: chapter.title.get(locale).to_owned(),
        clauses: chapter
            .clauses
            .iter()
            .map(|(clause, duty)| {
                shown(
                    clause,
                    duty.get(locale),
                    known.remove(clause).unwrap_or_default(),
                    locale,
                )
            })
            .collect(),
    });
    Ok(Compliance {
        as_of: scope.today,
        chapters: chapters.collect(),
    })
}

/// A clause stands as its worst figure does.
fn shown(clause: &str, duty: &str, mut found: Vec<Evidence>, locale: Locale) -> ClauseEvidence {
    found.sort_by_key(|one| gravity(one.state));
    let mut found = found.into_iter();
    let worst = found.next();
    let further = found.filter_map(|one| {
        Some(FurtherFigure {
            state: one.state,
            figure: figure(&one, locale)?,
            since: one.since,
            records: one.records,
        })
    });
    ClauseEvidence {
        clause: clause.to_owned(),
        duty: duty.to_owned(),
        state: worst.as_ref().map_or(ClauseState::NoData, |one| one.state),
        figure: worst.as_ref().and_then(|one| figure(one, locale)),
        since: worst.as_ref().and_then(|one| one.since),
        records: worst.map(|one| one.records),
        further: further.collect(),
    }
}

fn gravity(state: ClauseState) -> u8 {
    match state {
        ClauseState::Breached => 0,
        ClauseState::AtRisk => 1,
        ClauseState::Met => 2,
        ClauseState::NoData => 3,
    }
}

fn figure(one: &Evidence, locale: Locale) -> Option<ClauseFigure> {
    Some(ClauseFigure {
        value: one.value?,
        unit: one.unit,
        definition: one.definition.get(locale).to_owned(),
    })
}
