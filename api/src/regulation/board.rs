//! The board: every clause, with what the modules' evidence says about it; a clause of a module that isn't there has no data.

use std::collections::HashMap;

use actix_web::{HttpResponse, Responder, get};
use chrono::NaiveDate;
use contract::access::tag;
use contract::compliance::{
    ClauseEvidence, ClauseFigure, ClauseState, Compliance, ComplianceChapter, ComplianceQuery,
    FurtherFigure,
};
use contract::{Code, Locale};
use utoipa_actix_web::service_config::ServiceConfig;

use super::clauses::CHAPTERS;
use super::document;
use super::records::list_clause_evidence;
use super::trend::{self, get_clause_trend};
use crate::access::{Can, Grant};
use crate::business::{
    activity, case, customer, customer_event, expansion, follow_up, incentive, service, shortfall,
    target,
};
use crate::db::AnyConn;
use crate::engine::behind::Behind;
use crate::engine::evidence::{Evidence, Scope};
use crate::engine::{duty, export};
use crate::http::answer::Plain;
use crate::http::query::Query;
use crate::leadership::{feedback, plan, review, talk};
use crate::organization;
use crate::people::{attendance, leave};
use crate::problem::{Answer, Refusal};
use crate::workplace::{booking, conduct, drill, filing, hazard, repair, safety, supply};

type Source = fn(&mut AnyConn, &Scope) -> Answer<Vec<Evidence>>;
type Records = fn(&mut AnyConn, &Scope, &str) -> Answer<Vec<Behind>>;

/// The modules that have something to say.
const SOURCES: &[(Source, Records)] = &[
    (organization::evidence, organization::behind),
    (document::evidence, document::behind),
    (duty::evidence, duty::behind),
    (booking::evidence, booking::behind),
    (plan::evidence, plan::behind),
    (review::evidence, review::behind),
    (feedback::evidence, feedback::behind),
    (talk::evidence, talk::behind),
    (drill::evidence, drill::behind),
    (hazard::evidence, hazard::behind),
    (repair::evidence, repair::behind),
    (safety::evidence, safety::behind),
    (supply::evidence, supply::behind),
    (filing::evidence, filing::behind),
    (conduct::evidence, conduct::behind),
    (attendance::evidence, attendance::behind),
    (leave::evidence, leave::behind),
    (customer::evidence, customer::behind),
    (activity::evidence, activity::behind),
    (follow_up::evidence, follow_up::behind),
    (case::evidence, case::behind),
    (case::manual::evidence, case::manual::behind),
    (case::risk::evidence, case::risk::behind),
    (case::inspection::evidence, case::inspection::behind),
    (service::evidence, service::behind),
    (customer_event::evidence, customer_event::behind),
    (expansion::evidence, expansion::behind),
    (target::evidence, target::behind),
    (shortfall::evidence, shortfall::behind),
    (incentive::evidence, incentive::behind),
];

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(get_compliance)
        .service(get_clause_trend)
        .service(list_clause_evidence);
}

crate::csv_columns!(
    ClauseEvidence => ["clause", "duty", "state", "figure.value", "figure.unit", "figure.definition", "since", "records"],
);

#[utoipa::path(tag = "regulation", operation_id = "get_compliance", summary = "Which clauses are kept, proved from the records",
    description = "Every clause of the regulation with its state, figure and definition, inside the caller's reach or of one area or team \
        in it, now or as a day began. A clause that nothing is recorded about has the state `no_data`. `Accept: text/csv` or \
        `application/x-ndjson` answers a row for each clause.",
    params(ComplianceQuery),
    responses((status = 200, description = "The board by chapter", body = Compliance)), extensions(("x-action" = json!("compliance_read"))))]
#[get("/compliance")]
async fn get_compliance(
    can: Can<tag::ComplianceRead>,
    Query(query): Query<ComplianceQuery>,
) -> Answer<HttpResponse> {
    let grant = can.grant.clone();
    let board = can.app.db.read(move |c| board(c, &grant, &query)).await?;
    if !export::asked(&can.request) {
        return Ok(Plain(board).respond_to(&can.request).map_into_boxed_body());
    }
    let chapters = board.chapters.into_iter();
    let rows = chapters.flat_map(|chapter| chapter.clauses).collect();
    export::whole(can, "compliance", rows).await
}

/// What every module says, by clause.
pub fn known(conn: &mut AnyConn, scope: &Scope) -> Answer<HashMap<&'static str, Vec<Evidence>>> {
    let mut known: HashMap<&str, Vec<Evidence>> = HashMap::new();
    for (source, _) in SOURCES {
        for one in source(conn, scope)? {
            known.entry(one.clause).or_default().push(one);
        }
    }
    Ok(known)
}

/// The records that every module counts a clause from.
pub fn behind(conn: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    let mut all = Vec::new();
    for (_, records) in SOURCES {
        all.extend(records(conn, scope, clause)?);
    }
    Ok(all)
}

fn board(conn: &mut AnyConn, grant: &Grant, query: &ComplianceQuery) -> Answer<Compliance> {
    let scope = Scope::of(conn, grant, query)?;
    let locale = grant.locale;
    let mut known = known(conn, &scope)?;
    let past = query.as_of.filter(|day| *day < scope.today);
    if query.as_of.is_some_and(|day| day > scope.today) {
        let ahead = Refusal::new(Code::UnknownParameter);
        return Err(ahead.field("as_of", "range", format!("≤ {}", scope.today)));
    }
    if let Some(day) = past {
        known = stood(conn, (grant, query), day, known)?;
    }
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
        as_of: past.unwrap_or(scope.today),
        chapters: chapters.collect(),
    })
}

/// As it was kept that morning: of each clause the figure it stood by then. What the figure counts is said as it is today.
fn stood(
    conn: &mut AnyConn,
    (grant, query): (&Grant, &ComplianceQuery),
    day: NaiveDate,
    mut now: HashMap<&'static str, Vec<Evidence>>,
) -> Answer<HashMap<&'static str, Vec<Evidence>>> {
    let place = trend::place(grant, query);
    let kept = match &place {
        Some(place) => trend::as_of(conn, place, day)?,
        None => HashMap::new(),
    };
    let mut then = HashMap::new();
    for (clause, (nth, was)) in kept {
        let mut today = now.remove(clause).unwrap_or_default();
        if nth < today.len() {
            let evidence = Evidence {
                state: was.state,
                value: was.value,
                unit: was.unit.unwrap_or(today[nth].unit),
                since: None,
                ..today.swap_remove(nth)
            };
            then.insert(clause, vec![evidence]);
        }
    }
    Ok(then)
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

/// The worst first.
pub fn gravity(state: ClauseState) -> u8 {
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
