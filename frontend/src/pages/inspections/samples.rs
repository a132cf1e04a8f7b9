//! The samples of teams and months, the plans they are drawn by, and what inspections look at.

use contract::inspection::InspectionDraw;
use leptos::prelude::*;

use super::{checklist, plans};
use crate::components::empty;
use crate::components::filters;
use crate::components::icon::Icon;
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::core::listing::Listing;
use crate::core::time;
use crate::pages::org::options;
use crate::tr;

const KEYS: &[&str] = &["team_id", "sort"];

pub fn tab(url: UrlState) -> AnyView {
    let listing = Listing::<InspectionDraw>::new("/inspection-draws", url.filters(KEYS));
    let nobody = || {
        empty::plain(
            Icon::Eye,
            tr!(inspections.no_samples),
            tr!(inspections.no_samples_text),
        )
    };
    view! {
        <div class="inspection-rules">
            {plans::card()}
            {checklist::card()}
        </div>
        <div class="filters" role="search">
            {filters::pick(url, "team_id", tr!(inspections.team), options::teams())}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "inspection-draws")}
        </div>
        {table(tr!(inspections.samples), listing, columns(), Some(url), true, nobody)}
    }
    .into_any()
}

fn columns() -> Vec<Column<InspectionDraw>> {
    vec![
        Column::new(tr!(inspections.team), |one: &InspectionDraw| {
            let (team, month) = (one.team_name.clone(), time::month(one.month));
            let face = view! { <span class="two-lines"><strong>{team}</strong><small>{month}</small></span> };
            main_link(format!("/inspections?draw_id={}", one.id), face.into_any())
        }),
        Column::new(tr!(inspections.cases), |one: &InspectionDraw| {
            one.cases.into_any()
        })
        .class("num"),
        Column::new(tr!(inspections.drawn), |one: &InspectionDraw| {
            one.drawn.into_any()
        })
        .class("num"),
        Column::new(tr!(inspections.inspected), |one: &InspectionDraw| {
            one.inspected.into_any()
        })
        .class("num"),
        Column::new(tr!(inspections.open_findings), |one: &InspectionDraw| {
            one.open_findings.into_any()
        })
        .class("num"),
    ]
}
