//! The 5 × 5 matrix: how many open risks are how likely and how bad. A table, so that it reads as it looks; a cell narrows the list.

use contract::risk::RiskMatrix;
use leptos::prelude::*;

use super::words;
use crate::components::page::card;
use crate::components::url_state::UrlState;
use crate::tr;

pub fn matrix(cells: &RiskMatrix, url: UrlState) -> AnyView {
    let count = |l: i64, i: i64| {
        let found = cells
            .cells
            .iter()
            .find(|c| (c.likelihood, c.impact) == (l, i));
        found.map_or(0, |c| c.count)
    };
    let cell = |l: i64, i: i64| {
        let n = count(l, i);
        let label = tr!(risks.matrix_cell, l = l, i = i, n = n).to_string();
        let tone = words::tone(l * i);
        let inside = match n {
            0 => view! { <span aria-hidden="true">"·"</span> <span class="sr">{label}</span> }
                .into_any(),
            _ => {
                let here = move || {
                    url.get("likelihood") == l.to_string() && url.get("impact") == i.to_string()
                };
                let choose = move |_| {
                    let (l, i) = if here() {
                        (String::new(), String::new())
                    } else {
                        (l.to_string(), i.to_string())
                    };
                    url.set_all(&[("likelihood", &l), ("impact", &i)]);
                };
                view! { <button type="button" class="risk-count" aria-label=label aria-pressed=move || here().to_string() data-testid=format!("cell-{l}-{i}") on:click=choose>{n}</button> }.into_any()
            }
        };
        view! { <td class=format!("risk-cell {tone}")>{inside}</td> }
    };
    let row = |l: i64| {
        view! { <tr><th scope="row">{words::likelihood(l)}</th>{(1..=5).map(|i| cell(l, i)).collect_view()}</tr> }
    };
    let body = view! {
        <div class="card-body">
            <table class="risk-matrix" data-testid="matrix">
                <caption class="sr">{tr!(risks.matrix)}</caption>
                <thead><tr><th scope="col" class="corner">{tr!(risks.likelihood)} " \\ " {tr!(risks.impact)}</th>{(1..=5).map(|i| view! { <th scope="col">{words::impact(i)}</th> }).collect_view()}</tr></thead>
                <tbody>{(1..=5).rev().map(row).collect_view()}</tbody>
            </table>
        </div>
    };
    card(tr!(risks.matrix), ().into_any(), body.into_any())
}
