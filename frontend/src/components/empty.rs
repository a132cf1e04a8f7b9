//! Nothing here yet: an icon, what it means, what to do.

use leptos::prelude::*;

use super::icon::{Icon, large};

pub fn empty(
    sign: Icon,
    title: impl Into<String>,
    text: impl Into<String>,
    action: AnyView,
) -> AnyView {
    view! {
        <div class="empty">
            <span class="empty-icon">{large(sign)}</span>
            <p class="empty-title">{title.into()}</p>
            <p>{text.into()}</p>
            {action}
        </div>
    }
    .into_any()
}

/// Without an action.
pub fn plain(sign: Icon, title: impl Into<String>, text: impl Into<String>) -> AnyView {
    empty(sign, title, text, ().into_any())
}
