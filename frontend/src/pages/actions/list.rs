//! Action items, what is due first.

use contract::action_item::ActionItem;
use leptos::prelude::*;

use super::words;
use crate::components::icon::Icon;
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, filters, page, person};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::time;
use crate::tr;

const KEYS: &[&str] = &[
    "state",
    "overdue",
    "responsible_id",
    "team_id",
    "clause",
    "subject_kind",
    "sort",
];

pub fn page() -> AnyView {
    let url = UrlState::here();
    let listing = Listing::<ActionItem>::new("/action-items", url.filters(KEYS));
    let late = vec![("true".to_owned(), tr!(actions.overdue).to_owned())];
    let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
        true => filters::nothing(url, tr!(actions.none_found), tr!(actions.none_found_text)),
        false => empty::plain(Icon::Check, tr!(actions.none), tr!(actions.none_text)),
    };
    let body = view! {
        <div class="filters" role="search">
            {filters::pick(url, "state", tr!(actions.state), Signal::stored(words::states()))}
            {filters::pick(url, "overdue", tr!(actions.overdue), Signal::stored(late))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "action-items")}
        </div>
        {table(tr!(actions.title), listing, columns(), Some(url), true, nobody)}
    };
    page::page(
        Route::ActionItems,
        tr!(actions.title),
        tr!(actions.sub),
        ().into_any(),
        body.into_any(),
    )
}

fn columns() -> Vec<Column<ActionItem>> {
    vec![
        Column::new(tr!(actions.what), |one: &ActionItem| {
            let face = view! { <span class="two-lines"><strong>{one.text.clone()}</strong><small>{one.subject_title.clone()}</small></span> };
            main_link(Route::ActionItem(one.id).path(), face.into_any())
        }),
        Column::new(tr!(actions.responsible), |one: &ActionItem| {
            person::link(&one.responsible).into_any()
        }),
        Column::new(tr!(actions.due_on), |one: &ActionItem| {
            time::date(one.due_on).into_any()
        })
        .sort("due_on")
        .class("num nowrap"),
        Column::new(tr!(actions.state), |one: &ActionItem| {
            badge::status(words::state(one))
        }),
    ]
}
