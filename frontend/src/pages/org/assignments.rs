//! Role assignments: who holds what, since when, until when; assign, end, hand over.

use contract::Action;
use contract::assignment::RoleAssignment;
use leptos::prelude::*;

use super::{assign, opener, options};
use crate::components::choice::segmented;
use crate::components::dialog::Dialog;
use crate::components::filters;
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, page, person};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{time, words};
use crate::pages::people::list::roles;
use crate::tr;

const KEYS: &[&str] = &["role", "team_id", "area_id", "current", "sort"];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let creating = opener(url);
    let listing = Listing::<RoleAssignment>::new("/role-assignments", url.filters(KEYS));
    provide_context(assign::Acts::new(listing));
    let columns = vec![
        Column::new(tr!(people.name), |one: &RoleAssignment| {
            main_link(
                Route::Employee(one.employee.id).path(),
                person::person(&one.employee.name, one.employee.number.clone()),
            )
        }),
        Column::new(tr!(people.role), |one: &RoleAssignment| {
            words::role(one.role).into_any()
        }),
        Column::new(tr!(org.scope), |one: &RoleAssignment| place(one).into_any()),
        Column::new(tr!(org.since), |one: &RoleAssignment| {
            time::instant_date(one.starts_at).into_any()
        })
        .sort("starts_at")
        .class("num nowrap"),
        Column::new(tr!(org.to), |one: &RoleAssignment| {
            one.ends_at
                .map_or_else(|| tr!(org.today_on).to_owned(), time::last_day)
                .into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(people.status), |one: &RoleAssignment| {
            badge::status(if one.current {
                (tr!(org.current_only), "good")
            } else if time::is_over(one.ends_at) {
                (tr!(org.over), "")
            } else {
                (tr!(org.later), "info")
            })
        }),
        Column::new("", |one: &RoleAssignment| {
            use_context::<assign::Acts>()
                .map(|acts| acts.buttons(one))
                .into_any()
        })
        .class("right bare"),
    ];
    let new = move || {
        session.can(Action::RoleAssign).then(|| {
            view! { <button type="button" class="btn primary" data-testid="assign-role" on:click=move |_| creating.set(true)>{icon(Icon::Plus)} {tr!(org.assign)}</button> }
        })
    };
    let current = move || url.get("current");
    let which = segmented(
        tr!(people.status),
        vec![
            ("", tr!(org.whole)),
            ("true", tr!(org.current_only)),
            ("false", tr!(org.past)),
        ],
        move || match current().as_str() {
            "true" => "true",
            "false" => "false",
            _ => "",
        },
        move |value| url.set("current", value),
    );
    let none = || {
        empty::plain(
            Icon::Role,
            tr!(org.assignments_empty),
            tr!(org.assignments_empty_text),
        )
    };
    let body = view! {
        <div class="filters" role="search">
            {which}
            {filters::pick(url, "role", tr!(people.role), Signal::stored(roles()))}
            {filters::pick(url, "team_id", tr!(people.team), options::teams())}
            {filters::pick(url, "area_id", tr!(people.area), options::areas())}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "role-assignments")}
        </div>
        {table(tr!(org.assignments), listing, columns, Some(url), true, none)}
        <Dialog open=creating title=tr!(org.assign)>{assign::create(listing, creating)}</Dialog>
        {expect_context::<assign::Acts>().dialogs()}
    };
    page::page(
        Route::Assignments,
        tr!(org.assignments),
        tr!(org.assignments_sub),
        new.into_any(),
        body.into_any(),
    )
}

/// Where the role holds.
pub fn place(one: &RoleAssignment) -> String {
    one.team_name
        .clone()
        .or(one.area_name.clone())
        .unwrap_or_default()
}
