//! Plans, the latest first.

use contract::Action;
use contract::work_plan::WorkPlan;
use leptos::prelude::*;

use super::words;
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, description, empty, filters, page};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::time;
use crate::tr;

const KEYS: &[&str] = &["year", "team_id", "state", "sort"];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let listing = Listing::<WorkPlan>::new("/work-plans", url.filters(KEYS));
    let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
        true => filters::nothing(
            url,
            tr!(work_plans.none_found),
            tr!(work_plans.none_found_text),
        ),
        false => empty::plain(
            Icon::Target,
            tr!(work_plans.none),
            tr!(work_plans.none_text),
        ),
    };
    let new = (move || {
        session
            .can(Action::WorkPlanManage)
            .then(|| view! { <a class="btn primary" href=Route::NewWorkPlan.path() data-testid="new-work-plan">{icon(Icon::Plus)} {tr!(work_plans.new)}</a> })
    })
    .into_any();
    let body = view! {
        <div class="filters" role="search">
            {filters::pick(url, "year", tr!(work_plans.year), Signal::stored(words::years()))}
            {filters::pick(url, "state", tr!(work_plans.state), Signal::stored(words::states()))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "work-plans")}
        </div>
        {table(tr!(work_plans.title), listing, columns(), Some(url), true, nobody)}
    };
    page::page(
        Route::WorkPlans,
        tr!(work_plans.title),
        tr!(work_plans.sub),
        new,
        body.into_any(),
    )
}

fn columns() -> Vec<Column<WorkPlan>> {
    vec![
        Column::new(tr!(work_plans.whose), |one: &WorkPlan| {
            let line: String = one
                .summary
                .lines()
                .next()
                .unwrap_or_default()
                .chars()
                .take(40)
                .collect();
            let face = view! { <span class="two-lines"><strong>{one.year} " · " {words::whose(one)}</strong><small>{line}</small></span> };
            main_link(Route::WorkPlan(one.id).path(), face.into_any())
        }),
        Column::new(tr!(work_plans.state), |one: &WorkPlan| {
            badge::status(words::state(one))
        }),
        Column::new(tr!(work_plans.progress), |one: &WorkPlan| {
            format!("{} %", one.progress).into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(work_plans.goals), |one: &WorkPlan| {
            one.goals.len().to_string().into_any()
        })
        .class("num"),
        Column::new(tr!(work_plans.revised_at), |one: &WorkPlan| {
            description::text(one.revised_at.map(time::instant_date))
        })
        .class("num nowrap"),
    ]
}
