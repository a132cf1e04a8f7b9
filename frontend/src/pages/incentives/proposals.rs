//! What rules came to for teams: what is to be put forward, what is being decided, what was granted.

use contract::incentive::IncentiveProposal;
use contract::{Action, ReachKind};
use leptos::prelude::*;

use super::words;
use crate::components::filters::{self, SavedViews};
use crate::components::icon::Icon;
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, empty};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::time;
use crate::pages::org::options;
use crate::pages::targets::words as targets;
use crate::tr;

const KEYS: &[&str] = &["state", "team_id", "overdue", "sort"];

pub fn tab(url: UrlState) -> AnyView {
    let session = use_session();
    let listing = Listing::<IncentiveProposal>::new("/incentive-proposals", url.filters(KEYS));
    let wide = untrack(move || session.reach(Action::IncentiveRead)) != ReachKind::Team;
    let late = vec![("true".to_owned(), tr!(incentives.late).to_owned())];
    let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
        true => filters::nothing(
            url,
            tr!(incentives.none_found),
            tr!(incentives.none_found_text),
        ),
        false => empty::plain(Icon::Star, tr!(incentives.none), tr!(incentives.none_text)),
    };
    view! {
        <div class="filters" role="search">
            {filters::pick(url, "state", tr!(incentives.state), Signal::stored(words::states()))}
            {wide.then(|| filters::pick(url, "team_id", tr!(incentives.team), options::teams()))}
            {filters::pick(url, "overdue", tr!(incentives.decide_by), Signal::stored(late.clone()))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            <SavedViews url list="incentives" />
            {filters::export(move || listing.export_path(), "incentive-proposals")}
        </div>
        {table(tr!(incentives.proposals), listing, columns(), Some(url), true, nobody)}
    }
    .into_any()
}

fn columns() -> Vec<Column<IncentiveProposal>> {
    vec![
        Column::new(tr!(incentives.team), |one: &IncentiveProposal| {
            let (team, rule) = (one.team_name.clone(), one.rule_name.clone());
            let face = view! { <span class="two-lines"><strong>{team}</strong><small>{rule}</small></span> };
            main_link(Route::Incentive(one.id).path(), face.into_any())
        }),
        Column::new(tr!(incentives.period), |one: &IncentiveProposal| {
            targets::period(one.period, one.starts_on).into_any()
        })
        .class("nowrap"),
        Column::new(tr!(incentives.people), |one: &IncentiveProposal| {
            one.people.into_any()
        })
        .class("num"),
        Column::new(tr!(incentives.total), |one: &IncentiveProposal| {
            targets::amount(one.total, Some(&one.currency)).into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(incentives.state), |one: &IncentiveProposal| {
            badge::status(words::state(one.state))
        }),
        Column::new(tr!(incentives.decide_by), decide_by).class("num nowrap"),
    ]
}

/// The day by which it is decided, and that it is past; nothing once it is.
pub fn decide_by(one: &IncentiveProposal) -> AnyView {
    if let Some(at) = one.decided_at {
        return time::instant_date(at).into_any();
    }
    let late = one
        .overdue
        .then(|| badge::badge(tr!(incentives.late), "bad"));
    view! { <span class="row tight">{time::date(one.decide_by)} {late}</span> }.into_any()
}
