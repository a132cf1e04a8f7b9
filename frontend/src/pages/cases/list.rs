//! Cases as a list, with export.

use contract::case::{Case, CaseStage, CaseState};
use leptos::prelude::*;

use super::pipeline::{KEYS, nobody};
use super::words;
use crate::components::description::text;
use crate::components::table::{Column, main_link};
use crate::components::url_state::UrlState;
use crate::components::{badge, filters, person, table};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::Session;
use crate::core::time;
use crate::pages::customers::words as money;
use crate::tr;

/// What only the list is narrowed by.
pub fn filters(url: UrlState) -> AnyView {
    let yes = |text: &str| Signal::stored(vec![("true".to_owned(), text.to_owned())]);
    view! {
        {filters::pick(url, "state", tr!(cases.state), Signal::stored(words::states()))}
        {filters::pick(url, "stuck", tr!(cases.more_filters), yes(tr!(cases.stuck)))}
        {filters::pick(url, "flagged", tr!(cases.flags), yes(tr!(cases.flagged)))}
    }
    .into_any()
}

pub fn table(session: Session, url: UrlState, stages: StoredValue<Vec<CaseStage>>) -> AnyView {
    let listing = Listing::<Case>::new("/cases", url.filters(KEYS));
    let named = stages.with_value(|all| {
        let one = |stage: &CaseStage| {
            let name = words::stage(all, stage.key);
            (stage.key.name().to_owned(), name)
        };
        all.iter().map(one).collect::<Vec<_>>()
    });
    provide_context(stages);
    let list = table::table(
        tr!(cases.title),
        listing,
        columns(),
        Some(url),
        true,
        move || nobody(session, url),
    );
    view! {
        <div class="filters">
            {filters::pick(url, "stage", tr!(cases.stage), Signal::stored(named))}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "cases")}
        </div>
        {list}
    }
    .into_any()
}

fn columns() -> Vec<Column<Case>> {
    vec![
        Column::new(tr!(cases.customer), |one: &Case| {
            let second = one.product.clone().unwrap_or_default();
            main_link(
                Route::Case(one.id).path(),
                person::person(&one.customer.name, second),
            )
        }),
        Column::new(tr!(cases.stage), |one: &Case| {
            let stages = use_context::<StoredValue<Vec<CaseStage>>>();
            let name = stages.map(|all| all.with_value(|all| words::stage(all, one.stage)));
            match one.state {
                CaseState::Open => name.unwrap_or_default().into_any(),
                state => badge::status(words::state(state)),
            }
        }),
        Column::new(tr!(cases.premium), |one: &Case| {
            text(one.expected_premium.as_ref().map(money::money))
        })
        .class("num nowrap"),
        Column::new(tr!(cases.close_on), |one: &Case| {
            text(one.expected_close_on.map(time::date))
        })
        .class("num nowrap"),
        Column::new(tr!(cases.more_filters), marks),
        Column::new(tr!(cases.owner), |one: &Case| {
            one.owner.name.clone().into_any()
        }),
        Column::new(tr!(cases.since), |one: &Case| {
            time::instant_date(one.stage_since).into_any()
        })
        .sort("stage_since")
        .class("num nowrap"),
    ]
}

/// What asks for attention.
pub fn marks(one: &Case) -> AnyView {
    let stuck = one.stuck.then(|| badge::badge(tr!(cases.stuck), "warn"));
    let flagged = (one.open_flags > 0).then(|| badge::badge(tr!(cases.flags), "bad"));
    view! { <span class="row tight">{stuck}{flagged}</span> }.into_any()
}
