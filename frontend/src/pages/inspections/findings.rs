//! What inspections found: what is to be rectified, what waits to be checked again.

use contract::inspection::InspectionFinding;
use leptos::prelude::*;

use super::words;
use crate::components::filters::{self, SavedViews};
use crate::components::icon::Icon;
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, empty};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::pages::org::options;
use crate::tr;

const KEYS: &[&str] = &["state", "team_id", "overdue", "sort"];

pub fn tab(url: UrlState, wide: bool) -> AnyView {
    let listing = Listing::<InspectionFinding>::new("/inspection-findings", url.filters(KEYS));
    let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
        true => filters::nothing(
            url,
            tr!(inspections.none_found),
            tr!(inspections.none_found_text),
        ),
        false => empty::plain(
            Icon::Check,
            tr!(inspections.no_findings),
            tr!(inspections.no_findings_text),
        ),
    };
    view! {
        <div class="filters" role="search">
            {filters::pick(url, "state", tr!(inspections.state), Signal::stored(words::finding_states()))}
            {wide.then(|| filters::pick(url, "team_id", tr!(inspections.team), options::teams()))}
            {filters::pick(url, "overdue", tr!(inspections.rectify_by), Signal::stored(words::late()))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            <SavedViews url list="inspection-findings" />
            {filters::export(move || listing.export_path(), "inspection-findings")}
        </div>
        {table(tr!(inspections.findings), listing, columns(), Some(url), true, nobody)}
    }
    .into_any()
}

fn columns() -> Vec<Column<InspectionFinding>> {
    vec![
        Column::new(tr!(inspections.description), |one: &InspectionFinding| {
            let (text, name) = (one.description.clone(), one.customer.name.clone());
            let face = view! { <span class="two-lines"><strong>{text}</strong><small>{name}</small></span> };
            main_link(Route::Inspection(one.inspection_id).path(), face.into_any())
        }),
        Column::new(tr!(inspections.severity), |one: &InspectionFinding| {
            badge::status(words::severity(one.severity))
        }),
        Column::new(tr!(inspections.owner), |one: &InspectionFinding| {
            one.owner.name.clone().into_any()
        }),
        Column::new(tr!(inspections.state), |one: &InspectionFinding| {
            badge::status(words::finding(one.state))
        }),
        Column::new(tr!(inspections.rectify_by), |one: &InspectionFinding| {
            words::day(one.rectify_by, one.overdue)
        })
        .class("num nowrap"),
    ]
}
