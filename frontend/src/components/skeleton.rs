//! Grey shapes while something loads; the style sheet shows them only after 200 ms.

use leptos::prelude::*;

use crate::tr;

pub fn rows(count: usize) -> AnyView {
    view! {
        <div class="skeleton" role="status">
            <span class="sr">{tr!(common.loading)}</span>
            {(0..count)
                .map(|_| {
                    view! {
                        <div class="line">
                            <div class="bone circle"></div>
                            <div class="bone w1"></div>
                            <div class="bone w2"></div>
                            <div class="bone w3"></div>
                        </div>
                    }
                })
                .collect_view()}
        </div>
    }
    .into_any()
}

pub fn card() -> AnyView {
    view! { <div class="card">{rows(4)}</div> }.into_any()
}
