//! Corrections inside the reach: the list.

use contract::attendance::Correction;
use leptos::prelude::*;

use super::words;
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, filters, page, person};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::{time, zone};
use crate::tr;

const KEYS: &[&str] = &["state", "sort"];

pub fn page() -> AnyView {
    let url = UrlState::here();
    let listing = Listing::<Correction>::new("/corrections", url.filters(KEYS));
    let columns = vec![
        Column::new(tr!(attendance.c_day), |one: &Correction| {
            main_link(
                Route::Correction(one.id).path(),
                time::short_day(one.date).into_any(),
            )
        }),
        Column::new(tr!(attendance.person), |one: &Correction| {
            person::person(&one.employee.name, one.employee.number.clone())
        }),
        Column::new(tr!(attendance.correct_kind), |one: &Correction| {
            format!("{} {}", words::punch(one.kind), zone::clock(one.at)).into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(attendance.correct_reason), |one: &Correction| {
            one.reason.clone().into_any()
        }),
        Column::new(tr!(attendance.status), |one: &Correction| {
            badge::status(words::correction(one.state))
        }),
        Column::new(tr!(attendance.c_asked), |one: &Correction| {
            time::instant_date(one.created_at).into_any()
        })
        .class("num nowrap"),
    ];
    let none = || {
        let mine = view! { <a class="btn" href=Route::Attendance.path()>{icon(Icon::Clock)} {tr!(attendance.title)}</a> };
        empty::empty(
            Icon::Edit,
            tr!(attendance.corrections_empty),
            tr!(attendance.corrections_empty_text),
            mine.into_any(),
        )
    };
    let body = view! {
        <div class="filters" role="search">
            {filters::pick(url, "state", tr!(attendance.status), Signal::stored(words::corrections()))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "corrections")}
        </div>
        {table(tr!(attendance.corrections), listing, columns, Some(url), true, none)}
    };
    page::page(
        Route::Corrections,
        tr!(attendance.corrections),
        tr!(attendance.corrections_sub),
        ().into_any(),
        body.into_any(),
    )
}
