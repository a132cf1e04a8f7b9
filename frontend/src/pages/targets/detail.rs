//! One target: its tree with live sums, its picture, its revisions.

use contract::Action;
use contract::audit::AuditEntry;
use contract::target::{Indicators, Target, TargetState};
use leptos::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::words::Known;
use super::{edit, history, picture, words};
use crate::components::confirm::use_confirm;
use crate::components::crumbs::crumbs;
use crate::components::icon::{Icon, icon};
use crate::components::record::{act, show};
use crate::components::tabs::tabs;
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{badge, banner};
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{http, time};
use crate::pages::org::audit;
use crate::tr;

pub fn page(id: Uuid) -> AnyView {
    let indicators = Remote::new(|| http::get::<Indicators>("/indicators"));
    let record = Remote::new(move || http::get::<Target>(format!("/targets/{id}")));
    let url = UrlState::here();
    view! {
        <div class="page" data-testid="page-target">
            {show(indicators, move |found| {
                let known: Known = StoredValue::new(found.data);
                show(record, move |target| view(record, target, known, url))
            })}
        </div>
    }
    .into_any()
}

fn view(record: Remote<Target>, target: Target, known: Known, url: UrlState) -> AnyView {
    let title = words::title(known, &target);
    document().set_title(&format!("{title} · {}", tr!(common.product)));
    let session = use_session();
    let mut sections = vec![
        ("tree", tr!(targets.tree)),
        ("picture", tr!(targets.picture)),
        ("history", tr!(targets.history)),
    ];
    let audited = untrack(move || session.can(Action::TargetManage));
    sections.extend(audited.then_some(("audit", tr!(targets.changes))));
    let revision = tr!(targets.revision_no, n = target.revision).to_string();
    let published = target.published_at.map(|at| {
        let text = format!("{} {}", tr!(targets.published_at), time::instant_date(at));
        view! { " · " {text} }
    });
    let old = (target.state == TargetState::Superseded)
        .then(|| banner::banner("info", tr!(targets.old_text)));
    let shown = StoredValue::new(target.clone());
    let id = target.id;
    view! {
        {crumbs(vec![(tr!(targets.title).into(), Route::Targets.path())])}
        <header class="page-head">
            <div class="grow"><h1>{title} " " {badge::status(words::state(target.state))}</h1><p class="sub">{revision} {published}</p></div>
            <div class="actions">{publish(record, &target)}</div>
        </header>
        {old}
        {target.reason.clone().map(|why| view! { <p class="muted as-written">{tr!(targets.reason)} "：" {why}</p> })}
        {tabs(tr!(targets.title), url, sections)}
        {move || match url.get("tab").as_str() {
            "picture" => shown.with_value(picture::picture),
            "history" => shown.with_value(history::table),
            "audit" => audit::table(Listing::<AuditEntry>::of(format!("/audit-entries?subject_kind=target&subject_id={id}")), None),
            _ => edit::editor(record, shown.get_value()),
        }}
    }
    .into_any()
}

fn publish(record: Remote<Target>, target: &Target) -> AnyView {
    if !target.allowed_actions.contains(&Action::TargetManage) {
        return ().into_any();
    }
    let (id, version) = (target.id, target.version);
    let (confirm, toasts) = (use_confirm(), use_toasts());
    let act = move || {
        let path = format!("/targets/{id}/publications");
        act(
            record,
            toasts,
            (path, version),
            json!({}),
            tr!(targets.published_done),
        );
    };
    let ask = move |_| {
        confirm.plain(
            tr!(targets.publish),
            tr!(targets.publish_text),
            tr!(targets.publish),
            act,
        )
    };
    view! {
        <button type="button" class="btn primary" data-testid="publish" on:click=ask>{icon(Icon::Send)} {tr!(targets.publish)}</button>
    }
    .into_any()
}
