//! One piece of safety equipment: where it is, when it is due, and every inspection of it.

use contract::Action;
use contract::safety::{NewSafetyInspection, SafetyInspection, SafetyItem};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{form as edit, words};
use crate::components::crumbs::crumbs;
use crate::components::description::{list as rows, text};
use crate::components::dialog::Dialog;
use crate::components::field::{Field, select};
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::record::show;
use crate::components::table::{Column, table};
use crate::components::toast::use_toasts;
use crate::components::{badge, empty, form as view, person};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::time;
use crate::tr;

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<SafetyItem>(format!("/safety-items/{id}")));
    view! {
        <div class="page" data-testid="page-safety-item">{show(record, move |one| face(record, one))}</div>
    }
    .into_any()
}

fn face(record: Remote<SafetyItem>, one: SafetyItem) -> AnyView {
    document().set_title(&format!("{} · {}", one.label, tr!(common.product)));
    let place = one.place.as_ref().map(|place| place.name.clone());
    let here: Vec<String> = place.into_iter().chain([one.spot.clone()]).collect();
    let listing = Listing::<SafetyInspection>::of(format!("/safety-items/{}/inspections", one.id));
    let nobody = || empty::plain(Icon::Check, tr!(safety.never), tr!(safety.never_text));
    let history = table(
        tr!(safety.inspections),
        listing,
        columns(),
        None,
        false,
        nobody,
    );
    view! {
        {crumbs(vec![(tr!(safety.title).into(), Route::Safety.path())])}
        <header class="page-head">
            <div class="grow"><h1>{one.label.clone()} " " {badge::status(words::state(&one))}</h1><p class="sub">{here.join(" · ")}</p></div>
            <div class="actions">{buttons(record, &one)}</div>
        </header>
        <div class="stack">
            {facts(&one)}
            {card(tr!(safety.inspections), ().into_any(), history)}
        </div>
    }
    .into_any()
}

fn facts(one: &SafetyItem) -> AnyView {
    let all = vec![
        (tr!(safety.kind), words::kind(one.kind).into_any()),
        (tr!(safety.due_on), time::date(one.due_on).into_any()),
        (
            tr!(safety.inspected_on),
            text(one.inspected_on.map(time::date)),
        ),
        (tr!(safety.expires_on), text(one.expires_on.map(time::date))),
        (
            tr!(safety.inspect_months),
            one.inspect_months.to_string().into_any(),
        ),
    ];
    card(
        tr!(safety.about),
        ().into_any(),
        view! { <div class="card-body">{rows(all)}</div> }.into_any(),
    )
}

fn columns() -> Vec<Column<SafetyInspection>> {
    vec![
        Column::new(tr!(safety.when), |one: &SafetyInspection| {
            time::instant(one.inspected_at).into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(safety.by), |one: &SafetyInspection| {
            person::link(&one.inspected_by).into_any()
        }),
        Column::new(tr!(safety.found), |one: &SafetyInspection| {
            badge::status(match one.in_order {
                true => (tr!(safety.in_order), "good"),
                false => (tr!(safety.not_in_order), "bad"),
            })
        }),
        Column::new(tr!(safety.note), |one: &SafetyInspection| {
            text(one.note.clone())
        }),
    ]
}

fn buttons(record: Remote<SafetyItem>, one: &SafetyItem) -> AnyView {
    let may = |action| one.allowed_actions.contains(&action);
    let (inspects, manages) = (may(Action::SafetyInspect), may(Action::SafetyManage));
    let (inspecting, editing) = (RwSignal::new(false), RwSignal::new(false));
    let (id, item) = (one.id, one.clone());
    view! {
        {inspects.then(|| view! { <button type="button" class="btn primary" data-testid="inspect" on:click=move |_| inspecting.set(true)>{icon(Icon::Check)} {tr!(safety.inspect)}</button> })}
        {manages.then(|| view! { <button type="button" class="btn" data-testid="edit" on:click=move |_| editing.set(true)>{icon(Icon::Edit)} {tr!(safety.edit)}</button> })}
        <Dialog open=inspecting title=tr!(safety.inspect)>{inspection(record, id, inspecting)}</Dialog>
        <Dialog open=editing title=tr!(safety.edit)>{edit::edit(record, &item, editing)}</Dialog>
    }
    .into_any()
}

fn inspection(record: Remote<SafetyItem>, id: Uuid, open: RwSignal<bool>) -> AnyView {
    let form = Form::new(format!("inspection-{id}"), json!({ "in_order": "true" }));
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, key| async move {
            http::post::<SafetyItem>(format!("/safety-items/{id}/inspections"), key, &body).await
        };
        let mut body = form.body();
        body["in_order"] = (body["in_order"].as_str() == Some("true")).into();
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| value.as_str() != Some("") && !value.is_null());
        }
        form.submit(body, check::<NewSafetyInspection>, send, move |_| {
            open.set(false);
            toasts.good(tr!(safety.signed));
            record.reload();
        });
    };
    let yes = ("true".to_owned(), tr!(safety.in_order).to_owned());
    let found = vec![
        yes,
        ("false".to_owned(), tr!(safety.not_in_order).to_owned()),
    ];
    let fields = view! {
        {select(form, "in_order", tr!(safety.found), true, "", Signal::stored(found))}
        {Field::new(form, "note", tr!(safety.note)).kind("textarea").help(tr!(safety.note_help)).show()}
        {Field::new(form, "expires_on", tr!(safety.renewed)).kind("date").help(tr!(safety.renewed_help)).show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(safety.sign)),
    )
}
