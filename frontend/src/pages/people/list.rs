//! Employees: search, filters, sort and saved views in the address; cards on phones; export.

use contract::employee::{Employee, EmployeeStatus};
use contract::{Action, Role};
use leptos::prelude::*;

use crate::components::description::{nothing, text};
use crate::components::filters::{self, SavedViews};
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, main_link, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, page, person};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::{Session, use_session};
use crate::core::{time, words};
use crate::pages::org::options;
use crate::tr;

const KEYS: &[&str] = &["q", "status", "team_id", "area_id", "role", "sort"];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let listing = Listing::<Employee>::new("/employees", url.filters(KEYS));
    let columns = vec![
        Column::new(tr!(people.name), |one: &Employee| {
            main_link(
                Route::Employee(one.id).path(),
                person::person(&one.name, one.number.clone()),
            )
        })
        .sort("name"),
        Column::new(tr!(people.status), |one| {
            badge::status(words::status(one.status))
        }),
        Column::new(tr!(people.role), |one| {
            one.role
                .map_or_else(nothing, |role| words::role(role).into_any())
        }),
        Column::new(tr!(people.team), |one| text(one.team_name.clone())),
        Column::new(tr!(people.post), |one| text(one.post.clone())),
        Column::new(tr!(people.phone), |one: &Employee| text(one.phone.clone()))
            .class("num nowrap"),
        Column::new(tr!(people.hire_date), |one: &Employee| {
            time::date(one.hire_date).into_any()
        })
        .sort("hire_date")
        .class("num nowrap"),
    ];
    let body = view! {
        <div class="filters" role="search">
            {filters::search(url, "q", tr!(people.search))}
            {filters::pick(url, "status", tr!(people.status), Signal::stored(statuses()))}
            {filters::pick(url, "team_id", tr!(people.team), options::teams())}
            {filters::pick(url, "role", tr!(people.role), Signal::stored(roles()))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            <SavedViews url list="employees" />
            {filters::export(move || listing.export_path(), "employees")}
        </div>
        {table(tr!(people.title), listing, columns, Some(url), true, move || nobody(session, url))}
    };
    page::page(
        Route::Employees,
        tr!(people.title),
        tr!(people.sub),
        actions(session),
        body.into_any(),
    )
}

fn actions(session: Session) -> AnyView {
    view! {
        {move || {
            session
                .can(Action::EmployeeImport)
                .then(|| view! { <a class="btn" href="/employees/import" data-testid="import-employees">{icon(Icon::Upload)} {tr!(people.import)}</a> })
        }}
        {move || {
            session
                .can(Action::EmployeeCreate)
                .then(|| view! { <a class="btn primary" href="/employees/new" data-testid="new-employee">{icon(Icon::Plus)} {tr!(people.new)}</a> })
        }}
    }
    .into_any()
}

fn nobody(session: Session, url: UrlState) -> AnyView {
    if KEYS.iter().any(|key| !url.get(key).is_empty()) {
        return filters::nothing(url, tr!(people.none_title), tr!(people.none_text));
    }
    empty::empty(
        Icon::Team,
        tr!(people.empty_title),
        tr!(people.empty_text),
        actions(session),
    )
}

pub fn statuses() -> Vec<(String, String)> {
    let all = [
        EmployeeStatus::Active,
        EmployeeStatus::Pending,
        EmployeeStatus::Inactive,
    ];
    all.map(|one| {
        (
            words::status_name(one).to_owned(),
            words::status(one).0.to_owned(),
        )
    })
    .to_vec()
}

pub fn roles() -> Vec<(String, String)> {
    Role::ALL
        .map(|one| (one.name().to_owned(), words::role(one).to_owned()))
        .to_vec()
}
