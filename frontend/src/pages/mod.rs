//! One folder per area. `inner` and `public` say which page stands at which address; `parts` says which of them
//! come with the first screen and which are fetched when first needed.

pub mod account;
mod auth;
mod day;
mod missing;
mod more;
mod org;
mod parts;
mod people;
mod setup;
mod system;

use leptos::prelude::*;
pub use parts::prefetch;

use crate::core::routes::Route;

/// Pages for everybody.
pub fn public(route: Route) -> AnyView {
    match route {
        Route::Reset => auth::reset::page(),
        Route::Setup => parts::later(parts::records(route)),
        _ => auth::sign_in::page(),
    }
}

/// Pages behind the sign-in.
pub fn inner(route: Route) -> AnyView {
    match route {
        Route::MyDay => day::page(),
        Route::More => more::page(),
        Route::SignIn | Route::Reset | Route::Setup | Route::NotFound => missing::page(),
        Route::Notifications | Route::ApiKeys | Route::Settings | Route::Account => {
            parts::later(parts::house(route))
        }
        Route::NewEmployee | Route::EditEmployee(_) | Route::ImportEmployees => {
            parts::later(parts::records(route))
        }
        _ => parts::later(parts::work(route)),
    }
}
