//! What was signed without a net: kept on this device, and sent with the same key once there is one, so that it is done once.

use std::cell::Cell;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use crate::components::banner as shown;
use crate::components::toast::{Toasts, use_toasts};
use crate::core::dom;
use crate::core::http::{self, Failure};
use crate::core::session::use_session;
use crate::tr;

const PLACE: &str = "duty-queue";

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    pub id: Uuid,
    pub version: i64,
    pub key: Uuid,
    pub body: Value,
    pub title: String,
    /// Whose: a device may have several users.
    pub who: Uuid,
}

impl Waiting {
    pub async fn send(&self) -> Result<(), Failure> {
        let call = http::Call::post(
            format!("/duty-occurrences/{}/completions", self.id),
            self.key,
        );
        call.json(&self.body).version(self.version).done().await
    }
}

fn all() -> Vec<Waiting> {
    let text = dom::read(dom::local(), PLACE).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

fn put(all: &[Waiting]) {
    let text = serde_json::to_string(all).unwrap_or_default();
    let kept = (!all.is_empty()).then_some(text.as_str());
    dom::write(dom::local(), PLACE, kept);
}

/// Of two for one the later stays.
pub fn keep(one: Waiting) {
    let mut waiting = all();
    waiting.retain(|other| other.id != one.id);
    waiting.push(one);
    put(&waiting);
}

pub fn waits(id: Uuid) -> bool {
    all().iter().any(|one| one.id == id)
}

/// Whether trying again later can succeed: no answer, a server in trouble, a session that has to be renewed first.
fn passes(failure: &Failure) -> bool {
    match failure {
        Failure::Problem(problem) => matches!(problem.status, 401 | 429 | 500..),
        Failure::Network | Failure::Unreadable => true,
    }
}

thread_local! {
    /// One at a time: a second round would find the first one's key in use.
    static SENDING: Cell<bool> = const { Cell::new(false) };
}

/// Sends what waits. What the server refuses for good is told and let go of; otherwise all stays.
async fn flush(who: Uuid, toasts: Toasts) {
    if SENDING.replace(true) {
        return;
    }
    for one in all().into_iter().filter(|one| one.who == who) {
        match one.send().await {
            Err(failure) if passes(&failure) => break,
            Ok(()) => toasts.good(tr!(duties.sent, title = one.title.clone()).to_string()),
            Err(failure) => toasts.failure(&failure),
        }
        let mut left = all();
        left.retain(|other| other.key != one.key);
        put(&left);
    }
    SENDING.set(false);
}

/// Says how much waits; tries now, whenever the net comes back and every quarter of a minute, and tells when something went.
pub fn banner(sent: impl Fn() + Copy + Send + 'static) -> AnyView {
    let (session, toasts) = (use_session(), use_toasts());
    let me = move || session.me_now().and_then(|me| me.employee_id);
    let waiting = move || all().iter().filter(|one| Some(one.who) == me()).count();
    let count = RwSignal::new(waiting());
    let go = move || {
        let Some(who) = me() else {
            return;
        };
        spawn_local(async move {
            let before = waiting();
            flush(who, toasts).await;
            let after = waiting();
            if count.try_set(after).is_none() && after < before {
                sent();
            }
        });
    };
    go();
    let again = set_interval_with_handle(
        move || {
            if waiting() > 0 {
                go();
            }
        },
        Duration::from_secs(15),
    );
    let back = Closure::<dyn Fn()>::new(go);
    let listener: js_sys::Function = back.as_ref().unchecked_ref::<js_sys::Function>().clone();
    // A listener that can't be set costs a try by hand.
    let _set = window().add_event_listener_with_callback("online", &listener);
    let kept = StoredValue::new_local((back, listener));
    on_cleanup(move || {
        if let Ok(again) = &again {
            again.clear();
        }
        kept.with_value(|(_, listener)| {
            let _removed = window().remove_event_listener_with_callback("online", listener);
        });
    });
    (move || {
        (count.get() > 0).then(|| {
            let again = view! { <button type="button" class="btn small" data-testid="send-waiting" on:click=move |_| go()>{tr!(duties.send_now)}</button> };
            shown::with("warn", tr!(duties.waiting, n = count.get()).to_string(), again.into_any())
        })
    })
    .into_any()
}
