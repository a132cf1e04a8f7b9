//! The revisions of a period's target, the newest first; each stays readable.

use contract::target::Target;
use leptos::prelude::*;

use super::words;
use crate::components::icon::Icon;
use crate::components::table::{Column, main_link, table as list};
use crate::components::{badge, empty};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::{http, time};
use crate::tr;

pub fn table(target: &Target) -> AnyView {
    let path = format!(
        "/targets?indicator_id={}&period={}&starts_on={}&sort=-created_at",
        target.indicator_id,
        http::value(&target.period).as_str().unwrap_or_default(),
        target.starts_on
    );
    let columns = vec![
        Column::new(tr!(targets.revision), |one: &Target| {
            let text = tr!(targets.revision_no, n = one.revision).to_string();
            main_link(
                Route::Target(one.id).path(),
                view! { <strong>{text}</strong> }.into_any(),
            )
        }),
        Column::new(tr!(targets.state), |one: &Target| {
            badge::status(words::state(one.state))
        }),
        Column::new(tr!(targets.reason), |one: &Target| {
            one.reason.clone().unwrap_or_default().into_any()
        }),
        Column::new(tr!(targets.published_at), |one: &Target| {
            one.published_at.map(time::instant).into_any()
        })
        .class("num nowrap"),
    ];
    list(
        tr!(targets.history),
        Listing::<Target>::of(path),
        columns,
        None,
        true,
        || empty::plain(Icon::History, tr!(targets.empty_title), ""),
    )
}
