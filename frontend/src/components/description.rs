//! Names and values of one record.

use leptos::prelude::*;

use crate::tr;

pub fn list(rows: Vec<(&'static str, AnyView)>) -> AnyView {
    view! {
        <dl class="dl">
            {rows
                .into_iter()
                .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
                .collect_view()}
        </dl>
    }
    .into_any()
}

/// A text, or a quiet dash.
pub fn text(value: Option<String>) -> AnyView {
    match value.filter(|text| !text.is_empty()) {
        Some(text) => text.into_any(),
        None => nothing(),
    }
}

pub fn nothing() -> AnyView {
    view! { <span class="muted nothing">{tr!(common.none)}</span> }.into_any()
}

pub fn link(text: Option<String>, path: Option<String>) -> AnyView {
    match (text, path) {
        (Some(text), Some(path)) => view! { <a href=path>{text}</a> }.into_any(),
        (text, _) => self::text(text),
    }
}
