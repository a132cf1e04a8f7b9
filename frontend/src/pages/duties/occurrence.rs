//! One that is due: a check-list made for the phone — large rows, camera, and signed later where there is no net just now.

use std::collections::HashMap;

use contract::Action;
use contract::attachment::Attachment;
use contract::audit::AuditEntry;
use contract::duty::{
    DutyItem, DutyOccurrence, DutyProof, DutyResult, NewDutyExcuse, NewDutyHandOver,
    OccurrenceState,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};
use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::{Event, FormData, HtmlInputElement};

use super::queue::{self, Waiting};
use super::words;
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
use crate::core::http::{self, Body, Call, Failure};
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{dom, time};
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
        (OccurrenceState::Open, true) => sheet(record, &one),
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

/// One item while it is answered.
#[derive(Clone)]
struct Answer {
    item: DutyItem,
    ticked: RwSignal<Option<bool>>,
    typed: RwSignal<String>,
    photo: RwSignal<Option<Uuid>>,
}

impl Answer {
    fn result(&self) -> Option<Value> {
        let key = &self.item.key;
        let typed = self.typed.get();
        let typed = typed.trim();
        match self.item.proof {
            DutyProof::Tick => self
                .ticked
                .get()
                .map(|on| json!({ "key": key, "ticked": on })),
            DutyProof::Number => {
                let number: f64 = typed.replace(',', ".").parse().ok()?;
                Some(json!({ "key": key, "number": number }))
            }
            DutyProof::Text => (!typed.is_empty()).then(|| json!({ "key": key, "text": typed })),
            DutyProof::Photo => self
                .photo
                .get()
                .map(|id| json!({ "key": key, "photo_id": id })),
        }
    }
}

fn sheet(record: Record, one: &DutyOccurrence) -> AnyView {
    let (id, version, title) = (one.id, one.version, one.title.clone());
    let answer = |item: DutyItem| Answer {
        item,
        ticked: RwSignal::new(None),
        typed: RwSignal::new(String::new()),
        photo: RwSignal::new(None),
    };
    let items = one.checklist.clone().unwrap_or_default();
    let answers: Vec<Answer> = items.into_iter().map(answer).collect();
    let note = RwSignal::new(String::new());
    draft(id, &answers, note);
    let kept = StoredValue::new(answers.clone());
    let left = move || {
        kept.with_value(|all| {
            let open = |a: &&Answer| a.item.required && a.result().is_none();
            all.iter().filter(open).count()
        })
    };
    let (busy, later) = (RwSignal::new(false), RwSignal::new(false));
    let (session, toasts) = (use_session(), use_toasts());
    let send = move |_| {
        let results: Vec<Value> =
            kept.with_value(|all| untrack(|| all.iter().filter_map(Answer::result).collect()));
        let mut body = json!({ "results": results });
        let said = note.get_untracked();
        if !said.trim().is_empty() {
            body["note"] = said.trim().into();
        }
        let Some(who) = session.me_now().and_then(|me| me.employee_id) else {
            return;
        };
        let waiting = Waiting {
            id,
            version,
            key: Uuid::new_v4(),
            body,
            title: title.clone(),
            who,
        };
        busy.set(true);
        spawn_local(async move {
            match waiting.send().await {
                Ok(()) => {
                    forget(id);
                    toasts.good(tr!(duties.signed));
                    record.reload();
                }
                Err(Failure::Network) => {
                    forget(id);
                    queue::keep(waiting);
                    later.try_set(true);
                }
                Err(failure) => toasts.failure(&failure),
            }
            busy.try_set(false);
        });
    };
    let list = answers.into_iter().map(|one| row(id, one)).collect_view();
    let rest = move || match left() {
        0 => tr!(duties.ready).to_owned(),
        n => tr!(duties.left, n = n).to_string(),
    };
    let body = view! {
        <div class="card-body stack">
            <ul class="duty-items" data-testid="sheet">{list}</ul>
            <div class="field">
                <label for="duty-note">{tr!(duties.note)}</label>
                <textarea id="duty-note" class="input" rows="2" maxlength="1000" data-testid="note" prop:value=move || note.get() on:input=move |event| note.set(event_target_value(&event))></textarea>
            </div>
            <p class="small muted" role="status">{rest}</p>
            <button type="button" class="btn primary" data-testid="sign" disabled=move || busy.get() || left() != 0 on:click=send>{icon(Icon::Check)} {tr!(duties.sign)}</button>
        </div>
    };
    let sheet = card(tr!(duties.checklist), ().into_any(), body.into_any());
    // Nothing can be fetched anew now: what was answered stays to be seen.
    view! {
        {move || later.get().then(|| banner::banner("info", tr!(duties.kept)))}
        <fieldset class="bare" disabled=move || later.get()>{sheet}</fieldset>
    }
    .into_any()
}

fn place(id: Uuid) -> String {
    format!("duty-draft-{id}")
}

fn forget(id: Uuid) {
    dom::write(dom::local(), &place(id), None);
}

/// What is answered so far is kept on this device, and stands there again when the page is opened anew.
fn draft(id: Uuid, answers: &[Answer], note: RwSignal<String>) {
    let kept = dom::read(dom::local(), &place(id)).unwrap_or_default();
    let kept: Value = serde_json::from_str(&kept).unwrap_or_default();
    for one in answers {
        let was = &kept["items"][&one.item.key];
        one.ticked.set(was["ticked"].as_bool());
        one.typed
            .set(was["typed"].as_str().unwrap_or_default().to_owned());
        one.photo
            .set(was["photo"].as_str().and_then(|id| id.parse().ok()));
    }
    note.set(kept["note"].as_str().unwrap_or_default().to_owned());
    let all = answers.to_vec();
    Effect::new(move || {
        let mut items = json!({});
        for one in &all {
            items[&one.item.key] = json!({ "ticked": one.ticked.get(), "typed": one.typed.get(), "photo": one.photo.get() });
        }
        let text = json!({ "items": items, "note": note.get() }).to_string();
        dom::write(dom::local(), &place(id), Some(&text));
    });
}

fn row(occurrence: Uuid, one: Answer) -> AnyView {
    let key = one.item.key.clone();
    let id = format!("item-{key}");
    let required = one
        .item
        .required
        .then(|| view! { <span class="req" aria-hidden="true">" *"</span> });
    let label = one.item.text.clone();
    let control = match one.item.proof {
        DutyProof::Tick => {
            let choice = |on: bool, word: &'static str, text: &'static str| {
                let ticked = one.ticked;
                view! {
                    <label class="choice">
                        <input type="radio" name=id.clone() data-testid=format!("{key}-{word}") prop:checked=move || ticked.get() == Some(on) on:change=move |_| ticked.set(Some(on)) />
                        <span>{text}</span>
                    </label>
                }
            };
            let (yes, no) = (
                choice(true, "yes", tr!(duties.in_order)),
                choice(false, "no", tr!(duties.not_in_order)),
            );
            return view! {
                <li><fieldset class="duty-item"><legend>{label} {required}</legend><div class="choices two">{yes} {no}</div></fieldset></li>
            }
            .into_any();
        }
        DutyProof::Number | DutyProof::Text => {
            let typed = one.typed;
            let mode = (one.item.proof == DutyProof::Number).then_some("decimal");
            let limits = [one.item.at_least, one.item.at_most];
            let limits = match limits {
                [Some(least), Some(most)] => format!("{least} – {most}"),
                [Some(least), None] => format!("≥ {least}"),
                [None, Some(most)] => format!("≤ {most}"),
                _ => String::new(),
            };
            view! {
                <input id=id.clone() class="input" inputmode=mode maxlength="500" placeholder=limits data-testid=key.clone() prop:value=move || typed.get() on:input=move |event| typed.set(event_target_value(&event)) />
            }
            .into_any()
        }
        DutyProof::Photo => photo(occurrence, &id, &key, one.photo),
    };
    view! { <li><div class="duty-item"><label for=id>{label} {required}</label>{control}</div></li> }.into_any()
}

/// The camera on a phone, a file elsewhere; sent at once, so that signing only names it.
fn photo(occurrence: Uuid, id: &str, key: &str, taken: RwSignal<Option<Uuid>>) -> AnyView {
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let change = move |event: Event| {
        let input = event
            .target()
            .and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
        let file = input.as_ref().and_then(HtmlInputElement::files);
        let Some(file) = file.and_then(|files| files.get(0)) else {
            return;
        };
        let Ok(form) = FormData::new() else { return };
        if form
            .append_with_blob_and_filename("file", &file, &file.name())
            .is_err()
        {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let path = format!("/duty-occurrences/{occurrence}/attachments");
            let call = Call::post(path, Uuid::new_v4()).body(Body::Form(form));
            match http::read::<Attachment>(call).await {
                Ok(file) => {
                    taken.try_set(Some(file.id));
                }
                Err(Failure::Network) => toasts.bad(tr!(duties.photo_offline)),
                Err(failure) => toasts.failure(&failure),
            }
            busy.try_set(false);
        });
    };
    view! {
        <input id=id.to_owned() class="input" type="file" accept="image/*" capture="environment" data-testid=key.to_owned() disabled=move || busy.get() on:change=change />
        {move || taken.get().map(|_| badge::badge(tr!(duties.photo_taken), "good"))}
    }
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
