//! What one person has, as cards: the figure, how much of it is used, what expires, the clause behind it.

use contract::Days;
use contract::leave::{LeaveBalance, LeaveBalances};
use leptos::prelude::*;
use uuid::Uuid;

use super::words;
use crate::components::empty;
use crate::components::icon::{Icon, icon, small};
use crate::components::record::show;
use crate::core::remote::Remote;
use crate::core::{http, time};
use crate::tr;

pub fn cards(employee: Uuid, year: RwSignal<i32>) -> AnyView {
    let all = Remote::new(move || {
        http::get::<LeaveBalances>(format!(
            "/employees/{employee}/leave-balances?year={}",
            year.get()
        ))
    });
    show(all, |one| {
        if one.data.is_empty() {
            return view! { <div class="card">{empty::plain(Icon::Leave, tr!(leave.no_balances), tr!(leave.no_balances_text))}</div> }.into_any();
        }
        view! { <ul class="balances" data-testid="balances">{one.data.into_iter().map(card).collect_view()}</ul> }.into_any()
    })
}

/// Earlier and later years.
pub fn years(year: RwSignal<i32>) -> AnyView {
    view! {
        <div class="switcher">
            <button type="button" class="btn icon-only small" aria-label=tr!(leave.year_before) on:click=move |_| year.update(|year| *year -= 1)>{icon(Icon::Previous)}</button>
            <span class="strong num" aria-live="polite">{move || tr!(leave.year, n = year.get()).to_string()}</span>
            <button type="button" class="btn icon-only small" aria-label=tr!(leave.year_after) on:click=move |_| year.update(|year| *year += 1)>{icon(Icon::Next)}</button>
        </div>
    }
    .into_any()
}

fn card(one: LeaveBalance) -> AnyView {
    let given = Days(one.granted.0 + one.carried.0 + one.adjusted.0.max(0));
    let part = |days: Days| format!("{}", days.0.max(0));
    let line = tr!(
        leave.used_of,
        used = words::days(one.used),
        all = words::days(given)
    )
    .to_string();
    let low = one.remaining.0 <= 0;
    let pairs = [
        (tr!(leave.granted), one.granted),
        (tr!(leave.carried), one.carried),
        (tr!(leave.used), one.used),
        (tr!(leave.adjusted), one.adjusted),
        (tr!(leave.expired), one.expired),
    ];
    let facts = pairs
        .into_iter()
        .filter(|(_, days)| *days != Days::ZERO)
        .map(|(name, days)| view! { <div><dt>{name}</dt><dd>{days.to_string()}</dd></div> })
        .collect_view();
    let expiring = one.expiring.zip(one.expires_on).filter(|(days, _)| days.0 > 0).map(|(days, on)| {
        view! { <p class="small late row tight">{small(Icon::Clock)} {tr!(leave.expires, n = words::days(days), when = time::date(on)).to_string()}</p> }
    });
    // Said only where it isn't what was granted.
    let entitled = one.entitled.filter(|days| *days != one.granted).map(|days| view! { <p class="small muted">{tr!(leave.entitled, n = words::days(days)).to_string()}</p> });
    view! {
        <li class="balance" class:low=low data-testid=format!("balance-{}", one.leave_type.code)>
            <div class="row between"><h3>{one.leave_type.name.clone()}</h3>{words::clause(&one.leave_type.clause)}</div>
            <p class="figure-big"><b data-testid="remaining">{one.remaining.to_string()}</b> <span>{tr!(leave.remaining)}</span></p>
            <progress class="progress" max=part(given) value=part(one.used) aria-label=line.clone()></progress>
            <dl class="balance-facts">{facts}</dl>
            {entitled}
            {expiring}
        </li>
    }
    .into_any()
}
