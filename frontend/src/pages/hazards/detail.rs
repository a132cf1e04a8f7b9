//! One hazard: what it is, who puts it right by when, and who looks at it again.

use contract::Action;
use contract::audit::AuditEntry;
use contract::employee::PersonRef;
use contract::hazard::{
    Hazard, HazardState, NewHazardAssignment, NewHazardDismissal, NewHazardRecheck,
    NewHazardRectification,
};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::words;
use crate::components::ask::ask;
use crate::components::crumbs::crumbs;
use crate::components::description::{list as rows, text};
use crate::components::dialog::Dialog;
use crate::components::field::{Field, select};
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::person_combo::Among;
use crate::components::person_picker::PersonPicker;
use crate::components::photos::photos;
use crate::components::record::{act, show};
use crate::components::toast::use_toasts;
use crate::components::{badge, form as view, person};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http::{self, Call};
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::time;
use crate::pages::org::audit;
use crate::tr;

type Record = Remote<Hazard>;

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<Hazard>(format!("/hazards/{id}")));
    view! {
        <div class="page" data-testid="page-hazard">
            {show(record, move |one| face(record, one))}
        </div>
    }
    .into_any()
}

fn face(record: Record, one: Hazard) -> AnyView {
    document().set_title(&format!("{} · {}", one.title, tr!(common.product)));
    let session = use_session();
    let late = one
        .overdue
        .then(|| badge::badge(tr!(hazards.overdue), "bad"));
    let audited = untrack(move || session.can(Action::AuditRead));
    let id = one.id;
    let changes = audited.then(|| {
        let path = format!("/audit-entries?subject_kind=hazard&subject_id={id}");
        view! { <details class="behind"><summary>{tr!(hazards.changes)}</summary>{audit::table(Listing::<AuditEntry>::of(path), None)}</details> }
    });
    view! {
        {crumbs(vec![(tr!(hazards.title).into(), Route::Hazards.path())])}
        <header class="page-head">
            <div class="grow"><h1>{one.title.clone()} " " {badge::status(words::state(one.state))} " " {late}</h1><p class="sub">{where_(&one)}</p></div>
            <div class="actions">{buttons(record, &one)}</div>
        </header>
        <div class="case-grid">
            <div class="stack">{facts(&one)}</div>
            <div class="stack">{photos(&format!("/hazards/{id}"))}</div>
        </div>
        {changes}
    }
    .into_any()
}

fn where_(one: &Hazard) -> String {
    let place = one.place.as_ref().map(|place| place.name.clone());
    let parts: Vec<String> = place.into_iter().chain([one.spot.clone()]).collect();
    parts.join(" · ")
}

fn facts(one: &Hazard) -> AnyView {
    let (severity, tone) = words::severity(one.severity);
    let who = |who: &Option<PersonRef>| match who {
        Some(who) => person::link(who).into_any(),
        None => text(None),
    };
    let mut all = vec![
        (tr!(hazards.kind), words::kind(one.kind).into_any()),
        (tr!(hazards.severity), badge::badge(severity, tone)),
        (
            tr!(hazards.reporter),
            person::link(&one.reporter).into_any(),
        ),
        (
            tr!(hazards.reported_at),
            time::instant(one.created_at).into_any(),
        ),
        (tr!(hazards.due_at), time::instant(one.due_at).into_any()),
        (tr!(hazards.assignee), who(&one.assignee)),
    ];
    for (label, value) in [
        (tr!(hazards.description), one.description.clone()),
        (tr!(hazards.rectification), one.rectification.clone()),
        (tr!(hazards.reason), one.dismissed_because.clone()),
    ] {
        if value.is_some() {
            all.push((label, text(value)));
        }
    }
    for (label, person, at) in [
        (
            tr!(hazards.rectified_by),
            &one.rectified_by,
            one.rectified_at,
        ),
        (
            tr!(hazards.rechecked_by),
            &one.rechecked_by,
            one.rechecked_at,
        ),
    ] {
        if let (Some(_), Some(at)) = (person, at) {
            let value = view! { {who(person)} " " <span class="muted">{time::instant(at)}</span> };
            all.push((label, value.into_any()));
        }
    }
    if one.reopened > 0 {
        all.push((tr!(hazards.reopened), one.reopened.to_string().into_any()));
    }
    card(
        tr!(hazards.about),
        ().into_any(),
        view! { <div class="card-body">{rows(all)}</div> }.into_any(),
    )
}

fn buttons(record: Record, one: &Hazard) -> AnyView {
    let may = |action| one.allowed_actions.contains(&action);
    let [assigning, fixing, refusing, declining] = [(); 4].map(|()| RwSignal::new(false));
    let (assign, fix, confirm) = (
        may(Action::HazardAssign),
        may(Action::HazardRectify),
        may(Action::HazardRecheck),
    );
    let (id, version) = (one.id, one.version);
    let toasts = use_toasts();
    let in_order = move |_| {
        let to = (format!("/hazards/{id}/rechecks"), version);
        act(
            record,
            toasts,
            to,
            json!({ "in_order": true }),
            tr!(hazards.thanks),
        );
    };
    let again = one.state == HazardState::Assigned;
    let words = if again {
        tr!(hazards.assign_again)
    } else {
        tr!(hazards.assign)
    };
    let ticket = one.clone();
    view! {
        {fix.then(|| view! { <button type="button" class="btn primary" data-testid="rectify" on:click=move |_| fixing.set(true)>{icon(Icon::Check)} {tr!(hazards.rectify)}</button> })}
        {confirm.then(|| view! {
            <button type="button" class="btn primary" data-testid="in-order" on:click=in_order>{icon(Icon::Check)} {tr!(hazards.in_order)}</button>
            <button type="button" class="btn" data-testid="not-in-order" on:click=move |_| refusing.set(true)>{icon(Icon::Return)} {tr!(hazards.not_in_order)}</button>
        })}
        {assign.then(|| view! {
            <button type="button" class="btn" data-testid="assign" on:click=move |_| assigning.set(true)>{icon(Icon::User)} {words}</button>
            <button type="button" class="btn" data-testid="dismiss" on:click=move |_| declining.set(true)>{icon(Icon::Close)} {tr!(hazards.dismiss)}</button>
        })}
        <Dialog open=assigning title=words>{assignment(record, &ticket, assigning)}</Dialog>
        <Dialog open=fixing title=tr!(hazards.rectify)>{ask(record, (format!("/hazards/{id}/rectifications"), Some(version)), json!({}), ("rectification", tr!(hazards.rectification)), check::<NewHazardRectification>, fixing)}</Dialog>
        <Dialog open=refusing title=tr!(hazards.not_in_order)>{ask(record, (format!("/hazards/{id}/rechecks"), Some(version)), json!({ "in_order": false }), ("note", tr!(hazards.why_not)), check::<NewHazardRecheck>, refusing)}</Dialog>
        <Dialog open=declining title=tr!(hazards.dismiss)>{ask(record, (format!("/hazards/{id}/dismissals"), Some(version)), json!({}), ("reason", tr!(hazards.reason)), check::<NewHazardDismissal>, declining)}</Dialog>
    }
    .into_any()
}

fn assignment(record: Record, one: &Hazard, open: RwSignal<bool>) -> AnyView {
    let (id, version) = (one.id, one.version);
    let start =
        json!({ "severity": one.severity, "assignee_id": one.assignee.as_ref().map(|who| who.id) });
    let form = Form::new(format!("assign-hazard-{id}"), start);
    let toasts = use_toasts();
    let submit = move || {
        let mut body = form.body();
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| !value.is_null() && value.as_str() != Some(""));
        }
        let send = move |body: Value, key| async move {
            let call = Call::post(format!("/hazards/{id}/assignments"), key);
            call.json(&body).version(version).done().await
        };
        form.submit(body, check::<NewHazardAssignment>, send, move |()| {
            open.set(false);
            toasts.good(tr!(common.saved));
            record.reload();
        });
    };
    let fields = view! {
        <PersonPicker form name="assignee_id" label=tr!(hazards.assignee) among=Among::AtWork start=one.assignee.clone() />
        {select(form, "severity", tr!(hazards.severity), true, tr!(hazards.severity_help), Signal::stored(words::severities()))}
        {Field::new(form, "rectify_by", tr!(hazards.rectify_by)).kind("date").help(tr!(hazards.rectify_by_help)).show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(hazards.assign)),
    )
}
