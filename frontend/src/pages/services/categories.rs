//! What may be asked for: names, working days, in use or not; changed and added by the manager in a dialog.

use contract::Action;
use contract::service::{
    NewServiceCategory, ServiceCategories, ServiceCategory, ServiceCategoryPatch, ServiceKind,
};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::words;
use crate::components::badge;
use crate::components::crumbs::crumbs;
use crate::components::dialog::Dialog;
use crate::components::field::{Field, select};
use crate::components::form as view;
use crate::components::icon::{Icon, icon};
use crate::components::page::{self, card};
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::tr;

pub fn page() -> AnyView {
    let session = use_session();
    let all = Remote::new(|| http::get::<ServiceCategories>("/service-categories"));
    let (editing, open) = (RwSignal::new(None::<ServiceCategory>), RwSignal::new(false));
    let add = move |_| {
        editing.set(None);
        open.set(true);
    };
    let new = move || {
        session.can(Action::ServiceCategoryManage).then(|| {
            view! { <button type="button" class="btn primary" data-testid="new-category" on:click=add>{icon(Icon::Plus)} {tr!(services.new_category)}</button> }
        })
    };
    let body = view! {
        {crumbs(vec![(tr!(services.title).into(), Route::Services.path())])}
        {show(all, move |all| {
            let of = |kind: ServiceKind| {
                let mine = all.data.iter().filter(|one| one.kind == kind);
                let rows = mine.map(|one| row(one, editing, open)).collect_view();
                let list = view! { <ul class="rows">{rows}</ul> };
                card(words::kind(kind).0, ().into_any(), list.into_any())
            };
            view! { <div class="stack" data-testid="categories">{ServiceKind::ALL.map(of).into_iter().collect_view()}</div> }.into_any()
        })}
        <Dialog open title=tr!(services.category)>{move || form(all, editing.get_untracked(), open)}</Dialog>
    };
    page::page(
        Route::ServiceCategories,
        tr!(services.categories),
        tr!(services.categories_sub),
        new.into_any(),
        body.into_any(),
    )
}

fn row(
    one: &ServiceCategory,
    editing: RwSignal<Option<ServiceCategory>>,
    open: RwSignal<bool>,
) -> AnyView {
    let may = one.allowed_actions.contains(&Action::ServiceCategoryManage);
    let kept = one.clone();
    let click = move |_| {
        editing.set(Some(kept.clone()));
        open.set(true);
    };
    let name = words::category(one);
    let days = tr!(services.work_days, n = one.deadline_days).to_string();
    let idle = (!one.active).then(|| badge::badge(tr!(services.inactive), ""));
    let label = format!("{} {name}", tr!(common.edit));
    view! {
        <li class="row between">
            <span class="grow"><strong>{name}</strong> <span class="small muted block num">{days}</span></span>
            {idle}
            {may.then(|| view! { <button type="button" class="btn small" aria-label=label data-testid=format!("edit-{}", one.key) on:click=click>{tr!(common.edit)}</button> })}
        </li>
    }
    .into_any()
}

fn form(
    all: Remote<ServiceCategories>,
    one: Option<ServiceCategory>,
    open: RwSignal<bool>,
) -> AnyView {
    let start = match &one {
        Some(one) => {
            json!({ "names": one.names, "deadline_days": one.deadline_days.to_string(), "active": one.active.to_string() })
        }
        None => json!({ "kind": "service", "deadline_days": "3" }),
    };
    let name = one.as_ref().map_or("new", |one| one.key.as_str());
    let form = Form::new(format!("category-{name}"), start);
    let toasts = use_toasts();
    let done = move || {
        open.set(false);
        toasts.good(tr!(services.saved));
        all.reload();
    };
    let known = one.as_ref().map(|one| (one.id, one.version));
    let submit = move || {
        let body = shaped(form.body());
        match known {
            Some((id, version)) => {
                let send = move |body: Value, _| async move {
                    let path = format!("/service-categories/{id}");
                    http::patch::<ServiceCategory>(path, version, &body).await
                };
                form.submit(body, check::<ServiceCategoryPatch>, send, move |_| done());
            }
            None => {
                let send = |body: Value, key| async move {
                    http::post::<ServiceCategory>("/service-categories", key, &body).await
                };
                form.submit(body, check::<NewServiceCategory>, send, move |_| done());
            }
        }
    };
    let states = [
        ("true", tr!(services.active)),
        ("false", tr!(services.inactive)),
    ];
    let states = states.map(|(key, text)| (key.to_owned(), text.to_owned()));
    let own = match known {
        Some(_) => select(form, "active", tr!(services.state), true, "", Signal::stored(states.to_vec())),
        None => view! {
            {select(form, "kind", tr!(services.kind), true, "", Signal::stored(words::kinds()))}
            {Field::new(form, "key", tr!(services.key)).required().help(tr!(services.key_help)).show()}
        }
        .into_any(),
    };
    let fields = view! {
        {own}
        {Field::new(form, "names/zh_hant", tr!(services.hant)).required().show()}
        {Field::new(form, "names/zh_hans", tr!(services.hans)).required().show()}
        {Field::new(form, "names/en", tr!(services.english)).required().show()}
        {Field::new(form, "deadline_days", tr!(services.deadline)).kind("number").required().min("1".into()).max("60".into()).show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}

/// As the API takes it: days are a number, in use is yes or no.
fn shaped(mut body: Value) -> Value {
    let days = body["deadline_days"]
        .as_str()
        .and_then(|text| text.parse::<i64>().ok());
    if let Some(days) = days {
        body["deadline_days"] = days.into();
    }
    if let Some(active) = body["active"].as_str().map(|text| text == "true") {
        body["active"] = active.into();
    }
    body
}
