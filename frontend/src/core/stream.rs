//! Live notifications: server-sent events read from a fetch, because `EventSource` can't send the bearer header.

use contract::notification::Notification;
use js_sys::Reflect;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, TextDecodeOptions, TextDecoder};

use super::http::Call;
use super::session::{Session, State};
use super::{dom, http};

/// Keeps the stream open as long as somebody is signed in; waits longer after each failure.
pub fn follow(session: Session, arrived: impl Fn(Notification) + Clone + 'static) {
    spawn_local(async move {
        let mut pause = 1_000;
        while matches!(session.state.try_get_untracked(), Some(State::In(_))) {
            if read(session, arrived.clone()).await.is_some() {
                pause = 1_000;
            }
            dom::sleep(pause).await;
            pause = (pause * 2).min(60_000);
        }
    });
}

/// One connection until it ends; `None` if it never opened.
async fn read(session: Session, arrived: impl Fn(Notification)) -> Option<()> {
    let call =
        Call::new(gloo_net::http::Method::GET, "/notifications/stream").accept("text/event-stream");
    let response = call.send().await.ok()?;
    let reader: ReadableStreamDefaultReader = response.body()?.get_reader().unchecked_into();
    let decoder = TextDecoder::new().ok()?;
    let options = TextDecodeOptions::new();
    options.set_stream(true);
    let mut text = String::new();
    loop {
        let Ok(chunk) = JsFuture::from(reader.read()).await else {
            break;
        };
        if Reflect::get(&chunk, &"done".into()).is_ok_and(|done| done.is_truthy()) {
            break;
        }
        let Some(bytes) = Reflect::get(&chunk, &"value".into())
            .ok()
            .and_then(|v| v.dyn_into::<js_sys::Object>().ok())
        else {
            break;
        };
        text.push_str(
            &decoder
                .decode_with_buffer_source_and_options(&bytes, &options)
                .unwrap_or_default()
                .replace('\r', ""),
        );
        while let Some(end) = text.find("\n\n") {
            let event: String = text.drain(..end + 2).collect();
            if let Some(notification) = parse(&event) {
                arrived(notification);
            }
        }
        if !matches!(session.state.try_get_untracked(), Some(State::In(_))) {
            let _ = reader.cancel();
            break;
        }
    }
    Some(())
}

fn parse(event: &str) -> Option<Notification> {
    let data: Vec<&str> = event
        .lines()
        .filter_map(|line| line.strip_prefix("data:"))
        .map(str::trim_start)
        .collect();
    serde_json::from_str(&data.join("\n")).ok()
}

/// Unread ones as the server counts them now.
pub async fn recount(session: Session) {
    if let Ok(me) = http::get::<contract::me::Me>("/me").await {
        session.unread.set(me.unread_notifications);
    }
}
