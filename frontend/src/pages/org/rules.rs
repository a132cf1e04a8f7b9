//! Who may do what: the server's own table, searchable, the caller's column marked.

use contract::rules::{Rule, Rules};
use contract::{ReachKind, Role};
use leptos::prelude::*;

use crate::components::icon::{Icon, icon};
use crate::components::record::show;
use crate::components::{badge, empty, page};
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::words;
use crate::tr;

pub fn page() -> AnyView {
    let rules = Remote::new(|| http::get::<Rules>("/rules"));
    let words = RwSignal::new(String::new());
    let body = view! {
        <div class="filters" role="search">
            <div class="input-wrap">
                {icon(Icon::Search)}
                <input class="input" type="search" data-testid="search" aria-label=tr!(org.rules_search) placeholder=tr!(org.rules_search)
                    on:input=move |event| words.set(event_target_value(&event).trim().to_lowercase()) />
            </div>
        </div>
        {show(rules, move |rules| table(rules, words))}
    };
    page::page(
        Route::Rules,
        tr!(org.rules),
        tr!(org.rules_sub),
        ().into_any(),
        body.into_any(),
    )
}

fn table(rules: Rules, typed: RwSignal<String>) -> AnyView {
    let mine = use_session().me_now().and_then(|me| me.role);
    let rules = StoredValue::new(rules.data);
    let found = move || {
        let typed = typed.get();
        let fits = |rule: &&Rule| {
            typed.is_empty()
                || [
                    rule.title.to_lowercase().as_str(),
                    rule.action.name(),
                    &rule.clause,
                ]
                .iter()
                .any(|text| text.contains(&typed))
        };
        rules.with_value(|rules| rules.iter().filter(fits).cloned().collect::<Vec<_>>())
    };
    let head = Role::ALL.map(|role| view! { <th scope="col" role="columnheader">{words::role(role)} {(mine == Some(role)).then(|| badge::badge(tr!(org.yours), "brand"))}</th> });
    view! {
        <div class="table-card">
            <table class="table cards rules" role="table">
                <caption class="sr">{tr!(org.rules)}</caption>
                <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">{tr!(org.action)}</th>{head.into_iter().collect_view()}</tr></thead>
                <tbody role="rowgroup">{move || found().into_iter().map(row).collect_view()}</tbody>
            </table>
            {move || found().is_empty().then(|| empty::plain(Icon::Rules, tr!(common.no_match), ""))}
        </div>
    }
    .into_any()
}

fn row(rule: Rule) -> AnyView {
    let cell = |role: Role, reach: ReachKind| {
        let tone = match reach {
            ReachKind::No => return view! { <td role="cell" class="reach reach-no" data-label=words::role(role)>{words::reach(reach)}</td> }.into_any(),
            ReachKind::Own => "",
            ReachKind::Team => "info",
            ReachKind::Area => "warn",
            ReachKind::Department => "good",
        };
        view! { <td role="cell" class="reach" data-label=words::role(role)>{badge::badge(words::reach(reach), tone)}</td> }.into_any()
    };
    view! {
        <tr role="row">
            <td role="cell">
                <div><strong>{rule.title}</strong><span class="small muted block">{tr!(common.clause, id = rule.clause).to_string()} " · " <code>{rule.action.name()}</code></span></div>
            </td>
            {cell(Role::Member, rule.member)}
            {cell(Role::Lead, rule.lead)}
            {cell(Role::Deputy, rule.deputy)}
            {cell(Role::Manager, rule.manager)}
        </tr>
    }
    .into_any()
}
