//! One node's way through the period: what is there beside what should be, as a picture with its figures behind it.

use chrono::NaiveDate;
use contract::attainment::{ProgressPoint, ProgressStep, TargetProgress};
use leptos::prelude::*;

use super::words;
use crate::components::page::card;
use crate::core::time;
use crate::tr;

const WIDE: i64 = 640;
const HIGH: i64 = 220;
const LEFT: i64 = 8;
const BOTTOM: i64 = 26;

pub fn trend(progress: &TargetProgress, currency: Option<String>) -> AnyView {
    let node = &progress.node;
    let forecast = node.forecast.map(|sum| {
        let text = words::amount(sum, currency.as_deref());
        tr!(targets.forecast_is, sum = text).to_string()
    });
    let current = match progress.current_to {
        Some(day) => tr!(targets.current_to, day = time::date(day)).to_string(),
        None => tr!(targets.no_figures).to_owned(),
    };
    let days = tr!(
        targets.days,
        passed = progress.days_passed,
        total = progress.days_total
    )
    .to_string();
    let body = view! {
        <div class="card-body stack">
            <p class="muted">{current} " · " {days} {forecast.map(|text| view! { " · " <strong>{text}</strong> })}</p>
            {picture(progress)}
            <p class="legend small" aria-hidden="true"><span class="key actual"></span>{tr!(targets.actual)}<span class="key expected"></span>{tr!(targets.expected)}</p>
            <details class="silent"><summary>{tr!(targets.figures)}</summary>{figures(progress, currency.is_some())}</details>
        </div>
    };
    view! { <div data-testid="trend">{card(format!("{} · {}", node.name, tr!(targets.trend)), ().into_any(), body.into_any())}</div> }.into_any()
}

fn picture(progress: &TargetProgress) -> AnyView {
    let points = &progress.points;
    let most = points
        .iter()
        .map(|p| p.expected.max(p.total.unwrap_or_default()))
        .max();
    let most = i128::from(most.unwrap_or_default().max(1));
    let count = points.len().max(1) as i64;
    let room = WIDE - 2 * LEFT;
    let x = |n: i64| LEFT + n * room / count;
    let y = |sum: i64| {
        let up = i128::from(sum.max(0)) * i128::from(HIGH - BOTTOM - 12) / most;
        HIGH - BOTTOM - up as i64
    };
    let path = |sums: Vec<i64>| {
        let mut text = format!("M{} {}", x(0), y(0));
        for (n, sum) in (1i64..).zip(sums) {
            text.push_str(&format!(" L{} {}", x(n), y(sum)));
        }
        text
    };
    let actuals: Vec<i64> = points.iter().map_while(|p| p.total).collect();
    let last = actuals.len() as i64;
    let area = format!("{} L{} {} Z", path(actuals.clone()), x(last), y(0));
    let dot = actuals
        .last()
        .map(|sum| view! { <circle class="actual" cx=x(last) cy=y(*sum) r="4" /> });
    // As many names as there is room for.
    let each = (count / 12 + 1) as usize;
    let names = points.iter().enumerate().step_by(each).map(|(n, point)| {
        view! { <text x=x(n as i64) + room / count / 2 y=HIGH - 8 text-anchor="middle">{name(point.from, progress.by)}</text> }
    });
    let label = format!(
        "{}: {} {}, {} {}",
        tr!(targets.trend),
        tr!(targets.rate),
        words::percent(progress.node.rate),
        tr!(targets.expected),
        words::percent((progress.node.amount > 0).then(|| {
            let share =
                i128::from(progress.node.expected) * 10_000 / i128::from(progress.node.amount);
            share as i64
        }))
    );
    view! {
        <svg class="trend" viewBox=format!("0 0 {WIDE} {HIGH}") role="img" aria-label=label>
            <line class="ground" x1=LEFT y1=y(0) x2=WIDE - LEFT y2=y(0) />
            <path class="area" d=area />
            <path class="expected" d=path(points.iter().map(|p| p.expected).collect()) />
            <path class="actual" d=path(actuals) />
            {dot}
            {names.collect_view()}
        </svg>
    }
    .into_any()
}

fn name(from: NaiveDate, by: ProgressStep) -> String {
    use chrono::Datelike;
    match by {
        ProgressStep::Month => from.month().to_string(),
        ProgressStep::Week => format!("{}/{}", from.month(), from.day()),
    }
}

fn figures(progress: &TargetProgress, money: bool) -> AnyView {
    let sum = |sum: Option<i64>| sum.map_or_else(|| "—".to_owned(), |sum| words::plain(sum, money));
    let row = |point: &ProgressPoint| {
        view! {
            <tr>
                <th scope="row">{time::date(point.from)} " – " {time::date(point.to)}</th>
                <td class="num">{sum(point.actual)}</td>
                <td class="num">{sum(point.total)}</td>
                <td class="num">{words::plain(point.expected, money)}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll"><table class="table plain" data-testid="trend-figures">
            <caption class="sr">{tr!(targets.trend)}</caption>
            <thead><tr>
                <th scope="col">{tr!(targets.period)}</th>
                <th scope="col" class="num">{tr!(targets.actual)}</th>
                <th scope="col" class="num">{tr!(targets.total)}</th>
                <th scope="col" class="num">{tr!(targets.expected)}</th>
            </tr></thead>
            <tbody>{progress.points.iter().map(row).collect_view()}</tbody>
        </table></div>
    }
    .into_any()
}
