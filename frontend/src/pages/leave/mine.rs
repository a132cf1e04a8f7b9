//! My leave: balances, requests; with a wider reach also those of colleagues.

use contract::leave::LeaveRequest;
use contract::{Action, ReachKind};
use leptos::prelude::*;

use super::{balances, fields, words};
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, main_link, table};
use crate::components::tabs::tabs;
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, filters, page, person};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{time, zone};
use crate::pages::org::options;
use crate::tr;

const KEYS: &[&str] = &["team_id", "leave_type_id", "state", "from", "to", "sort"];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let wide = untrack(move || {
        !matches!(
            session.reach(Action::LeaveRead),
            ReachKind::No | ReachKind::Own
        )
    });
    let tab = Memo::new(move |_| url.get("tab") == "team");
    let sections = vec![("mine", tr!(leave.tab_mine)), ("team", tr!(leave.tab_team))];
    let body = view! {
        {wide.then(|| tabs(tr!(leave.title), url, sections))}
        {move || if wide && tab.get() { team(url) } else { mine() }}
    };
    let actions = view! {
        <a class="btn" href=Route::CalendarFeeds.path()>{icon(Icon::Calendar)} {tr!(leave.feed_link)}</a>
        <a class="btn primary" href=Route::NewLeave.path() data-testid="ask-leave">{icon(Icon::Plus)} {tr!(leave.ask)}</a>
    };
    page::page(
        Route::Leave,
        tr!(leave.title),
        tr!(leave.sub),
        actions.into_any(),
        body.into_any(),
    )
}

fn mine() -> AnyView {
    let Some(me) = use_session().me_now().and_then(|me| me.employee_id) else {
        return ().into_any();
    };
    let year = RwSignal::new(chrono::Datelike::year(&zone::today()));
    let listing = Listing::<LeaveRequest>::of(format!("/leave-requests?employee_id={me}"));
    let mut columns = columns();
    columns.remove(1);
    let none = || {
        let ask = view! { <a class="btn primary" href=Route::NewLeave.path()>{tr!(leave.ask)}</a> };
        empty::empty(
            Icon::Leave,
            tr!(leave.requests_empty),
            tr!(leave.requests_empty_text),
            ask.into_any(),
        )
    };
    view! {
        <div class="stack wide">
            <section class="stack">
                <div class="row between"><h2>{tr!(leave.balances)}</h2>{balances::years(year)}</div>
                {balances::cards(me, year)}
            </section>
            <section class="stack">
                <h2>{tr!(leave.requests)}</h2>
                {table(tr!(leave.requests), listing, columns, None, true, none)}
            </section>
        </div>
    }
    .into_any()
}

fn team(url: UrlState) -> AnyView {
    let listing = Listing::<LeaveRequest>::new("/leave-requests", url.filters(KEYS));
    let none = || {
        empty::plain(
            Icon::Leave,
            tr!(leave.team_empty),
            tr!(leave.team_empty_text),
        )
    };
    view! {
        <div class="filters" role="search">
            {filters::pick(url, "team_id", tr!(people.team), options::teams())}
            {filters::pick(url, "leave_type_id", tr!(leave.kind), fields::types())}
            {filters::pick(url, "state", tr!(leave.state), Signal::stored(words::states()))}
            {filters::day(url, "from", tr!(common.from))}
            {filters::day(url, "to", tr!(common.until))}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "leave-requests")}
        </div>
        {table(tr!(leave.tab_team), listing, columns(), Some(url), true, none)}
    }
    .into_any()
}

fn columns() -> Vec<Column<LeaveRequest>> {
    vec![
        Column::new(tr!(leave.kind), |one: &LeaveRequest| {
            main_link(
                Route::LeaveRequest(one.id).path(),
                one.leave_type.name.clone().into_any(),
            )
        }),
        Column::new(tr!(leave.person), |one: &LeaveRequest| {
            person::person(
                &one.employee.name,
                one.team_name.clone().unwrap_or_default(),
            )
        }),
        Column::new(tr!(leave.period), |one: &LeaveRequest| {
            words::of(one).into_any()
        })
        .sort("starts_on"),
        Column::new(tr!(leave.length), |one: &LeaveRequest| {
            words::days(one.days).into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(leave.state), |one: &LeaveRequest| {
            badge::status(words::state(one.state))
        }),
        Column::new(tr!(leave.created), |one: &LeaveRequest| {
            time::instant_date(one.created_at).into_any()
        })
        .class("num nowrap"),
    ]
}
