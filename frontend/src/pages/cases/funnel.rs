//! The funnel: how many cases came how far, as a picture with its figures behind it.

use contract::case::{CaseStage, Pipeline};
use leptos::prelude::*;

use super::words;
use crate::components::page::card;
use crate::core::time;
use crate::tr;

const WIDE: i64 = 400;
const ROW: i64 = 46;
const LEFT: i64 = 118;
const RIGHT: i64 = 44;

/// One step of the funnel: name, came so far, lies here, expected premium.
struct Step {
    name: String,
    reached: i64,
    here: i64,
    premium: String,
}

pub fn funnel(figures: &Pipeline, stages: StoredValue<Vec<CaseStage>>) -> AnyView {
    let all = stages.get_value();
    let mut reached = figures.won;
    let mut steps: Vec<Step> = Vec::new();
    for one in figures.stages.iter().rev() {
        reached += one.count;
        steps.push(Step {
            name: words::stage(&all, one.stage),
            reached,
            here: one.count,
            premium: words::sums(&one.premium),
        });
    }
    steps.reverse();
    steps.push(Step {
        name: tr!(cases.won).into(),
        reached: figures.won,
        here: figures.won,
        premium: words::sums(&figures.won_premium),
    });
    let since = tr!(cases.since_year, day = time::date(figures.closed_since)).to_string();
    let lost = view! {
        <span class="small muted">{since} " · " {tr!(cases.won)} " " <b class="num">{figures.won}</b> " · " {tr!(cases.lost)} " " <b class="num">{figures.lost}</b></span>
    };
    let body = view! {
        <div class="card-body stack">
            <p class="muted">{tr!(cases.funnel_sub)}</p>
            {picture(&steps)}
            {figures_table(&steps)}
        </div>
    };
    view! { <div data-testid="funnel">{card(tr!(cases.funnel_title), lost.into_any(), body.into_any())}</div> }
        .into_any()
}

fn picture(steps: &[Step]) -> AnyView {
    let most = steps.iter().map(|s| s.reached).max().unwrap_or(0).max(1);
    let room = WIDE - LEFT - RIGHT;
    let middle = LEFT + room / 2;
    // Never thinner than a line: what is there is seen.
    let half = |n: i64| (n * room / most / 2).max(2);
    let one = |(n, step): (usize, &Step)| {
        let top = n as i64 * ROW + 4;
        let next = steps.get(n + 1).map_or(step.reached, |s| s.reached);
        let (a, b) = (half(step.reached), half(next));
        let (x1, x2, x3, x4) = (middle - a, middle + a, middle + b, middle - b);
        let bottom = top + ROW - 6;
        let points = format!("{x1},{top} {x2},{top} {x3},{bottom} {x4},{bottom}");
        let line = top + ROW / 2;
        view! {
            <polygon class=format!("step step-{n}") points=points />
            <text x="0" y=line>{step.name.clone()}</text>
            <text class="figure" x=WIDE y=line text-anchor="end">{step.reached}</text>
        }
    };
    let told: Vec<String> = steps
        .iter()
        .map(|s| format!("{} {}", s.name, s.reached))
        .collect();
    let high = steps.len() as i64 * ROW;
    view! {
        <svg class="funnel" viewBox=format!("0 0 {WIDE} {high}") role="img" aria-label=format!("{}: {}", tr!(cases.funnel_title), told.join(", "))>
            {steps.iter().enumerate().map(one).collect_view()}
        </svg>
    }
    .into_any()
}

fn figures_table(steps: &[Step]) -> AnyView {
    let row = |step: &Step| {
        view! {
            <tr role="row">
                <td role="cell" data-label=tr!(cases.stage)><strong>{step.name.clone()}</strong></td>
                <td role="cell" class="num" data-label=tr!(cases.reached)>{step.reached}</td>
                <td role="cell" class="num" data-label=tr!(cases.here)>{step.here}</td>
                <td role="cell" class="num nowrap" data-label=tr!(cases.premium)>{step.premium.clone()}</td>
            </tr>
        }
    };
    view! {
        <div class="table-card"><table class="table cards" role="table">
            <caption class="sr">{tr!(cases.table)}</caption>
            <thead role="rowgroup"><tr role="row">
                <th scope="col" role="columnheader">{tr!(cases.stage)}</th>
                <th scope="col" role="columnheader" class="num">{tr!(cases.reached)}</th>
                <th scope="col" role="columnheader" class="num">{tr!(cases.here)}</th>
                <th scope="col" role="columnheader" class="num">{tr!(cases.premium)}</th>
            </tr></thead>
            <tbody role="rowgroup">{steps.iter().map(row).collect_view()}</tbody>
        </table></div>
    }
    .into_any()
}
