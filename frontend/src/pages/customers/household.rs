//! Family, policies and needs of a customer, read only.

use contract::customer::Customer;
use contract::household::{FamilyMember, HeldPolicy, ProtectionNeed};
use leptos::prelude::*;

use super::words;
use crate::components::description::text;
use crate::components::icon::Icon;
use crate::components::{badge, empty};
use crate::core::time;
use crate::tr;

pub fn family(customer: &Customer) -> AnyView {
    let all = customer.family.clone().unwrap_or_default();
    if all.is_empty() {
        return empty::plain(Icon::Team, tr!(customers.family_empty), "");
    }
    let row = |one: FamilyMember| {
        view! {
            <tr role="row">
                <td role="cell" data-label=tr!(customers.name)><strong>{one.name}</strong></td>
                <td role="cell" data-label=tr!(customers.relation)>{words::relation(one.relation)}</td>
                <td role="cell" class="num nowrap" data-label=tr!(customers.birthday)>{text(one.birthday.map(time::date))}</td>
                <td role="cell" data-label=tr!(customers.occupation)>{text(one.occupation)}</td>
            </tr>
        }
    };
    let heads = [
        tr!(customers.name),
        tr!(customers.relation),
        tr!(customers.birthday),
        tr!(customers.occupation),
    ];
    table(
        tr!(customers.family),
        &heads,
        all.into_iter().map(row).collect_view().into_any(),
    )
}

pub fn policies(customer: &Customer) -> AnyView {
    let all = customer.policies.clone().unwrap_or_default();
    if all.is_empty() {
        return empty::plain(Icon::Document, tr!(customers.policies_empty), "");
    }
    let row = |one: HeldPolicy| {
        view! {
            <tr role="row">
                <td role="cell" data-label=tr!(customers.product)><strong>{one.product}</strong></td>
                <td role="cell" data-label=tr!(customers.insurer)>{one.insurer}</td>
                <td role="cell" class="num nowrap" data-label=tr!(customers.policy_number)>{text(one.number)}</td>
                <td role="cell" class="num nowrap" data-label=tr!(customers.premium)>{text(one.premium.as_ref().map(words::money))}</td>
                <td role="cell" data-label=tr!(customers.paid)>{text(one.paid.map(|paid| words::term(paid).to_owned()))}</td>
                <td role="cell" class="num nowrap" data-label=tr!(customers.due_on)>{text(one.due_on.map(time::date))}</td>
                <td role="cell" data-label=tr!(customers.policy_state)>{badge::status(words::state(one.state))}</td>
            </tr>
        }
    };
    let heads = [
        tr!(customers.product),
        tr!(customers.insurer),
        tr!(customers.policy_number),
        tr!(customers.premium),
        tr!(customers.paid),
        tr!(customers.due_on),
        tr!(customers.policy_state),
    ];
    table(
        tr!(customers.policies),
        &heads,
        all.into_iter().map(row).collect_view().into_any(),
    )
}

/// What they need cover for; nothing where none is listed.
pub fn needs(customer: &Customer) -> Option<AnyView> {
    let all = customer.protection_needs.clone().unwrap_or_default();
    let row = |one: ProtectionNeed| {
        let cover = one.cover.as_ref().map(words::money);
        let by = one
            .wanted_by
            .map(|day| tr!(customers.need_by, day = time::date(day)).to_string());
        let more = [cover, by, one.note].into_iter().flatten();
        let more = more.collect::<Vec<_>>().join(" · ");
        let second = (!more.is_empty()).then(|| view! { <small>{more}</small> });
        view! {
            <li>
                <span class="grow two-lines"><strong>{words::need(one.kind)}</strong>{second}</span>
                {badge::status(words::need_state(one.state))}
            </li>
        }
    };
    let rows = move || all.into_iter().map(row).collect_view();
    let listed = customer.protection_needs.as_ref();
    listed
        .is_some_and(|all| !all.is_empty())
        .then(|| view! { <ul class="rows" data-testid="needs">{rows()}</ul> }.into_any())
}

fn table(caption: &'static str, heads: &[&'static str], rows: AnyView) -> AnyView {
    let head = |text: &&'static str| view! { <th scope="col" role="columnheader">{*text}</th> };
    view! {
        <div class="table-card">
            <table class="table cards" role="table">
                <caption class="sr">{caption}</caption>
                <thead role="rowgroup"><tr role="row">{heads.iter().map(head).collect_view()}</tr></thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
