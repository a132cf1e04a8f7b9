//! Where I am signed in.

use contract::auth::Session;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::toast::use_toasts;
use crate::components::{badge, failure, skeleton};
use crate::core::listing::Listing;
use crate::core::session::use_session;
use crate::core::{http, time};
use crate::tr;

pub fn panel() -> AnyView {
    let listing = Listing::<Session>::of("/auth/sessions");
    let rows = move || {
        match (listing.failure.get(), listing.fresh.get()) {
        (Some(problem), _) => failure::panel(&problem, move || listing.reload()),
        (None, true) => skeleton::rows(2),
        _ => view! { <ul class="rows">{listing.rows.get().into_iter().map(|one| row(listing, one)).collect_view()}</ul> }.into_any(),
    }
    };
    let body = view! { <p class="card-body small muted">{tr!(system.sessions_sub)}</p> {rows} };
    card(tr!(system.sessions), ().into_any(), body.into_any())
}

fn row(listing: Listing<Session>, one: Session) -> AnyView {
    let (session, toasts) = (use_session(), use_toasts());
    let (id, current) = (one.id, one.current);
    let end = move |_| {
        if current {
            session.sign_out();
            return;
        }
        spawn_local(async move {
            match http::delete(format!("/auth/sessions/{id}"), None).await {
                Ok(()) => {
                    toasts.good(tr!(system.session_ended));
                    listing.reload();
                }
                Err(failure) => toasts.failure(&failure),
            }
        });
    };
    let device = device(&one.user_agent);
    let times = tr!(
        system.session_times,
        from = time::instant(one.created_at),
        last = time::ago(one.last_used_at)
    )
    .to_string();
    view! {
        <li>
            {icon(Icon::Lock)}
            <span class="grow">
                <span class="row"><strong>{device.clone()}</strong> {current.then(|| badge::badge(tr!(system.session_current), "brand"))}</span>
                <span class="small muted block">{format!("{} · {times}", one.address)}</span>
            </span>
            <button type="button" class="btn small" aria-label=format!("{} {device}", tr!(system.session_end)) on:click=end>{tr!(system.session_end)}</button>
        </li>
    }
    .into_any()
}

/// Browser and system, as far as the user agent tells.
fn device(agent: &str) -> String {
    let find = |names: &[(&str, &'static str)]| {
        names
            .iter()
            .find(|(part, _)| agent.contains(part))
            .map(|(_, name)| *name)
    };
    let browser = find(&[
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = find(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (None, None) if agent.is_empty() => tr!(system.session_unknown).into(),
        (None, None) => agent.chars().take(60).collect(),
        (browser, system) => [browser, system]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · "),
    }
}
