//! The rules: from which attainment on how much; made and changed by the manager.

use contract::incentive::IncentiveRule;
use contract::{Action, Page};
use leptos::prelude::*;

use super::{rule_form, words};
use crate::components::dialog::Dialog;
use crate::components::empty;
use crate::components::icon::{Icon, icon};
use crate::components::record::show;
use crate::core::remote::Remote;
use crate::core::session::use_session;
use crate::core::{http, locale, time};
use crate::pages::targets::words::{self as targets, Known};
use crate::tr;

pub fn tab(known: Known) -> AnyView {
    let session = use_session();
    let all = Remote::new(|| http::get::<Page<IncentiveRule>>("/incentive-rules?limit=200"));
    let (editing, open) = (RwSignal::new(None::<IncentiveRule>), RwSignal::new(false));
    let add = move |_| {
        editing.set(None);
        open.set(true);
    };
    let new = move || {
        session.can(Action::IncentiveRuleManage).then(|| {
            view! { <div class="filters"><span class="grow"></span><button type="button" class="btn primary" data-testid="new-rule" on:click=add>{icon(Icon::Plus)} {tr!(incentives.new_rule)}</button></div> }
        })
    };
    view! {
        {new}
        {show(all, move |page| {
            if page.data.is_empty() {
                return empty::plain(Icon::Star, tr!(incentives.no_rules), tr!(incentives.no_rules_text));
            }
            let cards = page.data.iter().map(|one| card(one, known, editing, open)).collect_view();
            view! { <ul class="incentive-rules" data-testid="rules">{cards}</ul> }.into_any()
        })}
        <Dialog open title=tr!(incentives.rule)>{move || rule_form::form(all, known, editing.get_untracked(), open)}</Dialog>
    }
    .into_any()
}

fn card(
    one: &IncentiveRule,
    known: Known,
    editing: RwSignal<Option<IncentiveRule>>,
    open: RwSignal<bool>,
) -> AnyView {
    let may = one.allowed_actions.contains(&Action::IncentiveRuleManage);
    let kept = one.clone();
    let click = move |_| {
        editing.set(Some(kept.clone()));
        open.set(true);
    };
    let name = one.names.get(locale::current()).to_owned();
    let second = format!(
        "{} · {} · {}",
        targets::indicator(known, one.indicator_id),
        targets::kind(one.period),
        words::level(one.level)
    );
    let lines = words::terms(&one.tiers, one.cap, &one.currency);
    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> });
    let since = tr!(incentives.since, day = time::date(one.starts_on)).to_string();
    let until = one.ends_on.map(|day| format!(" – {}", time::date(day)));
    let label = format!("{} {name}", tr!(common.edit));
    view! {
        <li class="card card-body stack tight">
            <div class="row between">
                <h2>{name}</h2>
                {may.then(|| view! { <button type="button" class="btn small" aria-label=label on:click=click>{tr!(common.edit)}</button> })}
            </div>
            <p class="small muted">{second}</p>
            <ul class="terms">{lines.collect_view()}</ul>
            <p class="small muted num">{since}{until}</p>
        </li>
    }
    .into_any()
}
