//! One audit entry with what changed.

use contract::audit::AuditEntry;
use leptos::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use super::audit::who;
use super::audit_words;
use super::options::{self, Options};
use crate::components::crumbs::crumbs;
use crate::components::description::{link, list, nothing};
use crate::components::empty;
use crate::components::icon::Icon;
use crate::components::page::card;
use crate::components::record::show;
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::{time, words};
use crate::tr;

pub fn page(id: Uuid) -> AnyView {
    let entry = Remote::new(move || http::get::<AuditEntry>(format!("/audit-entries/{id}")));
    view! { <div class="page narrow" data-testid="page-audit-entry">{show(entry, view)}</div> }
        .into_any()
}

fn view(entry: AuditEntry) -> AnyView {
    let title = audit_words::event(&entry.event).map_or_else(|| entry.event.clone(), str::to_owned);
    document().set_title(&format!("{title} · {}", tr!(common.product)));
    let path = match entry.subject_kind.as_str() {
        "employee" => Some(Route::Employee(entry.subject_id).path()),
        "team" => Some(Route::Team(entry.subject_id).path()),
        "area" => Some(Route::Area(entry.subject_id).path()),
        _ => None,
    };
    let clause = entry.clause.clone().map_or_else(nothing, |id| {
        tr!(common.clause, id = id).to_string().into_any()
    });
    let facts = list(vec![
        (tr!(org.audit_when), time::instant(entry.at).into_any()),
        (tr!(org.audit_who), who(&entry)),
        (
            tr!(org.audit_kind),
            words::subject_kind(&entry.subject_kind).into_any(),
        ),
        (
            tr!(org.audit_subject),
            link(Some(entry.subject_name.clone()), path),
        ),
        (tr!(common.clause_name), clause),
        (
            tr!(org.audit_event),
            view! { <code class="small">{entry.event.clone()}</code> }.into_any(),
        ),
        (
            tr!(org.audit_request),
            view! { <code class="small">{entry.request_id.clone()}</code> }.into_any(),
        ),
    ]);
    view! {
        {crumbs(vec![(tr!(org.audit).into(), "/audit".into())])}
        <header class="page-head"><h1>{title}</h1></header>
        <div class="stack">
            <section class="card"><div class="card-body">{facts}</div></section>
            {card(tr!(org.audit_changes), ().into_any(), changes(&entry.changes))}
        </div>
    }
    .into_any()
}

/// `{"field": {"from": …, "to": …}}` as three columns.
fn changes(changes: &Value) -> AnyView {
    let Some(fields) = changes.as_object().filter(|fields| !fields.is_empty()) else {
        return empty::plain(Icon::History, tr!(org.audit_no_changes), "");
    };
    // Ids of teams and areas are told by name; others need no question.
    let places: Options = if fields.contains_key("team_id") {
        options::teams()
    } else if fields.contains_key("area_id") {
        options::areas()
    } else {
        Signal::stored(Vec::new())
    };
    let row = |(name, change): (&String, &Value)| {
        view! {
            <tr role="row">
                <td role="cell">{audit_words::field_view(name)}</td>
                <td role="cell" data-label=tr!(org.audit_before)>{shown(name, change, "from", places)}</td>
                <td role="cell" data-label=tr!(org.audit_after)>{shown(name, change, "to", places)}</td>
            </tr>
        }
    };
    view! {
        <table class="table cards diff-table" role="table">
            <thead role="rowgroup"><tr role="row">
                <th scope="col" role="columnheader">{tr!(org.audit_field)}</th>
                <th scope="col" role="columnheader">{tr!(org.audit_before)}</th>
                <th scope="col" role="columnheader">{tr!(org.audit_after)}</th>
            </tr></thead>
            <tbody role="rowgroup">{fields.iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn shown(name: &str, change: &Value, side: &str, places: Options) -> AnyView {
    match change.as_object().map(|sides| sides.get(side)) {
        // Private values are named, not shown.
        Some(None) if change.get("private").is_some() => {
            view! { <span class="muted">{tr!(org.audit_hidden)}</span> }.into_any()
        }
        None | Some(None | Some(Value::Null)) => nothing(),
        Some(Some(value)) => audit_words::value(name, value, places),
    }
}
