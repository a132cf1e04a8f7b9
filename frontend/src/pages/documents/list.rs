//! Documents, the latest first.

use contract::Action;
use contract::document::Document;
use leptos::prelude::*;

use super::words;
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, description, empty, filters, page};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{locale, time};
use crate::tr;

const KEYS: &[&str] = &["kind", "field", "unread", "review_due", "active", "sort"];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let listing = Listing::<Document>::new("/documents", url.filters(KEYS));
    let yes = |text: &'static str| vec![("true".to_owned(), text.to_owned())];
    let holds = vec![
        ("true".to_owned(), tr!(documents.holding).to_owned()),
        ("false".to_owned(), tr!(documents.withdrawn).to_owned()),
    ];
    let nobody = move || match KEYS.iter().any(|key| !url.get(key).is_empty()) {
        true => filters::nothing(
            url,
            tr!(documents.none_found),
            tr!(documents.none_found_text),
        ),
        false => empty::plain(
            Icon::Document,
            tr!(documents.none),
            tr!(documents.none_text),
        ),
    };
    let new = (move || {
        session
            .can(Action::RegulationManage)
            .then(|| view! { <a class="btn primary" href=Route::NewDocument.path() data-testid="new-document">{icon(Icon::Plus)} {tr!(documents.new)}</a> })
    })
    .into_any();
    let body = view! {
        <div class="filters" role="search">
            {filters::pick(url, "kind", tr!(documents.kind), Signal::stored(words::kinds()))}
            {filters::pick(url, "field", tr!(documents.field), Signal::stored(words::fields()))}
            {filters::pick(url, "unread", tr!(documents.to_read), Signal::stored(yes(tr!(documents.to_read))))}
            {filters::pick(url, "review_due", tr!(documents.review_due), Signal::stored(yes(tr!(documents.review_due))))}
            {filters::pick(url, "active", tr!(documents.state), Signal::stored(holds))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "documents")}
        </div>
        {table(tr!(documents.title), listing, columns(), Some(url), true, nobody)}
    };
    page::page(
        Route::Documents,
        tr!(documents.title),
        tr!(documents.sub),
        new,
        body.into_any(),
    )
}

fn columns() -> Vec<Column<Document>> {
    vec![
        Column::new(tr!(documents.name), |one: &Document| {
            let title = one.title.get(locale::current()).to_owned();
            let face = view! { <span class="two-lines"><strong>{title}</strong><small>{words::kind(one.kind)}</small></span> };
            main_link(Route::Document(one.id).path(), face.into_any())
        }),
        Column::new(tr!(documents.field), |one: &Document| {
            words::of_field(one.field).into_any()
        }),
        Column::new(tr!(documents.reading), |one: &Document| {
            badge::status(words::state(one))
        }),
        Column::new(tr!(documents.version), |one: &Document| {
            let held = one.current.as_ref();
            description::text(held.map(|version| version.number.to_string()))
        })
        .class("num"),
        Column::new(tr!(documents.published_on), |one: &Document| {
            let at = one.current.as_ref().and_then(|held| held.published_at);
            description::text(at.map(time::instant_date))
        })
        .class("num nowrap"),
        Column::new(tr!(documents.review_on), |one: &Document| {
            description::text(one.review_on.map(time::date))
        })
        .class("num nowrap"),
    ]
}
