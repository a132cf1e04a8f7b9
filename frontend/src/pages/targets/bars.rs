//! Who stands where: a level's nodes by rank, each with a bar and a mark where it should be.

use contract::attainment::Attainment;
use contract::target::TargetLevel;
use leptos::prelude::*;

use super::words;
use crate::components::choice::segmented;
use crate::components::filters;
use crate::components::icon::Icon;
use crate::components::url_state::UrlState;
use crate::components::{empty, page};
use crate::core::listing::Listing;
use crate::tr;

pub fn ranking(
    url: UrlState,
    target: uuid::Uuid,
    money: bool,
    levels: Vec<TargetLevel>,
) -> AnyView {
    let first = levels.first().copied().unwrap_or(TargetLevel::Member);
    let chosen = Memo::new(move |_| match url.get("level").as_str() {
        "area" => TargetLevel::Area,
        "team" => TargetLevel::Team,
        "member" => TargetLevel::Member,
        _ => first,
    });
    let filters = Signal::derive(move || {
        let level = crate::core::words::wire(&chosen.get());
        vec![
            ("level".to_owned(), level),
            ("sort".to_owned(), "-rate".to_owned()),
            ("limit".to_owned(), "100".to_owned()),
        ]
    });
    let listing = Listing::<Attainment>::new(format!("/targets/{target}/attainments"), filters);
    let options = levels
        .iter()
        .map(|level| (*level, words::level(*level)))
        .collect::<Vec<_>>();
    let choice = (options.len() > 1).then(|| {
        segmented(
            tr!(targets.level),
            options,
            move || chosen.get(),
            move |level| url.set("level", &crate::core::words::wire(&level)),
        )
    });
    let row = move |one: &Attainment| line(url, one, money);
    let body = move || {
        match (listing.failure.get(), listing.fresh.get()) {
        (Some(problem), _) => crate::components::failure::panel(&problem, move || listing.reload()),
        (None, true) => crate::components::skeleton::rows(6),
        (None, false) if listing.rows.with(Vec::is_empty) => empty::plain(Icon::Target, tr!(targets.none_title), ""),
        _ => view! {
            <ol class="ranking" data-testid="ranking">{listing.rows.with(|rows| rows.iter().map(row).collect_view())}</ol>
            {listing.next.get().is_some().then(|| view! { <div class="list-foot"><button type="button" class="btn small" on:click=move |_| listing.more()>{tr!(common.load_more)}</button></div> })}
        }
        .into_any(),
    }
    };
    let actions = view! { {choice} {filters::export(move || listing.export_path(), "attainment")} };
    page::card(tr!(targets.ranking), actions.into_any(), body.into_any())
}

fn line(url: UrlState, one: &Attainment, money: bool) -> AnyView {
    let id = one.node_id.to_string();
    let here = id.clone();
    let rank = one
        .rank
        .map_or_else(|| "·".to_owned(), |rank| rank.to_string());
    let figures = format!(
        "{} / {}",
        words::plain(one.actual, money),
        words::plain(one.amount, money)
    );
    view! {
        <li>
            <button type="button" class="rank-row" aria-pressed=move || (url.get("node") == here).to_string() on:click=move |_| url.set("node", &id)>
                <span class="rank num">{rank}</span>
                <span class="who"><strong>{one.name.clone()}</strong><small class="num">{figures}</small></span>
                {bar(one)}
                <span class="rate num">{words::percent(one.rate)}</span>
            </button>
        </li>
    }
    .into_any()
}

/// The bar alone; its figures stand beside it.
pub fn bar(one: &Attainment) -> AnyView {
    let share = |sum: i64| match one.amount {
        ..=0 => 0,
        amount => (i128::from(sum.max(0)) * 1_000 / i128::from(amount)).min(1_000) as i64,
    };
    let tone = words::tone(one.actual, one.expected);
    let (wide, mark) = (share(one.actual), share(one.expected));
    view! {
        <svg class=format!("attained {tone}") viewBox="0 0 1000 40" preserveAspectRatio="none" aria-hidden="true">
            <rect class="track" x="0" y="10" width="1000" height="20" rx="10" />
            <rect class="there" x="0" y="10" width=wide height="20" rx="10" />
            <rect class="mark" x=(mark - 4).max(0) y="2" width="8" height="36" />
        </svg>
    }
    .into_any()
}
