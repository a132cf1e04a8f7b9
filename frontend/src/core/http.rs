//! The one place that talks to the server.
//!
//! The access token lives in memory only. At start and whenever the server answers 401 the HttpOnly refresh cookie
//! buys a new one, once for all waiting requests and one browser tab at a time (a refresh token is good for one use).

use std::cell::RefCell;

use contract::auth::AccessToken;
use contract::{Code, Problem};
use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared};
use gloo_net::http::{Method, Request, RequestBuilder, Response};
use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Blob, FormData};

use super::locale;

pub const BASE: &str = "/api/v1";

thread_local! {
    static TOKEN: RefCell<Option<String>> = const { RefCell::new(None) };
    static REFRESH: RefCell<Option<Shared<LocalBoxFuture<'static, bool>>>> = const { RefCell::new(None) };
    /// Called when the session can't be renewed any more.
    static SIGNED_OUT: RefCell<Option<Box<dyn Fn()>>> = const { RefCell::new(None) };
}

/// Why a call brought nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// No answer at all: offline, or the server is down.
    Network,
    /// The server refused, in its own words.
    Problem(Box<Problem>),
    /// An answer that this client doesn't understand.
    Unreadable,
}

impl Failure {
    pub fn code(&self) -> Option<Code> {
        match self {
            Failure::Problem(problem) => Some(problem.code),
            _ => None,
        }
    }
}

pub type Answer<T> = Result<T, Failure>;

#[derive(Clone)]
pub enum Body {
    Empty,
    Json(String),
    Csv(String),
    /// An iCalendar file.
    Calendar(String),
    Form(FormData),
}

/// One request, ready to be sent again after a refresh.
#[derive(Clone)]
pub struct Call {
    method: Method,
    path: String,
    body: Body,
    accept: &'static str,
    if_match: Option<i64>,
    key: Option<Uuid>,
}

impl Call {
    pub fn new(method: Method, path: impl Into<String>) -> Call {
        Call {
            method,
            path: path.into(),
            body: Body::Empty,
            accept: "application/json",
            if_match: None,
            key: None,
        }
    }

    /// A POST carries a key, so that sending it twice does it once.
    pub fn post(path: impl Into<String>, key: Uuid) -> Call {
        Call {
            key: Some(key),
            ..Call::new(Method::POST, path)
        }
    }

    pub fn json(mut self, body: &Value) -> Call {
        self.body = Body::Json(body.to_string());
        self
    }

    pub fn body(mut self, body: Body) -> Call {
        self.body = body;
        self
    }

    pub fn accept(mut self, kind: &'static str) -> Call {
        self.accept = kind;
        self
    }

    pub fn version(mut self, version: i64) -> Call {
        self.if_match = Some(version);
        self
    }

    /// Sends, renews the session once if needed, and answers with a success or the problem.
    pub async fn send(self) -> Answer<Response> {
        let response = self.once().await?;
        if response.status() != 401
            || self.path.starts_with("/auth/sessions") && matches!(self.method, Method::POST)
        {
            return checked(response).await;
        }
        if refresh().await {
            return checked(self.once().await?).await;
        }
        SIGNED_OUT.with_borrow(|hook| hook.as_ref().map(|hook| hook()));
        checked(response).await
    }

    /// Sends where only success matters. The answer is read all the same: the browser holds the connection until it was.
    pub async fn done(self) -> Answer<()> {
        text(self).await.map(|_| ())
    }

    async fn once(&self) -> Answer<Response> {
        let mut builder: RequestBuilder = RequestBuilder::new(&format!("{BASE}{}", self.path))
            .method(self.method.clone())
            .header("Accept", self.accept)
            .header("Accept-Language", locale::current().tag());
        if let Some(token) = token() {
            builder = builder.header("Authorization", &format!("Bearer {token}"));
        }
        if let Some(version) = self.if_match {
            builder = builder.header("If-Match", &format!("\"{version}\""));
        }
        if let Some(key) = self.key {
            builder = builder.header("Idempotency-Key", &key.to_string());
        }
        let request: Result<Request, _> = match &self.body {
            Body::Empty => builder.build(),
            Body::Json(text) => builder
                .header("Content-Type", "application/json")
                .body(text.as_str()),
            Body::Csv(text) => builder
                .header("Content-Type", "text/csv; charset=utf-8")
                .body(text.as_str()),
            Body::Calendar(text) => builder
                .header("Content-Type", "text/calendar; charset=utf-8")
                .body(text.as_str()),
            Body::Form(form) => builder.body(form.clone()),
        };
        request
            .map_err(|_| Failure::Network)?
            .send()
            .await
            .map_err(|_| Failure::Network)
    }
}

async fn checked(response: Response) -> Answer<Response> {
    if response.ok() {
        return Ok(response);
    }
    let text = response.text().await.map_err(|_| Failure::Network)?;
    Err(
        serde_json::from_str(&text).map_or(Failure::Unreadable, |problem| {
            Failure::Problem(Box::new(problem))
        }),
    )
}

/// Text of the answer. Boxed and free of type parameters, so that each call adds little to the program.
fn text(call: Call) -> LocalBoxFuture<'static, Answer<String>> {
    async move {
        call.send()
            .await?
            .text()
            .await
            .map_err(|_| Failure::Network)
    }
    .boxed_local()
}

fn decoded<T: DeserializeOwned>(text: &str) -> Answer<T> {
    serde_json::from_str(text).map_err(unexpected)
}

fn unexpected(error: serde_json::Error) -> Failure {
    leptos::logging::warn!("unexpected answer: {error}");
    Failure::Unreadable
}

pub async fn get<T: DeserializeOwned>(path: impl Into<String>) -> Answer<T> {
    decoded(&text(Call::new(Method::GET, path)).await?)
}

pub async fn post<T: DeserializeOwned>(
    path: impl Into<String>,
    key: Uuid,
    body: &Value,
) -> Answer<T> {
    decoded(&text(Call::post(path, key).json(body)).await?)
}

/// Whatever call, and what it answers.
pub async fn read<T: DeserializeOwned>(call: Call) -> Answer<T> {
    decoded(&text(call).await?)
}

/// A POST that only asks and writes nothing.
pub async fn ask<T: DeserializeOwned>(path: impl Into<String>, body: &Value) -> Answer<T> {
    decoded(&text(Call::new(Method::POST, path).json(body)).await?)
}

/// A POST whose answer has no body worth reading.
pub async fn post_empty(path: impl Into<String>, body: &Value) -> Answer<()> {
    Call::post(path, Uuid::new_v4()).json(body).done().await
}

pub async fn patch<T: DeserializeOwned>(
    path: impl Into<String>,
    version: i64,
    body: &Value,
) -> Answer<T> {
    decoded(&text(Call::new(Method::PATCH, path).version(version).json(body)).await?)
}

pub async fn delete(path: impl Into<String>, version: Option<i64>) -> Answer<()> {
    let mut call = Call::new(Method::DELETE, path);
    call.if_match = version;
    call.done().await
}

/// A file: CSV of a list, or the content of an attachment.
pub async fn blob(path: impl Into<String>, accept: &'static str) -> Answer<Blob> {
    let response = Call::new(Method::GET, path).accept(accept).send().await?;
    let bytes = response.binary().await.map_err(|_| Failure::Network)?;
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes.as_slice()));
    Blob::new_with_u8_array_sequence(&parts).map_err(|_| Failure::Unreadable)
}

/// `?a=1&b=2` of the pairs that have a value.
pub fn query(pairs: &[(String, String)]) -> String {
    let text: Vec<String> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| {
            format!(
                "{key}={}",
                String::from(js_sys::encode_uri_component(value))
            )
        })
        .collect();
    if text.is_empty() {
        String::new()
    } else {
        format!("?{}", text.join("&"))
    }
}

/// A contract type as the JSON value that goes out.
pub fn value(body: &impl Serialize) -> Value {
    serde_json::to_value(body).unwrap_or(Value::Null)
}

pub fn token() -> Option<String> {
    TOKEN.with_borrow(Clone::clone)
}

pub fn set_token(token: Option<String>) {
    TOKEN.set(token);
}

pub fn on_signed_out(hook: impl Fn() + 'static) {
    SIGNED_OUT.set(Some(Box::new(hook)));
}

/// Buys a new access token with the cookie; all callers at one time share one attempt.
pub async fn refresh() -> bool {
    let attempt = REFRESH.with_borrow_mut(|running| {
        running
            .get_or_insert_with(|| attempt().boxed_local().shared())
            .clone()
    });
    let renewed = attempt.await;
    REFRESH.set(None);
    renewed
}

async fn attempt() -> bool {
    one_tab_at_a_time(async {
        let call = Call {
            body: Body::Json("{}".into()),
            ..Call::new(Method::POST, "/auth/tokens")
        };
        TOKEN.set(None);
        let Ok(response) = call.once().await else {
            return;
        };
        let Ok(answer) = checked(response).await else {
            return;
        };
        if let Ok(answer) = decoded::<AccessToken>(&answer.text().await.unwrap_or_default()) {
            TOKEN.set(Some(answer.access_token));
        }
    })
    .await;
    token().is_some()
}

/// Runs `work` under the browser's lock of that name, where there is one.
async fn one_tab_at_a_time(work: impl Future<Output = ()> + 'static) {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).unwrap_or(JsValue::UNDEFINED);
    let request = Reflect::get(&locks, &"request".into())
        .ok()
        .and_then(|f| f.dyn_into::<Function>().ok());
    let Some(request) = request else {
        return work.await;
    };
    let mut work = Some(work);
    let locked = Closure::<dyn FnMut() -> Promise>::new(move || match work.take() {
        Some(work) => future_to_promise(async move {
            work.await;
            Ok(JsValue::UNDEFINED)
        }),
        None => Promise::resolve(&JsValue::UNDEFINED),
    });
    if let Ok(done) = request.call2(&locks, &"session-refresh".into(), locked.as_ref()) {
        let _ = JsFuture::from(Promise::from(done)).await;
    }
}
