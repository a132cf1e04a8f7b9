//! What was attained: each indicator's figure, the way through the period, who stands where; for everybody as far as they see.

use contract::Page;
use contract::attainment::TargetProgress;
use contract::target::{Indicators, Target, TargetLevel};
use contract::{Action, ReachKind};
use leptos::prelude::*;
use uuid::Uuid;

use super::words::{self, Known};
use super::{bars, trend};
use crate::components::choice::segmented;
use crate::components::icon::{Icon, icon};
use crate::components::record::show;
use crate::components::url_state::UrlState;
use crate::components::{empty, page, skeleton};
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{http, time};
use crate::tr;

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let indicators = Remote::new(|| http::get::<Indicators>("/indicators"));
    let period = Memo::new(move |_| match url.get("period").as_str() {
        "quarter" => "quarter",
        "month" => "month",
        _ => "year",
    });
    let targets = Remote::new(move || {
        let (period, day) = (period.get(), time::today());
        http::get::<Page<Target>>(format!(
            "/targets?state=published&period={period}&on={day}&limit=50"
        ))
    });
    let choice = segmented(
        tr!(targets.period),
        vec![
            ("year", tr!(targets.year)),
            ("quarter", tr!(targets.quarter)),
            ("month", tr!(targets.month)),
        ],
        move || period.get(),
        move |one| url.set_all(&[("period", one), ("target", ""), ("node", ""), ("level", "")]),
    );
    let levels = match untrack(move || session.reach(Action::AttainmentRead)) {
        ReachKind::Department => vec![TargetLevel::Area, TargetLevel::Team, TargetLevel::Member],
        ReachKind::Area => vec![TargetLevel::Team, TargetLevel::Member],
        _ => vec![TargetLevel::Member],
    };
    let alone = untrack(move || session.reach(Action::AttainmentRead)) == ReachKind::Own;
    let levels = StoredValue::new(levels);
    let body = view! {
        <div class="filters">{choice}</div>
        {show(indicators, move |found| {
            let known: Known = StoredValue::new(found.data);
            show(targets, move |page| match page.data.is_empty() {
                true => empty::plain(Icon::Target, tr!(targets.nothing_title), tr!(targets.nothing_text)),
                false => dashboard(url, known, page.data, levels, alone),
            })
        })}
    };
    let tree = view! { <a class="btn" href=Route::Targets.path()>{icon(Icon::Tree)} {tr!(targets.title)}</a> };
    page::page(
        Route::Attainment,
        tr!(targets.attainment),
        tr!(targets.attainment_sub),
        tree.into_any(),
        body.into_any(),
    )
}

fn dashboard(
    url: UrlState,
    known: Known,
    targets: Vec<Target>,
    levels: StoredValue<Vec<TargetLevel>>,
    alone: bool,
) -> AnyView {
    let mut targets = targets;
    // As the indicators stand in the department's data.
    let order = words::indicators(known);
    targets.sort_by_key(|one| {
        order
            .iter()
            .position(|(id, _)| *id == one.indicator_id.to_string())
    });
    let all = StoredValue::new(targets.clone());
    let chosen = Memo::new(move |_| {
        let asked = url.get("target");
        all.with_value(|all| {
            let found = all.iter().position(|one| one.id.to_string() == asked);
            found.unwrap_or_default()
        })
    });
    let cards = targets
        .into_iter()
        .enumerate()
        .map(|(n, target)| summary(url, known, target, n, chosen));
    let detail = move || {
        let target = all.with_value(|all| all.get(chosen.get()).cloned());
        target.map(|target| {
            let (id, money) = (target.id, target.currency.is_some());
            let way = way(url, id);
            let currency = StoredValue::new(target.currency.clone());
            view! {
                {move || match way.value.get() {
                    None => skeleton::card(),
                    Some(Ok(progress)) => trend::trend(&progress, currency.get_value()),
                    Some(Err(problem)) => crate::components::failure::panel(&problem, move || way.reload()),
                }}
                {(!alone).then(|| bars::ranking(url, id, money, levels.get_value()))}
            }
        })
    };
    view! {
        <div class="attained-cards" data-testid="attained-cards">{cards.collect_view()}</div>
        <div class=if alone { "stack" } else { "case-grid" }>{detail}</div>
    }
    .into_any()
}

/// The chosen node of a target, or the caller's uppermost one.
fn way(url: UrlState, target: Uuid) -> Remote<TargetProgress> {
    let node = Memo::new(move |_| url.get("node"));
    Remote::new(move || {
        let query = match node.get() {
            node if node.is_empty() => String::new(),
            node => format!("?node_id={node}"),
        };
        http::get::<TargetProgress>(format!("/targets/{target}/progress{query}"))
    })
}

fn summary(url: UrlState, known: Known, target: Target, n: usize, chosen: Memo<usize>) -> AnyView {
    let id = target.id;
    let way = Remote::new(move || http::get::<TargetProgress>(format!("/targets/{id}/progress")));
    let currency = StoredValue::new(target.currency.clone());
    let inside = move || match way.value.get() {
        None => view! { <span class="muted">"…"</span> }.into_any(),
        // Nothing of this target lies inside the caller's reach.
        Some(Err(_)) => view! { <span class="muted">{tr!(targets.not_yours)}</span> }.into_any(),
        Some(Ok(progress)) => {
            let node = &progress.node;
            let currency = currency.get_value();
            let of = words::amount(node.amount, currency.as_deref());
            view! {
                <span class="row between"><strong class="big num">{words::percent(node.rate)}</strong><span class="small muted">{node.name.clone()}</span></span>
                {bars::bar(node)}
                <span class="small num">{words::amount(node.actual, currency.as_deref())} " / " {of}</span>
            }
            .into_any()
        }
    };
    let name = words::indicator(known, target.indicator_id);
    let period = words::period(target.period, target.starts_on);
    view! {
        <button type="button" class="attained-card" aria-pressed=move || (chosen.get() == n).to_string() data-testid=format!("card-{n}")
            on:click=move |_| url.set_all(&[("target", &id.to_string()), ("node", "")])>
            <span class="row between"><span class="title">{name}</span><span class="small muted">{period}</span></span>
            {inside}
        </button>
    }
    .into_any()
}
