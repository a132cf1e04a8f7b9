//! Hazards in columns of how far they are, and all of them as a list.

use contract::hazard::{Hazard, HazardState};
use contract::{Action, Page, ReachKind};
use leptos::prelude::*;

use super::words;
use crate::components::icon::{Icon, icon};
use crate::components::record::show;
use crate::components::table::{Column, main_link, table};
use crate::components::tabs::tabs;
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, filters, page};
use crate::core::http;
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::{Session, use_session};
use crate::core::time;
use crate::pages::org::options;
use crate::tr;

const KEYS: &[&str] = &["state", "kind", "severity", "overdue", "team_id", "sort"];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let sections = vec![("board", tr!(hazards.board)), ("list", tr!(hazards.list))];
    // A filter in the address means the list.
    let listed =
        move || url.get("tab") == "list" || KEYS.iter().any(|key| !url.get(key).is_empty());
    let body = view! {
        {tabs(tr!(hazards.title), url, sections)}
        {move || if listed() { list(session, url) } else { board() }}
    };
    page::page(
        Route::Hazards,
        tr!(hazards.title),
        tr!(hazards.sub),
        new(session),
        body.into_any(),
    )
}

fn board() -> AnyView {
    let columns = [
        HazardState::Found,
        HazardState::Assigned,
        HazardState::Rectified,
    ];
    let column = move |state: HazardState| {
        let word = crate::core::words::wire(&state);
        let found = Remote::new(move || {
            http::get::<Page<Hazard>>(format!("/hazards?state={word}&sort=due_at&limit=100"))
        });
        let (title, tone) = words::state(state);
        view! {
            <section class="card repair-column">
                <div class="card-head"><h2>{badge::badge(title, tone)}</h2></div>
                {show(found, cards)}
            </section>
        }
    };
    view! { <div class="repair-board" data-testid="hazard-board">{columns.map(column).into_iter().collect_view()}</div> }.into_any()
}

fn cards(found: Page<Hazard>) -> AnyView {
    if found.data.is_empty() {
        return view! { <p class="card-body muted">{tr!(hazards.none_here)}</p> }.into_any();
    }
    let card = |one: Hazard| {
        let who = one.assignee.as_ref().map(|who| who.name.clone());
        let second: Vec<String> = std::iter::once(one.spot.clone()).chain(who).collect();
        let late = one
            .overdue
            .then(|| badge::badge(tr!(hazards.overdue), "bad"));
        let (severity, tone) = words::severity(one.severity);
        view! {
            <a href=Route::Hazard(one.id).path()>
                <span class="grow two-lines"><strong>{one.title}</strong><small>{second.join(" · ")}</small></span>
                <span class="row tight">{badge::badge(severity, tone)} {late}</span>
            </a>
        }
    };
    view! { <div class="rows">{found.data.into_iter().map(card).collect_view()}</div> }.into_any()
}

fn list(session: Session, url: UrlState) -> AnyView {
    let reach = untrack(move || session.reach(Action::HazardRead));
    let wide = matches!(reach, ReachKind::Area | ReachKind::Department);
    let listing = Listing::<Hazard>::new("/hazards", url.filters(KEYS));
    let late = vec![("true".to_owned(), tr!(hazards.overdue).to_owned())];
    let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
        true => filters::nothing(url, tr!(hazards.none_found), tr!(hazards.none_found_text)),
        false => empty::plain(Icon::Check, tr!(hazards.none), tr!(hazards.none_text)),
    };
    view! {
        <div class="filters" role="search">
            {filters::pick(url, "state", tr!(hazards.state), Signal::stored(words::states()))}
            {filters::pick(url, "kind", tr!(hazards.kind), Signal::stored(words::kinds()))}
            {filters::pick(url, "severity", tr!(hazards.severity), Signal::stored(words::severities()))}
            {filters::pick(url, "overdue", tr!(hazards.overdue), Signal::stored(late))}
            {wide.then(|| filters::pick(url, "team_id", tr!(people.team), options::teams()))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "hazards")}
        </div>
        {table(tr!(hazards.title), listing, columns(), Some(url), true, nobody)}
    }
    .into_any()
}

fn columns() -> Vec<Column<Hazard>> {
    vec![
        Column::new(tr!(hazards.what), |one: &Hazard| {
            let face = view! { <span class="two-lines"><strong>{one.title.clone()}</strong><small>{one.spot.clone()}</small></span> };
            main_link(Route::Hazard(one.id).path(), face.into_any())
        }),
        Column::new(tr!(hazards.state), |one: &Hazard| {
            let late = one
                .overdue
                .then(|| badge::badge(tr!(hazards.overdue), "bad"));
            view! { <span class="row tight">{badge::status(words::state(one.state))} {late}</span> }
                .into_any()
        }),
        Column::new(tr!(hazards.severity), |one: &Hazard| {
            let (text, tone) = words::severity(one.severity);
            badge::badge(text, tone)
        }),
        Column::new(tr!(hazards.reporter), |one: &Hazard| {
            one.reporter.name.clone().into_any()
        }),
        Column::new(tr!(hazards.assignee), |one: &Hazard| {
            crate::components::description::text(one.assignee.as_ref().map(|who| who.name.clone()))
        }),
        Column::new(tr!(hazards.due_at), |one: &Hazard| {
            time::instant(one.due_at).into_any()
        })
        .sort("due_at")
        .class("num nowrap"),
        Column::new(tr!(hazards.reported_at), |one: &Hazard| {
            time::instant_date(one.created_at).into_any()
        })
        .sort("created_at")
        .class("num nowrap"),
    ]
}

fn new(session: Session) -> AnyView {
    (move || {
        session
            .can(Action::HazardReport)
            .then(|| view! { <a class="btn primary" href=Route::NewHazard.path() data-testid="new-hazard">{icon(Icon::Plus)} {tr!(hazards.new)}</a> })
    })
    .into_any()
}
