//! What came of something, on its own page.

use contract::Page;
use contract::action_item::{ActionItem, ActionSubject, NewActionItem};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::words;
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::person_combo::Among;
use crate::components::person_picker::PersonPicker;
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::components::{badge, form as view};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::words::wire;
use crate::core::{http, time};
use crate::tr;

pub fn of(
    kind: ActionSubject,
    id: Uuid,
    manages: bool,
    changed: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let found = Remote::new(move || {
        let path = format!("/action-items?subject_id={id}&sort=due_on&limit=100");
        http::get::<Page<ActionItem>>(path)
    });
    let open = RwSignal::new(false);
    let body = show(found, |page| {
        if page.data.is_empty() {
            return view! { <p class="card-body muted">{tr!(actions.none)}</p> }.into_any();
        }
        view! { <div class="rows" data-testid="actions">{page.data.into_iter().map(row).collect_view()}</div> }.into_any()
    });
    let add = manages.then(|| {
        view! { <button type="button" class="btn small" data-testid="add-action" on:click=move |_| open.set(true)>{icon(Icon::Plus)} {tr!(actions.new)}</button> }
    });
    let done = move || {
        open.set(false);
        found.reload();
        changed();
    };
    view! {
        {card(tr!(drills.actions), add.into_any(), body)}
        <Dialog open title=tr!(actions.new)>{form(kind, id, done)}</Dialog>
    }
    .into_any()
}

fn row(one: ActionItem) -> AnyView {
    let second = format!("{} · {}", one.responsible.name, time::date(one.due_on));
    view! {
        <a class="row between version-row" href=Route::ActionItem(one.id).path()>
            <span class="two-lines"><span>{one.text.clone()}</span><small>{second}</small></span>
            {badge::status(words::state(&one))}
        </a>
    }
    .into_any()
}

fn form(kind: ActionSubject, id: Uuid, done: impl Fn() + Copy + 'static) -> AnyView {
    let start = json!({ "subject_kind": wire(&kind), "subject_id": id });
    let form = Form::new(format!("new-action-{id}"), start);
    let toasts = use_toasts();
    let submit = move || {
        let send = |body: Value, key| async move {
            http::post::<ActionItem>("/action-items", key, &body).await
        };
        form.submit(form.body(), check::<NewActionItem>, send, move |_| {
            toasts.good(tr!(actions.created));
            done();
        });
    };
    let fields = view! {
        {Field::new(form, "text", tr!(actions.what)).required().show()}
        <PersonPicker form name="responsible_id" label=tr!(actions.responsible) among=Among::Department(None) />
        {Field::new(form, "due_on", tr!(actions.due_on)).required().kind("date").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.create)),
    )
}
