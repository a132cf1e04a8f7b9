//! Feedback inside the reach, the latest first.

use contract::Action;
use contract::feedback::Feedback;
use leptos::prelude::*;

use super::words;
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, filters, page, person};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::time;
use crate::tr;

const KEYS: &[&str] = &[
    "kind",
    "state",
    "overdue",
    "asked_id",
    "author_id",
    "team_id",
    "sort",
];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let listing = Listing::<Feedback>::new("/feedback", url.filters(KEYS));
    let late = vec![("true".to_owned(), tr!(feedback.overdue).to_owned())];
    let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
        true => filters::nothing(url, tr!(feedback.none_found), tr!(feedback.none_found_text)),
        false => empty::plain(Icon::Chat, tr!(feedback.none), tr!(feedback.none_text)),
    };
    let new = (move || {
        session
            .can(Action::FeedbackGive)
            .then(|| view! { <a class="btn primary" href=Route::NewFeedback.path() data-testid="new-feedback">{icon(Icon::Plus)} {tr!(feedback.new)}</a> })
    })
    .into_any();
    let body = view! {
        <div class="filters" role="search">
            {filters::pick(url, "kind", tr!(feedback.kind), Signal::stored(words::kinds()))}
            {filters::pick(url, "state", tr!(feedback.state), Signal::stored(words::states()))}
            {filters::pick(url, "overdue", tr!(feedback.overdue), Signal::stored(late))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "feedback")}
        </div>
        {table(tr!(feedback.title), listing, columns(), Some(url), true, nobody)}
    };
    page::page(
        Route::Feedback,
        tr!(feedback.title),
        tr!(feedback.sub),
        new,
        body.into_any(),
    )
}

fn columns() -> Vec<Column<Feedback>> {
    vec![
        Column::new(tr!(feedback.what), |one: &Feedback| {
            let face = view! { <span class="two-lines"><strong>{words::short(&one.text)}</strong><small>{words::kind(one.kind)}</small></span> };
            main_link(Route::FeedbackRecord(one.id).path(), face.into_any())
        }),
        Column::new(tr!(feedback.author), |one: &Feedback| {
            person::link(&one.author).into_any()
        }),
        Column::new(tr!(feedback.asked), |one: &Feedback| {
            person::link(&one.asked).into_any()
        }),
        Column::new(tr!(feedback.state), |one: &Feedback| {
            badge::status(words::state(one))
        }),
        Column::new(tr!(feedback.due_on), |one: &Feedback| {
            time::date(one.due_on).into_any()
        })
        .sort("due_on")
        .class("num nowrap"),
    ]
}
