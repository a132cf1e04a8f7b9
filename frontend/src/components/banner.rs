//! A message that belongs to the page, with an optional way out.

use leptos::prelude::*;

use super::icon::{Icon, icon};

/// `tone`: `info`, `warn`, `bad` or `good`.
pub fn banner(tone: &'static str, text: impl Into<String>) -> AnyView {
    with(tone, text, ().into_any())
}

pub fn with(tone: &'static str, text: impl Into<String>, end: AnyView) -> AnyView {
    let sign = match tone {
        "good" => Icon::Check,
        "info" => Icon::Info,
        _ => Icon::Alert,
    };
    let role = if tone == "bad" { "alert" } else { "status" };
    view! {
        <div class=format!("banner {tone}") role=role>
            {icon(sign)}
            <div class="banner-text">{text.into()}</div>
            {end}
        </div>
    }
    .into_any()
}
