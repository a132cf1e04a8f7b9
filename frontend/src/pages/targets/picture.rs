//! The tree as a picture: a row a level, each node as wide as its amount. The figures stand in the tree.

use std::collections::HashMap;

use contract::target::{Target, TargetLevel};
use leptos::prelude::*;
use uuid::Uuid;

use super::rows::{Row, rows};
use super::words;
use crate::components::page::card;
use crate::tr;

const WIDE: i64 = 1_000;
const HIGH: i64 = 64;

pub fn picture(target: &Target) -> AnyView {
    let found = rows(target);
    let tops: Vec<&Row> = found.iter().filter(|row| row.depth == 0).collect();
    let whole: i128 = tops.iter().map(|row| i128::from(row.amount)).sum();
    if whole == 0 {
        return view! { <p class="muted">{tr!(targets.no_picture)}</p> }.into_any();
    }
    let by_id: HashMap<Uuid, &Row> = found.iter().map(|row| (row.id, row)).collect();
    let mut left: HashMap<Uuid, i128> = HashMap::new();
    let mut at = 0i128;
    for top in tops {
        left.insert(top.id, at);
        at += i128::from(top.amount);
    }
    // Parents come first: each child stands behind its elder sisters.
    for row in &found {
        let mut at = left.get(&row.id).copied().unwrap_or_default();
        for child in row.children.iter().filter_map(|id| by_id.get(id)) {
            left.insert(child.id, at);
            at += i128::from(child.amount);
        }
    }
    let place = |amount: i128| (amount * i128::from(WIDE) / whole) as i64;
    let depth = found.iter().map(|row| row.depth).max().unwrap_or(0) as i64 + 1;
    let money = target.currency.is_some();
    let block = |row: &Row| {
        let from = left.get(&row.id).copied().unwrap_or_default();
        let (x, end) = (place(from), place(from + i128::from(row.amount)));
        let (y, wide) = (row.depth as i64 * HIGH, (end - x).max(0));
        let told = format!("{} {}", row.name, words::plain(row.amount, money));
        let text = (wide > 14 * row.name.chars().count() as i64 + 8).then(|| {
            view! { <text x=x + wide / 2 y=y + HIGH / 2 - 3 text-anchor="middle">{row.name.clone()}</text> }
        });
        view! { <g class=level(row.level)><title>{told}</title><rect x=x y=y width=(wide - 2).max(1) height=HIGH - 3 rx="4" />{text}</g> }
    };
    let label = format!("{}: {}", tr!(targets.picture), tr!(targets.picture_text));
    let body = view! {
        <div class="card-body stack">
            <p class="muted">{tr!(targets.picture_text)}</p>
            <svg class="target-picture" viewBox=format!("0 0 {WIDE} {}", depth * HIGH) role="img" aria-label=label data-testid="target-picture">
                {found.iter().map(block).collect_view()}
            </svg>
        </div>
    };
    card(tr!(targets.picture), ().into_any(), body.into_any())
}

fn level(level: TargetLevel) -> &'static str {
    match level {
        TargetLevel::Department => "level-department",
        TargetLevel::Area => "level-area",
        TargetLevel::Team => "level-team",
        TargetLevel::Member => "level-member",
    }
}
