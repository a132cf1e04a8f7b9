//! The audit trail inside the caller's reach.

use contract::audit::AuditEntry;
use leptos::prelude::*;

use super::audit_words;
use crate::components::filters;
use crate::components::icon::Icon;
use crate::components::person_filter::PersonFilter;
use crate::components::table::{Column, main_link, table as list};
use crate::components::url_state::UrlState;
use crate::components::{badge, empty, page, person};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::{time, words};
use crate::tr;

const KEYS: &[&str] = &["actor_id", "event", "subject_kind", "from", "until", "sort"];
const KINDS: [&str; 27] = [
    "employee",
    "role_assignment",
    "team",
    "area",
    "settings",
    "session",
    "api_key",
    "attachment",
    "job",
    "list",
    "approval",
    "approval_flow",
    "delegation",
    "leave_request",
    "leave_type",
    "leave_entry",
    "calendar_day",
    "calendar_feed",
    "shift",
    "schedule",
    "schedule_assignment",
    "punch",
    "correction",
    "attendance_statement",
    "attendance_objection",
    "attendance_line",
    "webhook",
];

pub fn page() -> AnyView {
    let url = UrlState::here();
    // Days in the address, instants on the wire; the last day counts whole.
    let filters = Memo::new(move |_| {
        let mut pairs = Vec::new();
        for key in KEYS {
            let value = match *key {
                "from" => time::day_start(&url.get(key), 0.0),
                "until" => time::day_start(&url.get(key), 1.0),
                _ => Some(url.get(key)),
            };
            pairs.extend(
                value
                    .filter(|value| !value.is_empty())
                    .map(|value| ((*key).to_owned(), value)),
            );
        }
        pairs
    });
    let listing = Listing::<AuditEntry>::new("/audit-entries", filters.into());
    let kinds = KINDS
        .map(|kind| (kind.to_owned(), words::subject_kind(kind)))
        .to_vec();
    let events = contract::event::ALL
        .iter()
        .map(|code| {
            let text = audit_words::event(code).unwrap_or(code);
            ((*code).to_owned(), text.to_owned())
        })
        .collect();
    let body = view! {
        <div class="filters" role="search">
            <PersonFilter url key="actor_id" label=tr!(org.audit_who) />
            {filters::pick(url, "event", tr!(org.audit_event), Signal::stored(events))}
            {filters::pick(url, "subject_kind", tr!(org.audit_kind), Signal::stored(kinds))}
            {filters::day(url, "from", tr!(common.from))}
            {filters::day(url, "until", tr!(common.until))}
            {filters::clear(url, KEYS)}
            <span class="grow"></span>
            {filters::export(move || listing.export_path(), "audit")}
        </div>
        {table(listing, Some(url))}
    };
    page::page(
        Route::Audit,
        tr!(org.audit),
        tr!(org.audit_sub),
        ().into_any(),
        body.into_any(),
    )
}

pub fn table(listing: Listing<AuditEntry>, url: Option<UrlState>) -> AnyView {
    let columns = vec![
        Column::new(tr!(org.audit_event), |entry: &AuditEntry| {
            main_link(
                Route::AuditEntry(entry.id).path(),
                audit_words::event_view(&entry.event),
            )
        }),
        Column::new(tr!(org.audit_subject), |entry: &AuditEntry| {
            let kind = words::subject_kind(&entry.subject_kind);
            view! { <span class="two-lines">{entry.subject_name.clone()}<small>{kind}</small></span> }.into_any()
        }),
        Column::new(tr!(org.audit_who), |entry: &AuditEntry| who(entry)),
        Column::new(tr!(org.audit_when), |entry: &AuditEntry| {
            time::instant(entry.at).into_any()
        })
        .sort("at")
        .class("num nowrap"),
    ];
    list(tr!(org.audit), listing, columns, url, true, || {
        empty::plain(
            Icon::History,
            tr!(org.audit_empty),
            tr!(org.audit_empty_text),
        )
    })
}

pub fn who(entry: &AuditEntry) -> AnyView {
    match (&entry.actor, entry.api_key_id) {
        (Some(actor), None) => person::person(&actor.name, ""),
        (Some(actor), Some(_)) => view! { <span class="row tight">{person::person(&actor.name, "")} {badge::badge(tr!(org.audit_key), "info")}</span> }.into_any(),
        (None, Some(_)) => badge::badge(tr!(org.audit_key), "info"),
        (None, None) => badge::badge(tr!(org.audit_system), ""),
    }
}
