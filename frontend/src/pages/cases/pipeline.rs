//! The pipeline: a board of stages, a list, or the funnel; filters live in the address.

use contract::case::{CaseStages, Pipeline};
use contract::{Action, ReachKind};
use leptos::prelude::*;

use super::{board, funnel, list};
use crate::components::choice::segmented;
use crate::components::filters::{self, SavedViews};
use crate::components::icon::{Icon, icon};
use crate::components::person_filter::PersonFilter;
use crate::components::record::show;
use crate::components::url_state::UrlState;
use crate::components::{empty, page};
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::{Session, use_session};
use crate::pages::org::options;
use crate::tr;

pub const KEYS: &[&str] = &[
    "q", "stage", "state", "stuck", "flagged", "owner_id", "team_id", "sort",
];

#[derive(Clone, Copy, PartialEq)]
enum View {
    Board,
    List,
    Funnel,
}

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let stages = Remote::new(|| http::get::<CaseStages>("/case-stages"));
    let figures = figures(url);
    let view = Memo::new(move |_| match url.get("view").as_str() {
        "list" => View::List,
        "funnel" => View::Funnel,
        _ => View::Board,
    });
    let views = segmented(
        tr!(cases.view),
        vec![
            (View::Board, tr!(cases.board)),
            (View::List, tr!(cases.list)),
            (View::Funnel, tr!(cases.funnel)),
        ],
        move || view.get(),
        move |one| {
            let name = match one {
                View::Board => "",
                View::List => "list",
                View::Funnel => "funnel",
            };
            url.set("view", name);
        },
    );
    let wide = untrack(move || session.reach(Action::CaseRead)) != ReachKind::Own;
    let body = view! {
        <div class="filters" role="search">
            {views}
            {move || (view.get() != View::Funnel).then(|| filters::search(url, "q", tr!(cases.search)))}
            {move || (view.get() == View::List).then(|| list::filters(url))}
            {wide.then(|| filters::pick(url, "team_id", tr!(people.team), options::teams()))}
            {wide.then(|| view! { <PersonFilter url key="owner_id" label=tr!(cases.owner) /> })}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            <SavedViews url list="cases" />
        </div>
        {show(stages, move |stages| {
            let stages = StoredValue::new(stages.data);
            (move || match view.get() {
                View::Board => board::board(url, stages, figures),
                View::List => list::table(session, url, stages),
                View::Funnel => show(figures, move |one| funnel::funnel(&one, stages)),
            })
            .into_any()
        })}
    };
    page::page(
        Route::Cases,
        tr!(cases.title),
        tr!(cases.sub),
        actions(session),
        body.into_any(),
    )
}

fn figures(url: UrlState) -> Remote<Pipeline> {
    let chosen = url.filters(&["owner_id", "team_id"]);
    Remote::new(move || {
        http::get::<Pipeline>(format!("/cases/pipeline{}", http::query(&chosen.get())))
    })
}

fn actions(session: Session) -> AnyView {
    view! {
        {move || {
            session
                .can(Action::CaseStageManage)
                .then(|| view! { <a class="btn" href=Route::CaseStages.path() data-testid="case-stages">{icon(Icon::Settings)} {tr!(cases.stage_settings)}</a> })
        }}
        {new(session)}
    }
    .into_any()
}

pub fn new(session: Session) -> AnyView {
    (move || {
        session
            .can(Action::CaseCreate)
            .then(|| view! { <a class="btn primary" href=Route::NewCase.path() data-testid="new-case">{icon(Icon::Plus)} {tr!(cases.new)}</a> })
    })
    .into_any()
}

pub fn nobody(session: Session, url: UrlState) -> AnyView {
    if KEYS.iter().any(|key| !url.get(key).is_empty()) {
        return filters::nothing(url, tr!(cases.none_title), tr!(cases.none_text));
    }
    empty::empty(
        Icon::Flow,
        tr!(cases.empty_title),
        tr!(cases.empty_text),
        new(session),
    )
}
