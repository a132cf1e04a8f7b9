//! What was awarded: everybody's own, a lead's team, and more above.

use contract::incentive::IncentiveAward;
use contract::{Action, ReachKind};
use leptos::prelude::*;

use crate::components::filters::{self, SavedViews};
use crate::components::icon::Icon;
use crate::components::table::{Column, table};
use crate::components::url_state::UrlState;
use crate::components::{empty, person};
use crate::core::listing::Listing;
use crate::core::session::use_session;
use crate::core::time;
use crate::pages::org::options;
use crate::pages::targets::words as targets;
use crate::tr;

const KEYS: &[&str] = &["team_id", "sort"];

pub fn tab(url: UrlState) -> AnyView {
    let session = use_session();
    let listing = Listing::<IncentiveAward>::new("/incentive-awards", url.filters(KEYS));
    let reach = untrack(move || session.reach(Action::IncentiveAwardRead));
    let wide = !matches!(reach, ReachKind::Own | ReachKind::Team);
    let nobody = || {
        empty::plain(
            Icon::Star,
            tr!(incentives.no_awards),
            tr!(incentives.no_awards_text),
        )
    };
    view! {
        <div class="filters" role="search">
            {wide.then(|| filters::pick(url, "team_id", tr!(incentives.team), options::teams()))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            <SavedViews url list="incentive-awards" />
            {filters::export(move || listing.export_path(), "incentive-awards")}
        </div>
        {table(tr!(incentives.awards), listing, columns(), Some(url), false, nobody)}
    }
    .into_any()
}

fn columns() -> Vec<Column<IncentiveAward>> {
    vec![
        Column::new(tr!(incentives.person), |one: &IncentiveAward| {
            person::link(&one.employee).into_any()
        }),
        Column::new(tr!(incentives.rule), |one: &IncentiveAward| {
            let period = targets::period(one.period, one.starts_on);
            let rule = one.rule_name.clone();
            view! { <span class="two-lines">{rule}<small>{period}</small></span> }.into_any()
        }),
        Column::new(tr!(incentives.amount), |one: &IncentiveAward| {
            targets::amount(one.amount, Some(&one.currency)).into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(incentives.awarded_at), |one: &IncentiveAward| {
            time::instant_date(one.awarded_at).into_any()
        })
        .class("num nowrap"),
    ]
}
