//! The ledger of leave: every line that a balance is the sum of.

use contract::Action;
use contract::leave::LeaveEntry;
use leptos::prelude::*;

use super::{fields, ledger_acts as acts, words};
use crate::components::description::text;
use crate::components::dialog::Dialog;
use crate::components::icon::{Icon, icon};
use crate::components::menu::Menu;
use crate::components::table::{Column, table};
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, filters, page, person};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{time, zone};
use crate::tr;

const KEYS: &[&str] = &["leave_type_id", "year", "kind", "sort"];

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let [entering, granting, closing] = [(); 3].map(|()| RwSignal::new(false));
    let listing = Listing::<LeaveEntry>::new("/leave-entries", url.filters(KEYS));
    let may = untrack(move || session.can(Action::LeaveGrant));
    let whole =
        untrack(move || session.reach(Action::LeaveGrant) == contract::ReachKind::Department);
    let columns = vec![
        Column::new(tr!(leave.person), |one: &LeaveEntry| {
            person::person(&one.employee.name, one.employee.number.clone())
        }),
        Column::new(tr!(leave.kind), |one: &LeaveEntry| {
            format!("{} · {}", one.leave_type.name, one.year).into_any()
        }),
        Column::new(tr!(leave.entry_kind), |one: &LeaveEntry| {
            badge::status(words::entry(one.kind))
        }),
        Column::new(tr!(leave.length), |one: &LeaveEntry| {
            let sign = if one.days.0 > 0 { "+" } else { "" };
            let class = if one.days.0 < 0 {
                "num strong"
            } else {
                "num strong plus"
            };
            view! { <span class=class>{format!("{sign}{}", one.days)}</span> }.into_any()
        })
        .class("num"),
        Column::new(tr!(leave.effective_on), |one: &LeaveEntry| {
            time::date(one.effective_on).into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(leave.entry_note), note),
        Column::new(tr!(leave.entry_by), |one: &LeaveEntry| {
            text(one.created_by.as_ref().map(|who| who.name.clone()))
        }),
        Column::new(tr!(common.date), |one: &LeaveEntry| {
            time::instant(one.created_at).into_any()
        })
        .sort("created_at")
        .class("num nowrap"),
    ];
    let this = chrono::Datelike::year(&zone::today());
    let years = (this - 2..=this + 1)
        .rev()
        .map(|year| (year.to_string(), year.to_string()))
        .collect();
    let actions = may.then(|| {
        view! {
            {whole.then(|| view! {
                <Menu label=tr!(common.more) class="btn icon-only" face=icon(Icon::Dots) testid="ledger-menu">
                    <button type="button" data-testid="grant-year" on:click=move |_| granting.set(true)>{icon(Icon::Calendar)} {tr!(leave.grant)}</button>
                    <button type="button" data-testid="close-year" on:click=move |_| closing.set(true)>{icon(Icon::Lock)} {tr!(leave.close)}</button>
                </Menu>
            })}
            <button type="button" class="btn primary" data-testid="new-entry" on:click=move |_| entering.set(true)>{icon(Icon::Plus)} {tr!(leave.entry_new)}</button>
        }
    });
    let none = || {
        empty::plain(
            Icon::Ledger,
            tr!(leave.ledger_empty),
            tr!(leave.ledger_empty_text),
        )
    };
    let body = view! {
        <div class="filters" role="search">
            {filters::pick(url, "leave_type_id", tr!(leave.kind), fields::types())}
            {filters::pick(url, "year", tr!(leave.year_label), Signal::stored(years))}
            {filters::pick(url, "kind", tr!(leave.entry_kind), Signal::stored(words::entries()))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "leave-entries")}
        </div>
        {table(tr!(leave.ledger), listing, columns, Some(url), false, none)}
        <Dialog open=entering title=tr!(leave.entry_new)>{acts::enter(listing, entering)}</Dialog>
        <Dialog open=granting title=tr!(leave.grant)>{acts::grant(listing)}</Dialog>
        <Dialog open=closing title=tr!(leave.close)>{acts::close(listing)}</Dialog>
    };
    page::page(
        Route::LeaveEntries,
        tr!(leave.ledger),
        tr!(leave.ledger_sub),
        actions.into_any(),
        body.into_any(),
    )
}

fn note(one: &LeaveEntry) -> AnyView {
    match one.request_id {
        Some(id) => {
            let label = one
                .note
                .clone()
                .unwrap_or_else(|| tr!(leave.leave_word).to_owned());
            view! { <a href=Route::LeaveRequest(id).path()>{label}</a> }.into_any()
        }
        None => text(one.note.clone()),
    }
}
