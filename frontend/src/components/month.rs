//! A month as a table of weeks, Monday first, and the way to the months around it.

use chrono::{Datelike, Days, NaiveDate};
use leptos::prelude::*;

use super::icon::{Icon, icon};
use super::url_state::UrlState;
use crate::core::{time, zone};
use crate::tr;

/// `cell` draws what stands in one day; days of other months stay empty.
pub fn grid(
    label: impl Into<String>,
    class: &'static str,
    first: NaiveDate,
    cell: impl Fn(NaiveDate) -> AnyView,
) -> AnyView {
    let before = u64::from(first.weekday().num_days_from_monday());
    let monday = first.checked_sub_days(Days::new(before)).unwrap_or(first);
    let heads = monday
        .iter_days()
        .take(7)
        .map(|day| {
            let (short, long) = (time::weekday(day, "narrow"), time::weekday(day, "long"));
            view! { <th scope="col"><span aria-hidden="true">{short}</span><span class="sr">{long}</span></th> }
        })
        .collect_view();
    let last = zone::last(first);
    let weeks = (0..6)
        .filter_map(|week| monday.checked_add_days(Days::new(week * 7)))
        .filter(|start| *start <= last)
        .map(|start| {
            let days = start.iter_days().take(7).map(|day| {
                if day.month() == first.month() {
                    view! { <td>{cell(day)}</td> }.into_any()
                } else {
                    view! { <td class="outside"></td> }.into_any()
                }
            });
            view! { <tr>{days.collect_view()}</tr> }
        })
        .collect_view();
    view! {
        <table class=format!("month {class}")>
            <caption class="sr">{label.into()}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{weeks}</tbody>
        </table>
    }
    .into_any()
}

/// The month in the address (`?month=2026-11`); this month unless told.
pub fn chosen(url: UrlState) -> Memo<NaiveDate> {
    Memo::new(move |_| zone::month(&url.get("month")))
}

/// Earlier, the month's name, later, today.
pub fn switcher(url: UrlState, month: Memo<NaiveDate>) -> AnyView {
    let go = move |by: i32| {
        let to = zone::shift(month.get_untracked(), by);
        url.set("month", &zone::month_word(to));
    };
    let elsewhere = move || month.get() != zone::first(zone::today());
    view! {
        <div class="switcher">
            <button type="button" class="btn icon-only" data-testid="month-before" aria-label=tr!(leave.month_before) on:click=move |_| go(-1)>{icon(Icon::Previous)}</button>
            <h2 aria-live="polite">{move || time::month(month.get())}</h2>
            <button type="button" class="btn icon-only" data-testid="month-after" aria-label=tr!(leave.month_after) on:click=move |_| go(1)>{icon(Icon::Next)}</button>
            {move || elsewhere().then(|| view! { <button type="button" class="btn quiet" on:click=move |_| url.set("month", "")>{tr!(leave.this_month)}</button> })}
        </div>
    }
    .into_any()
}
