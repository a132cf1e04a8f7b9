//! The inspections of a case, beside it.

use contract::inspection::Inspection;
use contract::{Action, Page};
use leptos::prelude::*;
use uuid::Uuid;

use super::{order, words};
use crate::components::badge;
use crate::components::page::card;
use crate::components::record::show;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{http, time};
use crate::tr;

pub fn of_case(case: Uuid) -> AnyView {
    let session = use_session();
    if !untrack(move || session.can(Action::InspectionRead)) {
        return ().into_any();
    }
    let found = Remote::new(move || {
        http::get::<Page<Inspection>>(format!("/inspections?case_id={case}&limit=20"))
    });
    let body = show(found, |page| {
        if page.data.is_empty() {
            return view! { <p class="card-body muted">{tr!(inspections.none)}</p> }.into_any();
        }
        let one = |one: Inspection| {
            view! {
                <li class="row between">
                    <a href=Route::Inspection(one.id).path()>{time::instant_date(one.created_at)} " " {one.inspector.name}</a>
                    {badge::status(words::state(one.state))}
                </li>
            }
        };
        view! { <ul class="rows" data-testid="inspections-beside">{page.data.into_iter().map(one).collect_view()}</ul> }.into_any()
    });
    card(tr!(inspections.title), order::button(case), body)
}
