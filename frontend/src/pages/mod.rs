//! One folder per area. `inner` and `public` say which page stands at which address.

pub mod account;
mod auth;
mod day;
mod missing;
mod more;
mod org;
mod people;
mod setup;
mod system;

use leptos::prelude::*;

use crate::core::routes::Route;

/// Pages for everybody.
pub fn public(route: Route) -> AnyView {
    match route {
        Route::Reset => auth::reset::page(),
        Route::Setup => setup::page(),
        _ => auth::sign_in::page(),
    }
}

/// Pages behind the sign-in.
pub fn inner(route: Route) -> AnyView {
    match route {
        Route::MyDay => day::page(),
        Route::Employees => people::list::page(),
        Route::NewEmployee => people::create::page(),
        Route::ImportEmployees => people::import::page(),
        Route::Employee(id) => people::detail::page(id),
        Route::EditEmployee(id) => people::edit::page(id),
        Route::Teams => org::teams::page(),
        Route::Team(id) => org::team::page(id),
        Route::Areas => org::areas::page(),
        Route::Area(id) => org::area::page(id),
        Route::OrgTree => org::tree::page(),
        Route::Assignments => org::assignments::page(),
        Route::Rules => org::rules::page(),
        Route::Audit => org::audit::page(),
        Route::AuditEntry(id) => org::audit_entry::page(id),
        Route::Notifications => system::notifications::page(),
        Route::ApiKeys => system::keys::page(),
        Route::Settings => system::settings::page(),
        Route::Account => account::page(),
        Route::More => more::page(),
        Route::SignIn | Route::Reset | Route::Setup | Route::NotFound => missing::page(),
    }
}
