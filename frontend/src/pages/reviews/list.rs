//! Reviews, the latest quarter first.

use contract::Action;
use contract::area_review::AreaReview;
use leptos::prelude::*;

use super::words;
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, description, empty, filters, page, person};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::time;
use crate::tr;

const KEYS: &[&str] = &["state", "area_id", "starts_on", "sort"];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let listing = Listing::<AreaReview>::new("/area-reviews", url.filters(KEYS));
    let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
        true => filters::nothing(url, tr!(reviews.none_found), tr!(reviews.none_found_text)),
        false => empty::plain(Icon::Report, tr!(reviews.none), tr!(reviews.none_text)),
    };
    let new = (move || {
        session
            .can(Action::AreaReviewWrite)
            .then(|| view! { <a class="btn primary" href=Route::NewAreaReview.path() data-testid="new-review">{icon(Icon::Plus)} {tr!(reviews.new)}</a> })
    })
    .into_any();
    let body = view! {
        <div class="filters" role="search">
            {filters::pick(url, "starts_on", tr!(reviews.quarter), Signal::stored(words::quarters()))}
            {filters::pick(url, "state", tr!(reviews.state), Signal::stored(words::states()))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "area-reviews")}
        </div>
        {table(tr!(reviews.title), listing, columns(), Some(url), true, nobody)}
    };
    page::page(
        Route::AreaReviews,
        tr!(reviews.title),
        tr!(reviews.sub),
        new,
        body.into_any(),
    )
}

fn columns() -> Vec<Column<AreaReview>> {
    vec![
        Column::new(tr!(reviews.area), |one: &AreaReview| {
            let face = view! { <strong>{one.area_name.clone()} " · " {words::quarter(one.starts_on)}</strong> };
            main_link(Route::AreaReview(one.id).path(), face.into_any())
        }),
        Column::new(tr!(reviews.state), |one: &AreaReview| {
            badge::status(words::state(one))
        }),
        Column::new(tr!(reviews.author), |one: &AreaReview| {
            person::link(&one.author).into_any()
        }),
        Column::new(tr!(reviews.published_at), |one: &AreaReview| {
            description::text(one.published_at.map(time::instant_date))
        })
        .class("num nowrap"),
        Column::new(tr!(reviews.open_actions), |one: &AreaReview| {
            one.open_actions.to_string().into_any()
        })
        .class("num"),
    ]
}
