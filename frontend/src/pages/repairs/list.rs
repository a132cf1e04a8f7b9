//! The repair board: what is damaged in columns of how far it is, and all of it as a list.

use contract::repair::{RepairState, RepairTicket};
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

const KEYS: &[&str] = &["state", "urgency", "overdue", "team_id", "sort"];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let sections = vec![("board", tr!(repairs.board)), ("list", tr!(repairs.list))];
    // A filter in the address means the list.
    let listed =
        move || url.get("tab") == "list" || KEYS.iter().any(|key| !url.get(key).is_empty());
    let body = view! {
        {tabs(tr!(repairs.title), url, sections)}
        {move || if listed() { list(session, url) } else { board() }}
    };
    page::page(
        Route::Repairs,
        tr!(repairs.title),
        tr!(repairs.sub),
        new(session),
        body.into_any(),
    )
}

fn board() -> AnyView {
    let columns = [
        RepairState::Reported,
        RepairState::Assigned,
        RepairState::Fixed,
    ];
    let column = move |state: RepairState| {
        let word = crate::core::words::wire(&state);
        let found = Remote::new(move || {
            http::get::<Page<RepairTicket>>(format!(
                "/repair-tickets?state={word}&sort=due_at&limit=100"
            ))
        });
        let (title, tone) = words::state(state);
        view! {
            <section class="card repair-column">
                <div class="card-head"><h2>{badge::badge(title, tone)}</h2></div>
                {show(found, cards)}
            </section>
        }
    };
    view! { <div class="repair-board" data-testid="repair-board">{columns.map(column).into_iter().collect_view()}</div> }.into_any()
}

fn cards(found: Page<RepairTicket>) -> AnyView {
    if found.data.is_empty() {
        return view! { <p class="card-body muted">{tr!(repairs.none_here)}</p> }.into_any();
    }
    let card = |one: RepairTicket| {
        let who = one.assignee.as_ref().map(|who| who.name.clone());
        let second: Vec<String> = std::iter::once(one.place.clone()).chain(who).collect();
        let late = one
            .overdue
            .then(|| badge::badge(tr!(repairs.overdue), "bad"));
        let (urgency, tone) = words::urgency(one.urgency);
        view! {
            <a href=Route::Repair(one.id).path()>
                <span class="grow two-lines"><strong>{one.title}</strong><small>{second.join(" · ")}</small></span>
                <span class="row tight">{badge::badge(urgency, tone)} {late}</span>
            </a>
        }
    };
    view! { <div class="rows">{found.data.into_iter().map(card).collect_view()}</div> }.into_any()
}

fn list(session: Session, url: UrlState) -> AnyView {
    let reach = untrack(move || session.reach(Action::RepairRead));
    let wide = matches!(reach, ReachKind::Area | ReachKind::Department);
    let listing = Listing::<RepairTicket>::new("/repair-tickets", url.filters(KEYS));
    let late = vec![("true".to_owned(), tr!(repairs.overdue).to_owned())];
    let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
        true => filters::nothing(url, tr!(repairs.none_found), tr!(repairs.none_found_text)),
        false => empty::plain(Icon::Check, tr!(repairs.none), tr!(repairs.none_text)),
    };
    view! {
        <div class="filters" role="search">
            {filters::pick(url, "state", tr!(repairs.state), Signal::stored(words::states()))}
            {filters::pick(url, "urgency", tr!(repairs.urgency), Signal::stored(words::urgencies()))}
            {filters::pick(url, "overdue", tr!(repairs.overdue), Signal::stored(late))}
            {wide.then(|| filters::pick(url, "team_id", tr!(people.team), options::teams()))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "repair-tickets")}
        </div>
        {table(tr!(repairs.title), listing, columns(), Some(url), true, nobody)}
    }
    .into_any()
}

fn columns() -> Vec<Column<RepairTicket>> {
    vec![
        Column::new(tr!(repairs.what), |one: &RepairTicket| {
            let face = view! { <span class="two-lines"><strong>{one.title.clone()}</strong><small>{one.place.clone()}</small></span> };
            main_link(Route::Repair(one.id).path(), face.into_any())
        }),
        Column::new(tr!(repairs.state), |one: &RepairTicket| {
            let late = one
                .overdue
                .then(|| badge::badge(tr!(repairs.overdue), "bad"));
            view! { <span class="row tight">{badge::status(words::state(one.state))} {late}</span> }
                .into_any()
        }),
        Column::new(tr!(repairs.urgency), |one: &RepairTicket| {
            let (text, tone) = words::urgency(one.urgency);
            badge::badge(text, tone)
        }),
        Column::new(tr!(repairs.reporter), |one: &RepairTicket| {
            one.reporter.name.clone().into_any()
        }),
        Column::new(tr!(repairs.assignee), |one: &RepairTicket| {
            crate::components::description::text(one.assignee.as_ref().map(|who| who.name.clone()))
        }),
        Column::new(tr!(repairs.due_at), |one: &RepairTicket| {
            time::instant(one.due_at).into_any()
        })
        .sort("due_at")
        .class("num nowrap"),
        Column::new(tr!(repairs.reported_at), |one: &RepairTicket| {
            time::instant_date(one.created_at).into_any()
        })
        .sort("created_at")
        .class("num nowrap"),
    ]
}

fn new(session: Session) -> AnyView {
    (move || {
        session
            .can(Action::RepairReport)
            .then(|| view! { <a class="btn primary" href=Route::NewRepair.path() data-testid="new-repair">{icon(Icon::Plus)} {tr!(repairs.new)}</a> })
    })
    .into_any()
}
