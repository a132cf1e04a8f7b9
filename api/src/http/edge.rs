//! The outermost middleware: request id, language of problems, security headers, one log line for what went wrong.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest};
use contract::{Code, Locale};

use crate::app::App;
use crate::db::Backend;
use crate::problem::Refusal;

pub struct RequestId(pub String);

/// The caller's language: `Accept-Language`, else the default.
pub fn locale_of(request: &HttpRequest) -> Locale {
    request
        .headers()
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|v| v.to_str().ok())
        .and_then(Locale::from_accept_language)
        .unwrap_or_default()
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
                   font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const DOCS_CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; \
                        font-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The caller's address: the peer, or what the proxy says when it is trusted.
pub fn address_of(app: &App, request: &HttpRequest) -> String {
    let forwarded = || {
        let header = request.headers().get("x-forwarded-for")?.to_str().ok()?;
        header
            .rsplit(',')
            .next()
            .map(|a| a.trim().to_owned())
            .filter(|a| !a.is_empty() && a.len() <= 64)
    };
    let peer = || {
        request
            .peer_addr()
            .map(|a| a.ip().to_string())
            .unwrap_or_default()
    };
    if app.config.trust_proxy {
        forwarded().unwrap_or_else(peer)
    } else {
        peer()
    }
}

/// Answers by status class, and how long the process runs; all this instance's.
static ANSWERS: [AtomicU64; 6] = [const { AtomicU64::new(0) }; 6];
static STARTED: LazyLock<std::time::Instant> = LazyLock::new(std::time::Instant::now);

pub fn figures(app: &App) -> String {
    let mut out = String::from("# TYPE shouzhan_responses_total counter\n");
    for (class, count) in ANSWERS.iter().enumerate().skip(1) {
        out.push_str(&format!(
            "shouzhan_responses_total{{class=\"{class}xx\"}} {}\n",
            count.load(Ordering::Relaxed)
        ));
    }
    let backend = match app.db.backend() {
        Backend::Sqlite => "sqlite",
        Backend::Postgres => "postgres",
    };
    out.push_str(&format!(
        "# TYPE shouzhan_info gauge\nshouzhan_info{{version=\"{}\",backend=\"{backend}\"}} 1\n",
        env!("CARGO_PKG_VERSION")
    ));
    out.push_str(&format!(
        "# TYPE shouzhan_uptime_seconds gauge\nshouzhan_uptime_seconds {}\n",
        STARTED.elapsed().as_secs()
    ));
    out
}

pub async fn edge<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, actix_web::Error> {
    let id = crate::clock::new_id().simple().to_string();
    let locale = locale_of(request.request());
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = match next.call(request).await {
        Ok(response) => match refusal_in(&response) {
            Some(refusal) => {
                let rendered = refusal.respond(locale, &id);
                response.into_response(rendered).map_into_right_body()
            }
            None => response.map_into_left_body(),
        },
        // Only inner middleware ends here, without a request to answer to; actix renders the refusal.
        Err(error) => {
            return Err(error
                .as_error::<Refusal>()
                .cloned()
                .unwrap_or_else(|| from_actix(&error))
                .into());
        }
    };
    // A second handle on the request before the routes are done would make actix panic.
    let http = response.request().clone();
    if let Some(count) = ANSWERS.get(usize::from(response.status().as_u16() / 100)) {
        count.fetch_add(1, Ordering::Relaxed);
    }
    if response.status().is_server_error() {
        tracing::warn!(request_id = %id, method = %http.method(), path = http.path(), status = response.status().as_u16(), "request failed");
    } else {
        tracing::debug!(request_id = %id, method = %http.method(), path = http.path(), status = response.status().as_u16(), "request");
    }
    let limit_headers = http.extensions_mut().remove::<super::limit::Headers>();
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, value);
    }
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        // The viewer of the contract styles itself inline.
        let policy = if http.path().starts_with("/docs/") {
            DOCS_CSP
        } else {
            CSP
        };
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(policy),
        );
    }
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Some(limits) = limit_headers {
        limits.apply(headers);
    }
    Ok(response)
}

/// The refusal behind an error response; actix's own plain-text errors become ours.
fn refusal_in<B>(response: &ServiceResponse<B>) -> Option<Refusal> {
    let error = response.response().error()?;
    Some(
        error
            .as_error::<Refusal>()
            .cloned()
            .unwrap_or_else(|| from_actix(error)),
    )
}

fn from_actix(error: &actix_web::Error) -> Refusal {
    let code = match error.as_response_error().status_code().as_u16() {
        404 => Code::NotFound,
        405 => Code::MethodNotAllowed,
        413 => Code::BodyTooLarge,
        415 => Code::UnsupportedMediaType,
        400..=499 => Code::BadRequest,
        _ => {
            tracing::error!(%error, "unexpected error");
            Code::Internal
        }
    };
    Refusal::new(code)
}
