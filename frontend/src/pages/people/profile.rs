//! An employee's data, read only.

use contract::employee::Employee;
use leptos::prelude::*;

use crate::components::description::{link, list, text};
use crate::components::page::card;
use crate::core::routes::Route;
use crate::core::{locale, time, words};
use crate::tr;

pub fn profile(employee: &Employee) -> AnyView {
    let work = list(vec![
        (
            tr!(people.number),
            view! { <span class="num">{employee.number.clone()}</span> }.into_any(),
        ),
        (
            tr!(people.role),
            text(employee.role.map(|role| words::role(role).to_owned())),
        ),
        (
            tr!(people.team),
            link(
                employee.team_name.clone(),
                employee.team_id.map(|id| Route::Team(id).path()),
            ),
        ),
        (tr!(people.post), text(employee.post.clone())),
        (
            tr!(people.hire_date),
            time::date(employee.hire_date).into_any(),
        ),
        (
            tr!(people.leave_date),
            text(employee.leave_date.map(time::date)),
        ),
    ]);
    let contact = list(vec![
        (
            tr!(people.email),
            link(
                employee.email.clone(),
                employee.email.as_ref().map(|mail| format!("mailto:{mail}")),
            ),
        ),
        (
            tr!(people.phone),
            link(
                employee.phone.clone(),
                employee
                    .phone
                    .as_ref()
                    .map(|phone| format!("tel:{}", phone.replace(' ', ""))),
            ),
        ),
        (
            tr!(people.locale),
            locale::own_name(employee.locale).into_any(),
        ),
        (
            tr!(people.updated),
            time::instant(employee.updated_at).into_any(),
        ),
    ]);
    let private = employee.private.as_ref().map(|private| {
        let rows = list(vec![
            (
                tr!(people.birth_date),
                text(private.birth_date.map(time::date)),
            ),
            (tr!(people.address), text(private.address.clone())),
            (
                tr!(people.emergency_name),
                text(private.emergency_name.clone()),
            ),
            (
                tr!(people.emergency_phone),
                text(private.emergency_phone.clone()),
            ),
        ]);
        card(tr!(people.private), ().into_any(), body(rows))
    });
    view! {
        <div class="grid-2">
            {card(tr!(people.work), ().into_any(), body(work))}
            <div class="stack">{card(tr!(people.contact), ().into_any(), body(contact))} {private}</div>
        </div>
    }
    .into_any()
}

fn body(rows: AnyView) -> AnyView {
    view! { <div class="card-body">{rows}</div> }.into_any()
}
