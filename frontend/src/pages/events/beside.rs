//! What one customer was invited to, on the customer's page.

use contract::customer_event::EventInvitation;
use leptos::prelude::*;
use uuid::Uuid;

use super::words;
use crate::components::icon::Icon;
use crate::components::table::{Column, main_link, table};
use crate::components::{badge, empty};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::time;
use crate::tr;

pub fn of_customer(customer: Uuid) -> AnyView {
    let listing =
        Listing::<EventInvitation>::of(format!("/event-invitations?customer_id={customer}"));
    let nobody = || empty::plain(Icon::Calendar, tr!(events.none), tr!(events.customer_none));
    table(tr!(events.title), listing, columns(), None, true, nobody)
}

fn columns() -> Vec<Column<EventInvitation>> {
    vec![
        Column::new(tr!(events.event), |one: &EventInvitation| {
            let face = view! { <strong>{one.event.title.clone()}</strong> };
            main_link(Route::Event(one.event.id).path(), face.into_any())
        }),
        Column::new(tr!(events.starts), |one: &EventInvitation| {
            time::instant(one.event.starts_at).into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(events.answer), |one: &EventInvitation| {
            badge::status(words::invitation(one.state))
        }),
        Column::new(tr!(events.party), |one: &EventInvitation| {
            one.party.to_string().into_any()
        })
        .class("num"),
        Column::new(tr!(events.note), |one: &EventInvitation| {
            one.note.clone().unwrap_or_default().into_any()
        }),
    ]
}
