//! Signing in, and choosing a password with a one-time link.

pub mod reset;
pub mod sign_in;

use leptos::prelude::*;

use crate::components::icon::{Icon, icon};
use crate::pages::account::preferences;
use crate::shell::nav::mark;
use crate::tr;

/// The two-part frame of every page before the sign-in.
pub fn frame(name: &'static str, class: &'static str, body: AnyView) -> AnyView {
    view! {
        <div class="auth" data-testid=format!("page-{name}")>
            <header class="auth-side">
                <div class="brand">
                    {mark()}
                    <span>{tr!(common.product)}<small>{tr!(common.tagline)}</small></span>
                </div>
                <div>
                    <h2>{tr!(auth.claim)}</h2>
                    <ul>
                        <li>{icon(Icon::Check)} {tr!(auth.claim_1)}</li>
                        <li>{icon(Icon::Check)} {tr!(auth.claim_2)}</li>
                        <li>{icon(Icon::Check)} {tr!(auth.claim_3)}</li>
                    </ul>
                </div>
                <p class="small foot">"© " {tr!(common.product)}</p>
                {art()}
            </header>
            <main class="auth-main">
                <div class="auth-tools">{preferences::theme_button()} {preferences::language_menu()}</div>
                <div class=class>{body}</div>
            </main>
        </div>
    }
    .into_any()
}

/// Rising lines: the department's chart as an ornament.
fn art() -> AnyView {
    view! {
        <svg class="art" viewBox="0 0 460 360" aria-hidden="true" focusable="false">
            <g fill="none" stroke="#7fdac8" stroke-width="1.5">
                <path d="M10 340V40M10 340H450" />
                <path d="M10 300 90 250l70 30 80-90 70 30 120-140" stroke-width="3" />
                <path d="M10 320 90 290l70 10 80-50 70 10 120-70" />
                <circle cx="240" cy="190" r="6" /><circle cx="310" cy="220" r="6" /><circle cx="430" cy="80" r="6" />
                <rect x="60" y="250" width="36" height="90" rx="4" /><rect x="150" y="280" width="36" height="60" rx="4" />
                <rect x="240" y="190" width="36" height="150" rx="4" /><rect x="330" y="150" width="36" height="190" rx="4" />
            </g>
        </svg>
    }
    .into_any()
}
