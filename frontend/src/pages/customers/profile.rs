//! A customer's data, read only, and what is missing of it.

use contract::customer::Customer;
use leptos::prelude::*;

use super::{contacts, duplicates, household, list, numbers, words};
use crate::components::badge;
use crate::components::description::{link, list as rows, text};
use crate::components::page::card;
use crate::components::person;
use crate::core::remote::Remote;
use crate::core::time;
use crate::tr;

pub fn profile(record: Remote<Customer>, customer: &Customer) -> AnyView {
    let person = rows(vec![
        (
            tr!(customers.gender),
            text(customer.gender.map(|one| words::gender(one).to_owned())),
        ),
        (
            tr!(customers.birthday),
            text(customer.birthday.map(time::date)),
        ),
        (tr!(customers.occupation), text(customer.occupation.clone())),
        (tr!(customers.source), text(customer.source.clone())),
        (tr!(customers.tags), list::tags(&customer.tags)),
        (tr!(customers.owner), person::link(&customer.owner)),
        (
            tr!(customers.updated),
            time::instant(customer.updated_at).into_any(),
        ),
    ]);
    let mail = customer.email.as_ref().map(|mail| format!("mailto:{mail}"));
    let contact = rows(vec![
        (tr!(customers.email), link(customer.email.clone(), mail)),
        (tr!(customers.address), text(customer.address.clone())),
    ]);
    let listed = household::needs(customer);
    let said = customer.needs.is_some() || listed.is_none();
    let needs = said.then(|| view! { <div class="card-body"><p class="as-written">{text(customer.needs.clone())}</p></div> });
    let needs = view! { {listed} {needs} };
    view! {
        <div class="grid-2">
            <div class="stack">
                {duplicates::card(record, customer)}
                {numbers::card(customer)}
                {card(tr!(customers.contact), ().into_any(), body(contact))}
                {contacts::card(record, customer)}
                {complete(customer)}
            </div>
            <div class="stack">
                {card(tr!(customers.person), ().into_any(), body(person))}
                {card(tr!(customers.needs), ().into_any(), needs.into_any())}
            </div>
        </div>
    }
    .into_any()
}

fn complete(customer: &Customer) -> AnyView {
    let percent = customer.completeness;
    let missing = customer.missing.clone();
    let what = match missing.is_empty() {
        true => view! { <p class="muted">{tr!(customers.complete)}</p> }.into_any(),
        false => {
            let one = |field| badge::badge(words::field(field), "warn");
            view! { <p class="row tight" data-testid="missing"><span class="muted">{tr!(customers.missing)}</span> {missing.into_iter().map(one).collect_view()}</p> }.into_any()
        }
    };
    let inside = view! {
        <div class="card-body stack">
            <div class="row"><progress class="progress grow" max="100" value=percent aria-label=tr!(customers.completeness)></progress><strong class="num" data-testid="completeness">{format!("{percent} %")}</strong></div>
            {what}
        </div>
    };
    card(
        tr!(customers.completeness),
        ().into_any(),
        inside.into_any(),
    )
}

fn body(rows: AnyView) -> AnyView {
    view! { <div class="card-body">{rows}</div> }.into_any()
}
