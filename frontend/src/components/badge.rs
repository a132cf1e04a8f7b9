//! A state in one word. The word carries the meaning, the colour only helps.

use leptos::prelude::*;

/// `tone`: empty, `good`, `warn`, `bad`, `info` or `brand`.
pub fn badge(text: impl Into<String>, tone: &str) -> AnyView {
    view! { <span class=format!("badge {tone}")>{text.into()}</span> }.into_any()
}

pub fn status((text, tone): (&'static str, &'static str)) -> AnyView {
    view! { <span class=format!("badge dot {tone}")>{text}</span> }.into_any()
}
