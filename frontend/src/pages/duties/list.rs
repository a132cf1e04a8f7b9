//! Duties: what is due, the calendar, and which duties there are.

use contract::Action;
use contract::duty::DutyTemplates;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;
use uuid::Uuid;

use super::{calendar, due, plans, queue};
use crate::components::confirm::use_confirm;
use crate::components::icon::{Icon, icon};
use crate::components::page;
use crate::components::tabs::tabs;
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::core::http;
use crate::core::routes::Route;
use crate::core::session::{Session, use_session};
use crate::tr;

pub fn page() -> AnyView {
    let session = use_session();
    let url = UrlState::here();
    let sections = vec![
        ("due", tr!(duties.due)),
        ("calendar", tr!(duties.calendar)),
        ("plans", tr!(duties.plans)),
    ];
    let body = view! {
        {queue::banner(|| ())}
        {tabs(tr!(duties.title), url, sections)}
        {move || match url.get("tab").as_str() {
            "calendar" => calendar::calendar(url),
            "plans" => plans::list(session, url),
            _ => due::list(session, url),
        }}
    };
    page::page(
        Route::Duties,
        tr!(duties.title),
        tr!(duties.sub),
        actions(session),
        body.into_any(),
    )
}

fn actions(session: Session) -> AnyView {
    let (toasts, confirm) = (use_toasts(), use_confirm());
    let send = move || {
        spawn_local(async move {
            let none = json!({});
            match http::post::<DutyTemplates>("/duty-templates", Uuid::new_v4(), &none).await {
                Ok(found) => toasts.good(tr!(duties.loaded, n = found.made).to_string()),
                Err(failure) => toasts.failure(&failure),
            }
        });
    };
    let load = move |_| {
        confirm.plain(
            tr!(duties.load),
            tr!(duties.load_text),
            tr!(duties.load),
            send,
        )
    };
    view! {
        {move || session.can(Action::DutyTemplateLoad).then(|| view! {
            <button type="button" class="btn" data-testid="load-templates" on:click=load>{icon(Icon::Rules)} {tr!(duties.load)}</button>
        })}
        {move || session.can(Action::DutyManage).then(|| view! {
            <a class="btn primary" href=Route::NewDuty.path() data-testid="new-duty">{icon(Icon::Plus)} {tr!(duties.new)}</a>
        })}
    }
    .into_any()
}
