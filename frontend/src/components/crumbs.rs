//! Where this page hangs.

use leptos::prelude::*;

use crate::tr;

/// Links from the top; the page itself is the heading below and isn't repeated.
pub fn crumbs(links: Vec<(String, String)>) -> AnyView {
    view! {
        <nav class="crumbs" aria-label=tr!(common.breadcrumbs)>
            <ol>
                {links
                    .into_iter()
                    .map(|(text, path)| view! { <li><a href=path>{text}</a></li> })
                    .collect_view()}
            </ol>
        </nav>
    }
    .into_any()
}
