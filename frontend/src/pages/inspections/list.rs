//! Inspections: one's own cases, or those of the team and more above.

use contract::inspection::Inspection;
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

const KEYS: &[&str] = &["state", "team_id", "overdue", "draw_id", "sort"];

pub fn tab(url: UrlState, wide: bool) -> AnyView {
    let listing = Listing::<Inspection>::new("/inspections", url.filters(KEYS));
    let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
        true => filters::nothing(
            url,
            tr!(inspections.none_found),
            tr!(inspections.none_found_text),
        ),
        false => empty::plain(Icon::Eye, tr!(inspections.none), tr!(inspections.none_text)),
    };
    view! {
        <div class="filters" role="search">
            {filters::pick(url, "state", tr!(inspections.state), Signal::stored(words::states()))}
            {wide.then(|| filters::pick(url, "team_id", tr!(inspections.team), options::teams()))}
            {filters::pick(url, "overdue", tr!(inspections.due), Signal::stored(words::late()))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            <SavedViews url list="inspections" />
            {filters::export(move || listing.export_path(), "inspections")}
        </div>
        {table(tr!(inspections.inspections), listing, columns(), Some(url), true, nobody)}
    }
    .into_any()
}

pub fn columns() -> Vec<Column<Inspection>> {
    vec![
        Column::new(tr!(inspections.customer), |one: &Inspection| {
            let name = one.customer.name.clone();
            let how = match one.draw_id {
                Some(_) => tr!(inspections.drawn_by_lot),
                None => tr!(inspections.ordered),
            };
            let face = view! { <span class="two-lines"><strong>{name}</strong><small>{how}</small></span> };
            main_link(Route::Inspection(one.id).path(), face.into_any())
        }),
        Column::new(tr!(inspections.owner), |one: &Inspection| {
            one.owner.name.clone().into_any()
        }),
        Column::new(tr!(inspections.inspector), |one: &Inspection| {
            one.inspector.name.clone().into_any()
        }),
        Column::new(tr!(inspections.state), |one: &Inspection| {
            badge::status(words::state(one.state))
        }),
        Column::new(tr!(inspections.due), |one: &Inspection| {
            words::day(one.due_on, one.overdue)
        })
        .class("num nowrap"),
    ]
}
