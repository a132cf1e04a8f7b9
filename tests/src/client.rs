//! A caller of the API, and answers that can be held to what they should be.

use std::future::{Future, IntoFuture};
use std::pin::Pin;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, StatusCode};
use serde_json::Value;

#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
}

impl Client {
    pub fn new(base: &str, token: Option<&str>) -> Client {
        // The product's client brings TLS into this one, too; it wants to know by what, and is told by whoever comes first.
        let _there = rustls::crypto::ring::default_provider().install_default();
        // Whatever proxy the machine has, these tests talk to this machine.
        let http = reqwest::Client::builder()
            .no_proxy()
            // Sooner than the server lets go of an idle connection, however slow the machine.
            .pool_idle_timeout(std::time::Duration::from_secs(30))
            .build()
            .unwrap();
        Client {
            http,
            base: base.to_owned(),
            token: token.map(str::to_owned),
        }
    }

    /// The same connection pool as somebody else.
    pub fn with_token(&self, token: &str) -> Client {
        Client {
            token: Some(token.to_owned()),
            ..self.clone()
        }
    }

    pub fn call(&self, method: Method, path: &str) -> Call {
        let url = if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.base)
        };
        let mut request = self.http.request(method.clone(), url);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        Call {
            request,
            said: format!("{method} {path}"),
            endless: false,
        }
    }

    pub fn get(&self, path: &str) -> Call {
        self.call(Method::GET, path)
    }

    pub fn post(&self, path: &str, body: Value) -> Call {
        self.call(Method::POST, path).json(&body)
    }

    /// PATCH with `If-Match`.
    pub fn patch(&self, path: &str, etag: &str, body: Value) -> Call {
        self.call(Method::PATCH, path)
            .json(&body)
            .header("if-match", etag)
    }

    pub fn delete(&self, path: &str) -> Call {
        self.call(Method::DELETE, path)
    }

    /// POST without a body.
    pub fn act(&self, path: &str) -> Call {
        self.call(Method::POST, path)
    }

    pub fn raw(
        &self,
        method: Method,
        path: &str,
        content_type: &str,
        body: impl Into<reqwest::Body>,
    ) -> Call {
        let call = self.call(method, path);
        Call {
            request: call.request.header("content-type", content_type).body(body),
            ..call
        }
    }

    pub fn upload(&self, path: &str, file_name: &str, content: &[u8]) -> Call {
        let part =
            reqwest::multipart::Part::bytes(content.to_vec()).file_name(file_name.to_owned());
        let call = self.call(Method::POST, path);
        Call {
            request: call
                .request
                .multipart(reqwest::multipart::Form::new().part("file", part)),
            ..call
        }
    }

    /// Every record of a list, page by page.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        let mut out = Vec::new();
        let mut cursor = None::<String>;
        loop {
            let mark = if path.contains('?') { '&' } else { '?' };
            let next = cursor.map(|c| format!("&cursor={c}")).unwrap_or_default();
            let page = self
                .get(&format!("{path}{mark}limit=200{next}"))
                .await
                .expect(200)
                .json();
            out.extend(page["data"].as_array().unwrap().iter().cloned());
            match page["next_cursor"].as_str() {
                Some(c) => cursor = Some(c.to_owned()),
                None => return out,
            }
        }
    }
}

/// A request that is sent when awaited.
pub struct Call {
    request: reqwest::RequestBuilder,
    said: String,
    endless: bool,
}

impl Call {
    pub fn json(self, body: &Value) -> Call {
        Call {
            said: format!("{} {body}", self.said),
            request: self.request.json(body),
            ..self
        }
    }

    pub fn header(self, name: &str, value: &str) -> Call {
        Call {
            request: self.request.header(name, value),
            ..self
        }
    }

    pub fn language(self, tag: &str) -> Call {
        self.header("accept-language", tag)
    }

    pub fn once(self, key: &str) -> Call {
        self.header("idempotency-key", key)
    }

    /// Doesn't wait for the end of a successful answer; for streams.
    pub fn headers_only(self) -> Call {
        Call {
            endless: true,
            ..self
        }
    }

    /// The answer as a stream, for server-sent events.
    pub async fn stream(self) -> reqwest::Response {
        self.request
            .send()
            .await
            .unwrap_or_else(|e| panic!("{}: {e}", self.said))
    }

    /// The answer, or the connection's error; for servers that are going away.
    pub async fn attempt(self) -> Result<Reply, reqwest::Error> {
        let response = self.request.send().await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = if self.endless && status.is_success() {
            Vec::new()
        } else {
            response.bytes().await?.to_vec()
        };
        Ok(Reply {
            said: self.said,
            status,
            headers,
            bytes,
        })
    }
}

impl IntoFuture for Call {
    type Output = Reply;
    type IntoFuture = Pin<Box<dyn Future<Output = Reply> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let said = self.said.clone();
        Box::pin(async move {
            self.attempt()
                .await
                .unwrap_or_else(|e| panic!("{said}: {e:?}"))
        })
    }
}

#[derive(Debug, Clone)]
pub struct Reply {
    said: String,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Reply {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Everything about the exchange, for a failing assertion.
    pub fn told(&self) -> String {
        let text = self.text();
        let cut: String = text.chars().take(1500).collect();
        format!(
            "{} → {} {cut}",
            self.said.chars().take(600).collect::<String>(),
            self.status
        )
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|e| panic!("no JSON ({e}): {}", self.told()))
    }

    #[track_caller]
    pub fn expect(self, status: u16) -> Reply {
        assert_eq!(self.status.as_u16(), status, "{}", self.told());
        self
    }

    /// A problem document with that status and code, complete as RFC 9457 and our own contract ask.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Reply {
        let reply = self.expect(status);
        assert_eq!(
            reply.header("content-type"),
            "application/problem+json",
            "{}",
            reply.told()
        );
        let body = reply.json();
        assert_eq!(body["code"], code, "{}", reply.told());
        assert_eq!(body["status"], status, "{}", reply.told());
        assert_eq!(
            body["type"],
            format!("urn:shouzhan:problem:{code}"),
            "{}",
            reply.told()
        );
        for name in ["title", "detail", "request_id"] {
            assert!(
                body[name].as_str().is_some_and(|t| !t.is_empty()),
                "no {name}: {}",
                reply.told()
            );
        }
        assert_eq!(
            body["request_id"],
            reply.header("x-request-id"),
            "{}",
            reply.told()
        );
        reply
    }

    /// One of the problem's `errors` names this field and rule.
    #[track_caller]
    pub fn at(self, pointer: &str, rule: &str) -> Reply {
        let body = self.json();
        let found = body["errors"].as_array().is_some_and(|e| {
            e.iter()
                .any(|e| e["pointer"] == pointer && e["code"] == rule)
        });
        assert!(found, "no error {rule} at {pointer}: {}", self.told());
        self
    }

    #[track_caller]
    pub fn header(&self, name: &str) -> String {
        self.maybe_header(name)
            .unwrap_or_else(|| panic!("no header {name}: {} {:?}", self.told(), self.headers))
    }

    pub fn maybe_header(&self, name: &str) -> Option<String> {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        self.headers
            .get(name)
            .and_then(|v: &HeaderValue| v.to_str().ok())
            .map(str::to_owned)
    }

    #[track_caller]
    pub fn etag(&self) -> String {
        self.header("etag")
    }

    /// Text at a JSON pointer.
    #[track_caller]
    pub fn str(&self, pointer: &str) -> String {
        match self.json().pointer(pointer) {
            Some(Value::String(text)) => text.clone(),
            other => panic!("no text at {pointer} but {other:?}: {}", self.told()),
        }
    }

    #[track_caller]
    pub fn id(&self) -> String {
        self.str("/id")
    }

    /// The records of a page.
    #[track_caller]
    pub fn data(&self) -> Vec<Value> {
        self.json()["data"]
            .as_array()
            .unwrap_or_else(|| panic!("no page: {}", self.told()))
            .clone()
    }

    /// `name=value` of the refresh cookie that was set.
    #[track_caller]
    pub fn cookie(&self) -> String {
        let all = self.headers.get_all("set-cookie");
        let set = all
            .iter()
            .filter_map(|v| v.to_str().ok())
            .find(|v| v.starts_with("__Host-"));
        set.unwrap_or_else(|| panic!("no refresh cookie: {} {:?}", self.told(), self.headers))
            .split(';')
            .next()
            .unwrap()
            .to_owned()
    }
}
