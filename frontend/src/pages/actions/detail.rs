//! One action item: what, by whom, by when; done, or dropped with a reason.

use contract::Action;
use contract::action_item::{ActionItem, ActionItemPatch, NewActionOutcome};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::words;
use crate::components::ask::ask;
use crate::components::crumbs::crumbs;
use crate::components::description::{link, list as rows, text};
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::person_combo::Among;
use crate::components::person_picker::PersonPicker;
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::components::{badge, form as view, person};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::time;
use crate::tr;

type Record = Remote<ActionItem>;

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<ActionItem>(format!("/action-items/{id}")));
    view! { <div class="page" data-testid="page-action-item">{show(record, move |one| face(record, one))}</div> }.into_any()
}

fn face(record: Record, one: ActionItem) -> AnyView {
    document().set_title(&format!("{} · {}", one.text, tr!(common.product)));
    view! {
        {crumbs(vec![(tr!(actions.title).into(), Route::ActionItems.path())])}
        <header class="page-head">
            <div class="grow"><h1>{one.text.clone()} " " {badge::status(words::state(&one))}</h1><p class="sub">"§ " {one.clause.clone()}</p></div>
            <div class="actions">{buttons(record, &one)}</div>
        </header>
        {facts(&one)}
    }
    .into_any()
}

fn facts(one: &ActionItem) -> AnyView {
    let came = link(Some(one.subject_title.clone()), Some(words::subject(one)));
    let mut all = vec![
        (tr!(actions.subject), came),
        (
            tr!(actions.responsible),
            person::link(&one.responsible).into_any(),
        ),
        (tr!(actions.due_on), time::date(one.due_on).into_any()),
    ];
    if one.outcome.is_some() {
        all.push((tr!(actions.outcome), text(one.outcome.clone())));
    }
    if let (Some(who), Some(at)) = (&one.ended_by, one.ended_at) {
        let value =
            view! { {person::link(who)} " " <span class="muted">{time::instant(at)}</span> };
        all.push((tr!(actions.ended_by), value.into_any()));
    }
    card(
        tr!(actions.about),
        ().into_any(),
        view! { <div class="card-body">{rows(all)}</div> }.into_any(),
    )
}

fn buttons(record: Record, one: &ActionItem) -> AnyView {
    let may = |action| one.allowed_actions.contains(&action);
    let (does, manages) = (
        may(Action::ActionItemComplete),
        may(Action::ActionItemManage),
    );
    let [doing, editing, dropping] = [(); 3].map(|()| RwSignal::new(false));
    let kept = StoredValue::new(one.clone());
    let (id, version) = (one.id, one.version);
    let to = move |noun: &str| (format!("/action-items/{id}/{noun}"), Some(version));
    view! {
        {does.then(|| view! { <button type="button" class="btn primary" data-testid="complete" on:click=move |_| doing.set(true)>{icon(Icon::Check)} {tr!(actions.complete)}</button> })}
        {manages.then(|| view! {
            <button type="button" class="btn" data-testid="edit" on:click=move |_| editing.set(true)>{icon(Icon::Edit)} {tr!(actions.edit)}</button>
            <button type="button" class="btn" data-testid="drop" on:click=move |_| dropping.set(true)>{icon(Icon::Close)} {tr!(actions.drop)}</button>
        })}
        <Dialog open=doing title=tr!(actions.complete)>{ask(record, to("completions"), json!({}), ("outcome", tr!(actions.what_done)), check::<NewActionOutcome>, doing)}</Dialog>
        <Dialog open=editing title=tr!(actions.edit)>{kept.with_value(|one| edit(record, one, editing))}</Dialog>
        <Dialog open=dropping title=tr!(actions.drop)>{ask(record, to("cancellations"), json!({}), ("outcome", tr!(actions.why)), check::<NewActionOutcome>, dropping)}</Dialog>
    }
    .into_any()
}

fn edit(record: Record, one: &ActionItem, open: RwSignal<bool>) -> AnyView {
    let (id, version, who) = (one.id, one.version, one.responsible.clone());
    let start =
        json!({ "text": one.text, "responsible_id": who.id.to_string(), "due_on": one.due_on });
    let form = Form::new(format!("action-item-{id}"), start);
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, _| async move {
            http::patch::<ActionItem>(format!("/action-items/{id}"), version, &body).await
        };
        form.submit(form.patch(), check::<ActionItemPatch>, send, move |newer| {
            open.set(false);
            toasts.good(tr!(common.saved));
            record.put(newer);
        });
    };
    let fields = view! {
        {Field::new(form, "text", tr!(actions.what)).required().show()}
        <PersonPicker form name="responsible_id" label=tr!(actions.responsible) among=Among::Department(None) start=Some(who) />
        {Field::new(form, "due_on", tr!(actions.due_on)).required().kind("date").show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}
