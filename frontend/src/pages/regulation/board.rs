//! Which clauses are kept: the state of every clause by chapter, its figure, and the way to the records behind it.

use contract::Action;
use contract::compliance::{
    ClauseEvidence, ClauseFigure, ClauseState, Compliance, ComplianceChapter, FigureUnit,
    FurtherFigure,
};
use leptos::prelude::*;

use crate::components::record::show;
use crate::components::url_state::UrlState;
use crate::components::{badge, filters, page};
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{http, time};
use crate::pages::org::options;
use crate::tr;

const KEYS: &[&str] = &["area_id", "team_id"];

/// In the order of the strip above the board.
const STATES: [ClauseState; 4] = [
    ClauseState::Breached,
    ClauseState::AtRisk,
    ClauseState::Met,
    ClauseState::NoData,
];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let board = Remote::new(move || {
        // A team is the narrower choice.
        let chosen = KEYS
            .iter()
            .rev()
            .map(|key| ((*key).to_owned(), url.get(key)))
            .find(|(_, id)| !id.is_empty());
        let pairs: Vec<(String, String)> = chosen.into_iter().collect();
        http::get::<Compliance>(format!("/regulation/compliance{}", http::query(&pairs)))
    });
    // Who reaches one team only has nothing to choose from.
    let choices = session.can(Action::EmployeeCreate).then(|| {
        view! {
            <div class="filters" role="search">
                {filters::pick(url, "area_id", tr!(people.area), options::areas())}
                {filters::pick(url, "team_id", tr!(people.team), options::teams())}
                {filters::clear(url, KEYS)}
            </div>
        }
    });
    let body = view! { {choices} {show(board, chapters)} };
    page::page(
        Route::Compliance,
        tr!(regulation.board),
        tr!(regulation.board_sub),
        ().into_any(),
        body.into_any(),
    )
}

fn word(state: ClauseState) -> (&'static str, &'static str) {
    match state {
        ClauseState::Met => (tr!(regulation.met), "good"),
        ClauseState::AtRisk => (tr!(regulation.at_risk), "warn"),
        ClauseState::Breached => (tr!(regulation.breached), "bad"),
        ClauseState::NoData => (tr!(regulation.no_data), ""),
    }
}

fn chapters(board: Compliance) -> AnyView {
    let count = |state: ClauseState| {
        let all = board.chapters.iter().flat_map(|chapter| &chapter.clauses);
        all.filter(|one| one.state == state).count()
    };
    let strip = STATES.map(|state| {
        let (text, tone) = word(state);
        view! { <div class=format!("stat {tone}")><span class="small muted">{text}</span><b data-testid=format!("count-{tone}")>{count(state)}</b></div> }
    });
    view! {
        <div class="stack">
            <section class="card"><div class="card-body stats">
                {strip.into_iter().collect_view()}
                <div class="stat"><span class="small muted">{tr!(regulation.as_of)}</span><b>{time::date(board.as_of)}</b></div>
            </div></section>
            {board.chapters.into_iter().map(chapter).collect_view()}
        </div>
    }
    .into_any()
}

fn chapter(chapter: ComplianceChapter) -> AnyView {
    let title = format!("{} {}", chapter.number, chapter.title);
    // What nothing is recorded about yet doesn't bury what there is.
    let (told, silent): (Vec<_>, Vec<_>) = chapter
        .clauses
        .into_iter()
        .partition(|one| one.records.is_some());
    let rows = |all: Vec<ClauseEvidence>| {
        view! { <ul class="clauses">{all.into_iter().map(clause).collect_view()}</ul> }
    };
    let silent = (!silent.is_empty()).then(|| {
        let count = tr!(regulation.silent, n = silent.len()).to_string();
        view! {
            <details class="silent">
                <summary class="small muted">{count}</summary>
                {rows(silent)}
            </details>
        }
    });
    let body = view! { {(!told.is_empty()).then(|| rows(told))} {silent} };
    page::card(title, ().into_any(), body.into_any())
}

fn clause(one: ClauseEvidence) -> AnyView {
    let quiet = one.records.is_none();
    let since = one
        .since
        .map(|day| tr!(regulation.since, day = time::date(day)).to_string());
    let definition = one.figure.as_ref().map(|figure| {
        view! { <span class="small muted block">{figure.definition.clone()}</span> }
    });
    let records = one.records.clone().map(|path| {
        view! { <a class="small" href=path aria-label=format!("{} {}", one.clause, tr!(regulation.records))>{tr!(regulation.records)}</a> }
    });
    view! {
        <li class="clause-row" class:quiet=quiet data-testid=format!("clause-{}", one.clause)>
            <span class="clause">{one.clause.clone()}</span>
            <div class="grow">
                <span>{one.duty}</span>
                {definition}
                {(!quiet).then(|| view! { <div class="small muted row tight">{since} {records}</div> })}
                {one.further.into_iter().map(|more| further(&one.clause, more)).collect_view()}
            </div>
            <div class="end">
                {one.figure.as_ref().map(|figure| view! { <b class="num">{number(figure)}</b> })}
                {badge::status(word(one.state))}
            </div>
        </li>
    }
    .into_any()
}

/// What else is counted, below the figure that the clause stands by.
fn further(clause: &str, more: FurtherFigure) -> AnyView {
    let (text, tone) = word(more.state);
    let label = format!("{clause} {}", tr!(regulation.records));
    view! {
        <div class="small muted further">
            <span class="row tight"><b class="num">{number(&more.figure)}</b> {badge::badge(text, tone)}</span>
            <span class="block">{more.figure.definition}</span>
            <a href=more.records aria-label=label>{tr!(regulation.records)}</a>
        </div>
    }
    .into_any()
}

fn number(figure: &ClauseFigure) -> String {
    match figure.unit {
        FigureUnit::Count => figure.value.to_string(),
        FigureUnit::Percent => format!("{:.1} %", figure.value),
    }
}
