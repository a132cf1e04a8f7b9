//! One ticket: what is damaged, who sees to it, and what is to be done next.

use contract::Action;
use contract::audit::AuditEntry;
use contract::repair::{
    NewRepair, NewRepairAssignment, NewRepairConfirmation, NewRepairRefusal, RepairState,
    RepairTicket,
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

type Record = Remote<RepairTicket>;

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<RepairTicket>(format!("/repair-tickets/{id}")));
    view! {
        <div class="page" data-testid="page-repair">
            {show(record, move |one| face(record, one))}
        </div>
    }
    .into_any()
}

fn face(record: Record, one: RepairTicket) -> AnyView {
    document().set_title(&format!("{} · {}", one.title, tr!(common.product)));
    let session = use_session();
    let late = one
        .overdue
        .then(|| badge::badge(tr!(repairs.overdue), "bad"));
    let audited = untrack(move || session.can(Action::AuditRead));
    let id = one.id;
    let changes = audited.then(|| {
        let path = format!("/audit-entries?subject_kind=repair_ticket&subject_id={id}");
        view! { <details class="behind"><summary>{tr!(repairs.changes)}</summary>{audit::table(Listing::<AuditEntry>::of(path), None)}</details> }
    });
    view! {
        {crumbs(vec![(tr!(repairs.title).into(), Route::Repairs.path())])}
        <header class="page-head">
            <div class="grow"><h1>{one.title.clone()} " " {badge::status(words::state(one.state))} " " {late}</h1><p class="sub">{one.place.clone()}</p></div>
            <div class="actions">{buttons(record, &one)}</div>
        </header>
        <div class="case-grid">
            <div class="stack">{facts(&one)}</div>
            <div class="stack">{photos(&format!("/repair-tickets/{id}"))}</div>
        </div>
        {changes}
    }
    .into_any()
}

fn facts(one: &RepairTicket) -> AnyView {
    let (urgency, tone) = words::urgency(one.urgency);
    let mut all = vec![
        (tr!(repairs.urgency), badge::badge(urgency, tone)),
        (
            tr!(repairs.reporter),
            person::link(&one.reporter).into_any(),
        ),
        (
            tr!(repairs.reported_at),
            time::instant(one.created_at).into_any(),
        ),
        (tr!(repairs.due_at), time::instant(one.due_at).into_any()),
        (
            tr!(repairs.assignee),
            match &one.assignee {
                Some(who) => person::link(who).into_any(),
                None => text(None),
            },
        ),
    ];
    for (label, value) in [
        (tr!(repairs.repairer), one.repairer.clone()),
        (tr!(repairs.description), one.description.clone()),
        (tr!(repairs.repair), one.repair.clone()),
        (tr!(repairs.reason), one.declined_because.clone()),
    ] {
        if value.is_some() {
            all.push((label, text(value)));
        }
    }
    if let Some(hours) = one.hours {
        let took = tr!(repairs.hours, n = hours).to_string();
        all.push((tr!(repairs.took), took.into_any()));
    }
    if one.reopened > 0 {
        all.push((tr!(repairs.reopened), one.reopened.to_string().into_any()));
    }
    card(
        tr!(repairs.about),
        ().into_any(),
        view! { <div class="card-body">{rows(all)}</div> }.into_any(),
    )
}

fn buttons(record: Record, one: &RepairTicket) -> AnyView {
    let may = |action| one.allowed_actions.contains(&action);
    let [assigning, fixing, refusing, declining] = [(); 4].map(|()| RwSignal::new(false));
    let (assign, fix, confirm) = (
        may(Action::RepairAssign),
        may(Action::RepairFix),
        may(Action::RepairConfirm),
    );
    let (id, version) = (one.id, one.version);
    let toasts = use_toasts();
    let repaired = move |_| {
        let to = (format!("/repair-tickets/{id}/confirmations"), version);
        act(
            record,
            toasts,
            to,
            json!({ "repaired": true }),
            tr!(repairs.thanks),
        );
    };
    let again = one.state == RepairState::Assigned;
    let words = if again {
        tr!(repairs.assign_again)
    } else {
        tr!(repairs.assign)
    };
    let ticket = one.clone();
    view! {
        {fix.then(|| view! { <button type="button" class="btn primary" data-testid="fix" on:click=move |_| fixing.set(true)>{icon(Icon::Check)} {tr!(repairs.fix)}</button> })}
        {confirm.then(|| view! {
            <button type="button" class="btn primary" data-testid="confirm" on:click=repaired>{icon(Icon::Check)} {tr!(repairs.confirm)}</button>
            <button type="button" class="btn" data-testid="not-repaired" on:click=move |_| refusing.set(true)>{icon(Icon::Return)} {tr!(repairs.not_repaired)}</button>
        })}
        {assign.then(|| view! {
            <button type="button" class="btn" data-testid="assign" on:click=move |_| assigning.set(true)>{icon(Icon::User)} {words}</button>
            <button type="button" class="btn" data-testid="decline" on:click=move |_| declining.set(true)>{icon(Icon::Close)} {tr!(repairs.decline)}</button>
        })}
        <Dialog open=assigning title=words>{assignment(record, &ticket, assigning)}</Dialog>
        <Dialog open=fixing title=tr!(repairs.fix)>{ask(record, (format!("/repair-tickets/{id}/repairs"), Some(version)), json!({}), ("repair", tr!(repairs.repair)), check::<NewRepair>, fixing)}</Dialog>
        <Dialog open=refusing title=tr!(repairs.not_repaired)>{ask(record, (format!("/repair-tickets/{id}/confirmations"), Some(version)), json!({ "repaired": false }), ("note", tr!(repairs.why_not)), check::<NewRepairConfirmation>, refusing)}</Dialog>
        <Dialog open=declining title=tr!(repairs.decline)>{ask(record, (format!("/repair-tickets/{id}/refusals"), Some(version)), json!({}), ("reason", tr!(repairs.reason)), check::<NewRepairRefusal>, declining)}</Dialog>
    }
    .into_any()
}

fn assignment(record: Record, one: &RepairTicket, open: RwSignal<bool>) -> AnyView {
    let (id, version) = (one.id, one.version);
    let start = json!({ "urgency": one.urgency, "repairer": one.repairer, "assignee_id": one.assignee.as_ref().map(|who| who.id) });
    let form = Form::new(format!("assign-repair-{id}"), start);
    let toasts = use_toasts();
    let submit = move || {
        let mut body = form.body();
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| !value.is_null() && value.as_str() != Some(""));
        }
        let send = move |body: Value, key| async move {
            let call = Call::post(format!("/repair-tickets/{id}/assignments"), key);
            call.json(&body).version(version).done().await
        };
        form.submit(body, check::<NewRepairAssignment>, send, move |()| {
            open.set(false);
            toasts.good(tr!(common.saved));
            record.reload();
        });
    };
    let fields = view! {
        <PersonPicker form name="assignee_id" label=tr!(repairs.assignee) among=Among::AtWork start=one.assignee.clone() />
        {select(form, "urgency", tr!(repairs.urgency), true, tr!(repairs.urgency_help), Signal::stored(words::urgencies()))}
        {Field::new(form, "repairer", tr!(repairs.repairer)).help(tr!(repairs.repairer_help)).show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(repairs.assign)),
    )
}
