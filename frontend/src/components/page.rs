//! Head of a page and the frame that every page stands in.

use leptos::prelude::*;

use crate::core::routes::Route;

/// The page container: one `h1`, actions beside it, the content below.
pub fn page(
    route: Route,
    title: impl Into<String>,
    sub: impl Into<String>,
    actions: AnyView,
    body: AnyView,
) -> AnyView {
    let (title, sub) = (title.into(), sub.into());
    document().set_title(&format!("{title} · {}", crate::tr!(common.product)));
    view! {
        <div class="page" data-testid=format!("page-{}", route.name())>
            <header class="page-head">
                <div class="grow">
                    <h1>{title}</h1>
                    {(!sub.is_empty()).then(|| view! { <p class="sub">{sub}</p> })}
                </div>
                <div class="actions">{actions}</div>
            </header>
            {body}
        </div>
    }
    .into_any()
}

pub fn narrow(
    route: Route,
    title: impl Into<String>,
    sub: impl Into<String>,
    body: AnyView,
) -> AnyView {
    let (title, sub) = (title.into(), sub.into());
    document().set_title(&format!("{title} · {}", crate::tr!(common.product)));
    view! {
        <div class="page narrow" data-testid=format!("page-{}", route.name())>
            <header class="page-head">
                <div>
                    <h1>{title}</h1>
                    {(!sub.is_empty()).then(|| view! { <p class="sub">{sub}</p> })}
                </div>
            </header>
            {body}
        </div>
    }
    .into_any()
}

pub fn card(title: impl Into<String>, actions: AnyView, body: AnyView) -> AnyView {
    view! {
        <section class="card">
            <div class="card-head">
                <h2>{title.into()}</h2>
                <div class="row">{actions}</div>
            </div>
            {body}
        </section>
    }
    .into_any()
}
