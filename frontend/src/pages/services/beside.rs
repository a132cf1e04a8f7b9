//! What one customer asked for and complained about, on the customer's page.

use contract::Action;
use contract::service::ServiceRequest;
use leptos::prelude::*;
use uuid::Uuid;

use super::words;
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, main_link, table};
use crate::components::{badge, empty};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::time;
use crate::tr;

pub fn of_customer(customer: Uuid) -> AnyView {
    let session = use_session();
    let path = format!("/service-requests?customer_id={customer}");
    let listing = Listing::<ServiceRequest>::of(path);
    let new = move || {
        session.can(Action::ServiceCreate).then(|| {
            let path = format!("{}?customer_id={customer}", Route::NewService.path());
            view! { <a class="btn primary" href=path data-testid="new-service">{icon(Icon::Plus)} {tr!(services.new)}</a> }
        })
    };
    let nobody = || {
        empty::plain(
            Icon::Chat,
            tr!(services.none_title),
            tr!(services.customer_none),
        )
    };
    view! {
        <div class="stack">
            <div class="row end">{new}</div>
            {table(tr!(services.title), listing, columns(), None, true, nobody)}
        </div>
    }
    .into_any()
}

fn columns() -> Vec<Column<ServiceRequest>> {
    vec![
        Column::new(tr!(services.request), |one: &ServiceRequest| {
            let title = format!("#{} {}", one.number, one.category.name);
            let face = view! { <span class="two-lines"><strong>{title}</strong><small class="clip">{one.description.clone()}</small></span> };
            main_link(Route::Service(one.id).path(), face.into_any())
        }),
        Column::new(tr!(services.kind), |one: &ServiceRequest| {
            let (text, tone) = words::kind(one.kind);
            badge::badge(text, tone)
        }),
        Column::new(tr!(services.opened_on), |one: &ServiceRequest| {
            time::date(one.opened_on).into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(services.due_on), words::due).class("num nowrap"),
        Column::new(tr!(services.satisfaction), |one: &ServiceRequest| {
            one.score.map(words::score).unwrap_or_default().into_any()
        })
        .class("num nowrap"),
    ]
}
