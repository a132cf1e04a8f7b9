//! The check-list while it is answered: large rows, the camera, a draft on this device, and signed later where there is no net just now.

use contract::attachment::Attachment;
use contract::duty::{DutyItem, DutyOccurrence, DutyProof};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};
use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::{Event, FormData, HtmlInputElement};

use super::queue::{self, Waiting};
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::toast::use_toasts;
use crate::components::{badge, banner};
use crate::core::dom;
use crate::core::http::{self, Body, Call, Failure};
use crate::core::remote::Remote;
use crate::core::session::use_session;
use crate::tr;

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

pub fn sheet(record: Remote<DutyOccurrence>, one: &DutyOccurrence) -> AnyView {
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
