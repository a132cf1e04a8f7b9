//! How a clause stood in the last months: a band of days, and in words what changed when.

use chrono::NaiveDate;
use contract::compliance::{ClauseDay, ClauseState, ClauseTrend};
use leptos::prelude::*;

use super::board::{chosen, value, word};
use crate::components::badge;
use crate::components::record::show;
use crate::components::url_state::UrlState;
use crate::core::remote::Remote;
use crate::core::{http, time};
use crate::tr;

const WIDE: i64 = 360;
const HIGH: i64 = 14;

/// Opened where somebody asks for it, and fetched only then.
pub fn beside(clause: String, url: UrlState) -> AnyView {
    let open = RwSignal::new(false);
    let label = tr!(regulation.trend_of, clause = clause.clone()).to_string();
    let test = format!("trend-{clause}");
    view! {
        <button type="button" class="btn quiet small" aria-expanded=move || open.get().to_string() aria-label=label data-testid=test on:click=move |_| open.update(|open| *open = !*open)>{tr!(regulation.trend)}</button>
        {move || open.get().then(|| fetched(clause.clone(), url))}
    }
    .into_any()
}

fn fetched(clause: String, url: UrlState) -> AnyView {
    let found = Remote::new(move || {
        let query = http::query(&chosen(url));
        http::get::<ClauseTrend>(format!("/regulation/compliance/{clause}/trend{query}"))
    });
    view! { <div class="trend" data-testid="trend">{show(found, picture)}</div> }.into_any()
}

/// Each stretch of days that stood alike.
fn stretches(trend: &ClauseTrend) -> Vec<(ClauseDay, NaiveDate)> {
    let ends = trend.data.iter().skip(1).map(|next| next.day);
    let ends = ends.chain([trend.to.succ_opt().unwrap_or(trend.to)]);
    trend.data.iter().cloned().zip(ends).collect()
}

fn tone(state: ClauseState) -> &'static str {
    match state {
        ClauseState::Met => "good",
        ClauseState::AtRisk => "warn",
        ClauseState::Breached => "bad",
        ClauseState::NoData => "none",
    }
}

fn picture(trend: ClauseTrend) -> AnyView {
    if trend.data.is_empty() {
        return view! { <p class="small muted">{tr!(regulation.trend_none)}</p> }.into_any();
    }
    let days = (trend.to - trend.from).num_days() + 1;
    let x = |day: NaiveDate| (day - trend.from).num_days() * WIDE / days.max(1);
    let all = stretches(&trend);
    let band = all.iter().map(|(one, end)| {
        let wide = (x(*end) - x(one.day)).max(1);
        view! { <rect class=tone(one.state) x=x(one.day) y="0" width=wide height=HIGH></rect> }
    });
    let figure = |one: &ClauseDay| match (one.value, one.unit) {
        (Some(number), Some(unit)) => value(number, unit),
        _ => "–".to_owned(),
    };
    let rows = all.iter().rev().map(|(one, _)| {
        view! { <tr><td class="num">{time::date(one.day)}</td><td>{badge::status(word(one.state))}</td><td class="num">{figure(one)}</td></tr> }
    });
    view! {
        <p class="small muted">{tr!(regulation.trend_days)}</p>
        <svg class="trend-band" viewBox=format!("0 0 {WIDE} {HIGH}") preserveAspectRatio="none" aria-hidden="true">{band.collect_view()}</svg>
        <details class="silent">
            <summary class="small muted">{tr!(regulation.changed)}</summary>
            <table class="table small">
                <thead><tr><th scope="col">{tr!(regulation.day)}</th><th scope="col">{tr!(regulation.state)}</th><th scope="col">{tr!(regulation.figure)}</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </details>
    }
    .into_any()
}
