//! Sections of one record, each with its own address (`?tab=`), so that links and "back" work.

use leptos::prelude::*;

use super::url_state::UrlState;

/// `tabs`: word in the address and text; the first is the default.
pub fn tabs(
    label: &'static str,
    url: UrlState,
    tabs: Vec<(&'static str, &'static str)>,
) -> AnyView {
    let first = tabs.first().map(|tab| tab.0).unwrap_or_default();
    view! {
        <nav class="tabs" aria-label=label>
            {tabs
                .into_iter()
                .map(|(word, text)| {
                    let here = move || {
                        let tab = url.get("tab");
                        tab == word || (tab.is_empty() && word == first)
                    };
                    view! {
                        <a
                            href=if word == first { "?".to_owned() } else { format!("?tab={word}") }
                            aria-current=move || here().then_some("page")
                            data-testid=format!("tab-{word}")
                        >
                            {text}
                        </a>
                    }
                })
                .collect_view()}
        </nav>
    }
    .into_any()
}
