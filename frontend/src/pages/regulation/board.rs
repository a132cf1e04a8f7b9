//! Which clauses are kept: the state of every clause by chapter, its figure, and the way to the records behind it.

use contract::Action;
use contract::compliance::{
    ClauseEvidence, ClauseFigure, ClauseState, Compliance, ComplianceChapter, FigureUnit,
    FurtherFigure,
};
use leptos::prelude::*;

use super::{behind, serves, trend};
use crate::components::icon::{Icon, icon};
use crate::components::record::show;
use crate::components::url_state::UrlState;
use crate::components::{badge, filters, page};
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{http, time};
use crate::pages::org::options;
use crate::tr;

const KEYS: &[&str] = &["area_id", "team_id", "as_of"];

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
    let board = Remote::new(move || http::get::<Compliance>(asked(url)));
    // Who reaches one team only has nothing to choose from.
    let wide = untrack(move || session.can(Action::EmployeeCreate));
    let body = view! {
        <div class="filters" role="search">
            {wide.then(|| filters::pick(url, "area_id", tr!(people.area), options::areas()))}
            {wide.then(|| filters::pick(url, "team_id", tr!(people.team), options::teams()))}
            {filters::day(url, "as_of", tr!(regulation.as_of_pick))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            <button type="button" class="btn" data-testid="print" on:click=move |_| { let _ = window().print(); }>{icon(Icon::Print)} {tr!(regulation.print)}</button>
            {filters::export(move || asked(url), "compliance")}
        </div>
        {show(board, move |board| chapters(board, url))}
    };
    page::page(
        Route::Compliance,
        tr!(regulation.board),
        tr!(regulation.board_sub),
        ().into_any(),
        body.into_any(),
    )
}

/// The board as it is chosen: of a place, on a day.
fn asked(url: UrlState) -> String {
    let mut pairs = chosen(url);
    let day = url.get("as_of");
    if !day.is_empty() {
        pairs.push(("as_of".to_owned(), day));
    }
    format!("/regulation/compliance{}", http::query(&pairs))
}

/// Which area or team is looked at; a team is the narrower choice.
pub fn chosen(url: UrlState) -> Vec<(String, String)> {
    let places = ["team_id", "area_id"].map(|key| (key.to_owned(), url.get(key)));
    let chosen = places.into_iter().find(|(_, id)| !id.is_empty());
    chosen.into_iter().collect()
}

pub fn word(state: ClauseState) -> (&'static str, &'static str) {
    match state {
        ClauseState::Met => (tr!(regulation.met), "good"),
        ClauseState::AtRisk => (tr!(regulation.at_risk), "warn"),
        ClauseState::Breached => (tr!(regulation.breached), "bad"),
        ClauseState::NoData => (tr!(regulation.no_data), ""),
    }
}

fn chapters(board: Compliance, url: UrlState) -> AnyView {
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
            {board.chapters.into_iter().map(|one| chapter(one, url)).collect_view()}
        </div>
    }
    .into_any()
}

fn chapter(chapter: ComplianceChapter, url: UrlState) -> AnyView {
    let title = format!("{} {}", chapter.number, chapter.title);
    // What nothing is recorded about yet doesn't bury what there is.
    let (told, silent): (Vec<_>, Vec<_>) = chapter
        .clauses
        .into_iter()
        .partition(|one| one.records.is_some());
    let rows = |all: Vec<ClauseEvidence>| {
        view! { <ul class="clauses">{all.into_iter().map(|one| clause(one, url)).collect_view()}</ul> }
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

fn clause(one: ClauseEvidence, url: UrlState) -> AnyView {
    let quiet = one.records.is_none();
    let since = one
        .since
        .map(|day| tr!(regulation.since, day = time::date(day)).to_string())
        .map(|since| view! { <span>{since}</span> });
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
                <div class="clause-acts small muted">
                    {since}
                    {(!quiet).then_some(records)}
                    {(!quiet).then(|| behind::beside(one.clause.clone(), url))}
                    {(!quiet).then(|| trend::beside(one.clause.clone(), url))}
                    {serves::beside(one.clause.clone())}
                </div>
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
    value(figure.value, figure.unit)
}

pub fn value(value: f64, unit: FigureUnit) -> String {
    match unit {
        FigureUnit::Count => value.to_string(),
        FigureUnit::Percent => format!("{value:.1} %"),
    }
}
