//! One that is due: what is asked and what was found, who does it, and what may be done with it.

use std::collections::HashMap;

use contract::Action;
use contract::audit::AuditEntry;
use contract::duty::{
    DutyItem, DutyOccurrence, DutyProof, DutyResult, NewDutyExcuse, NewDutyHandOver,
    OccurrenceState,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{queue, sheet, words};
use crate::components::crumbs::crumbs;
use crate::components::description::{list as rows, text};
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::person_combo::Among;
use crate::components::person_picker::PersonPicker;
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::components::{badge, banner, form as view, person};
use crate::core::check::{FieldError, check};
use crate::core::form::Form;
use crate::core::http::{self, Call};
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::time;
use crate::pages::org::audit;
use crate::tr;

type Record = Remote<DutyOccurrence>;

pub fn page(id: Uuid) -> AnyView {
    let record =
        Remote::new(move || http::get::<DutyOccurrence>(format!("/duty-occurrences/{id}")));
    view! {
        <div class="page" data-testid="page-occurrence">
            {queue::banner(move || record.reload())}
            {show(record, move |one| face(record, one))}
        </div>
    }
    .into_any()
}

fn face(record: Record, one: DutyOccurrence) -> AnyView {
    document().set_title(&format!("{} · {}", one.title, tr!(common.product)));
    let session = use_session();
    let due = time::instant(one.due_at);
    let second: Vec<String> = one.place.iter().cloned().chain([due]).collect();
    let may = |action| one.allowed_actions.contains(&action);
    let sign = may(Action::DutyComplete) && !queue::waits(one.id);
    let list = match (one.state, sign) {
        (OccurrenceState::Open, true) => sheet::sheet(record, &one),
        _ => found(&one),
    };
    let audited = untrack(move || session.can(Action::AuditRead));
    let id = one.id;
    let changes = audited.then(|| {
        let path = format!("/audit-entries?subject_kind=duty_occurrence&subject_id={id}");
        view! { <details class="behind"><summary>{tr!(duties.changes)}</summary>{audit::table(Listing::<AuditEntry>::of(path), None)}</details> }
    });
    view! {
        {crumbs(vec![(tr!(duties.title).into(), Route::Duties.path())])}
        <header class="page-head">
            <div class="grow"><h1>{one.title.clone()} " " {badge::status(words::state(&one))}</h1><p class="sub">{second.join(" · ")}</p></div>
            <div class="actions">{buttons(record, &one)}</div>
        </header>
        <div class="case-grid">
            <div class="stack">{list}</div>
            <div class="stack">{facts(&one)}</div>
        </div>
        {changes}
    }
    .into_any()
}

fn facts(one: &DutyOccurrence) -> AnyView {
    let clause = one.clause.clone();
    let mut all = vec![
        (tr!(duties.owner), person::link(&one.owner).into_any()),
        (tr!(duties.due_at), time::instant(one.due_at).into_any()),
        (tr!(duties.opens_at), time::instant(one.opens_at).into_any()),
        (
            tr!(duties.clause),
            view! { <a href=format!("/regulation#{clause}")>{format!("§ {clause}")}</a> }
                .into_any(),
        ),
        (
            tr!(duties.plan),
            view! { <a href=Route::Duty(one.duty_id).path()>{one.title.clone()}</a> }.into_any(),
        ),
    ];
    if let Some(who) = &one.done_by {
        let at = one.done_at.map(time::instant).unwrap_or_default();
        let value = view! { {person::link(who)} " " <span class="muted">{at}</span> };
        all.push((tr!(duties.done_by), value.into_any()));
    }
    if one.reason.is_some() {
        all.push((tr!(duties.reason), text(one.reason.clone())));
    }
    if one.note.is_some() {
        all.push((tr!(duties.note), text(one.note.clone())));
    }
    card(
        tr!(duties.about),
        ().into_any(),
        view! { <div class="card-body">{rows(all)}</div> }.into_any(),
    )
}

/// What is asked, and what was found.
fn found(one: &DutyOccurrence) -> AnyView {
    let results = one.results.clone().unwrap_or_default();
    let by_key: HashMap<String, DutyResult> =
        results.into_iter().map(|r| (r.key.clone(), r)).collect();
    let id = one.id;
    let row = |item: DutyItem| {
        let result = by_key.get(&item.key);
        let value = result.map(|result| value(id, &item, result));
        view! { <li><span class="grow">{item.text}</span> {value}</li> }
    };
    let items = one.checklist.clone().unwrap_or_default();
    let early = (one.state == OccurrenceState::Open && queue::waits(id))
        .then(|| banner::banner("info", tr!(duties.kept)));
    view! {
        {early}
        {card(tr!(duties.checklist), ().into_any(), view! { <ul class="rows" data-testid="found">{items.into_iter().map(row).collect_view()}</ul> }.into_any())}
    }
    .into_any()
}

fn value(occurrence: Uuid, item: &DutyItem, result: &DutyResult) -> AnyView {
    match item.proof {
        DutyProof::Tick => match result.ticked {
            Some(true) => badge::badge(tr!(duties.in_order), "good"),
            Some(false) => badge::badge(tr!(duties.not_in_order), "bad"),
            None => ().into_any(),
        },
        DutyProof::Number => {
            let number = result.number.unwrap_or_default();
            let low = item.at_least.is_some_and(|least| number < least);
            let odd = low || item.at_most.is_some_and(|most| number > most);
            let odd = odd.then(|| badge::badge(tr!(duties.out_of_bounds), "warn"));
            view! { <strong class="num">{number.to_string()}</strong> {odd} }.into_any()
        }
        DutyProof::Text => text(result.text.clone()),
        DutyProof::Photo => match result.photo_id {
            Some(photo) => picture(occurrence, photo),
            None => ().into_any(),
        },
    }
}

/// Fetched with the session: pictures are only for who may see them.
fn picture(occurrence: Uuid, photo: Uuid) -> AnyView {
    let address = RwSignal::new(None::<String>);
    spawn_local(async move {
        let path = format!("/duty-occurrences/{occurrence}/attachments/{photo}/content");
        if let Ok(blob) = http::blob(path, "*/*").await
            && let Ok(url) = web_sys::Url::create_object_url_with_blob(&blob)
        {
            address.try_set(Some(url));
        }
    });
    on_cleanup(move || {
        if let Some(url) = address.try_get_untracked().flatten() {
            let _freed = web_sys::Url::revoke_object_url(&url);
        }
    });
    (move || {
        address.get().map(|url| {
            let shown = url.clone();
            view! { <a href=url target="_blank" rel="noopener"><img class="duty-photo" src=shown alt=tr!(duties.photo) /></a> }
        })
    })
    .into_any()
}

fn buttons(record: Record, one: &DutyOccurrence) -> AnyView {
    let (handing, excusing) = (RwSignal::new(false), RwSignal::new(false));
    let may = |action| one.allowed_actions.contains(&action);
    let (hand, excuse) = (may(Action::DutyHandOver), may(Action::DutyExcuse));
    let (id, version) = (one.id, one.version);
    view! {
        {hand.then(|| view! { <button type="button" class="btn" data-testid="hand-over" on:click=move |_| handing.set(true)>{icon(Icon::Swap)} {tr!(duties.hand_over)}</button> })}
        {excuse.then(|| view! { <button type="button" class="btn" data-testid="excuse" on:click=move |_| excusing.set(true)>{icon(Icon::Return)} {tr!(duties.excuse)}</button> })}
        <Dialog open=handing title=tr!(duties.hand_over)>{hand_over(record, id, version, handing)}</Dialog>
        <Dialog open=excusing title=tr!(duties.excuse)>{excused(record, id, version, excusing)}</Dialog>
    }
    .into_any()
}

fn hand_over(record: Record, id: Uuid, version: i64, open: RwSignal<bool>) -> AnyView {
    let form = Form::new(format!("hand-over-{id}"), json!({}));
    let fields = view! {
        <PersonPicker form name="owner_id" label=tr!(duties.new_owner) among=Among::Department(None) />
        {Field::new(form, "note", tr!(duties.note)).kind("textarea").show()}
    };
    let to = format!("/duty-occurrences/{id}/hand-overs");
    ask(
        record,
        form,
        (to, version),
        check::<NewDutyHandOver>,
        (fields.into_any(), tr!(duties.hand_over)),
        open,
    )
}

fn excused(record: Record, id: Uuid, version: i64, open: RwSignal<bool>) -> AnyView {
    let form = Form::new(format!("excuse-{id}"), json!({}));
    let fields = view! {
        <p class="muted">{tr!(duties.excuse_help)}</p>
        {Field::new(form, "reason", tr!(duties.reason)).kind("textarea").required().show()}
    };
    let to = format!("/duty-occurrences/{id}/excuses");
    ask(
        record,
        form,
        (to, version),
        check::<NewDutyExcuse>,
        (fields.into_any(), tr!(duties.excuse)),
        open,
    )
}

type Checked = fn(&Value) -> Vec<FieldError>;

fn ask(
    record: Record,
    form: Form,
    (path, version): (String, i64),
    checked: Checked,
    (fields, yes): (AnyView, &'static str),
    open: RwSignal<bool>,
) -> AnyView {
    let toasts = use_toasts();
    let submit = move || {
        let path = path.clone();
        let send = move |body: Value, key| async move {
            Call::post(path, key)
                .json(&body)
                .version(version)
                .done()
                .await
        };
        form.submit(form.body(), checked, send, move |()| {
            open.set(false);
            toasts.good(tr!(common.saved));
            record.reload();
        });
    };
    view::frame(form, submit, None, fields, view::submit(form, yes))
}
