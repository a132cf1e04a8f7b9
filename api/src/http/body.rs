//! The one body extractor: a JSON object and nothing else, unknown fields refused, the failing field named by pointer, the
//! contract's validation rules applied.

use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::{FromRequest, HttpRequest};
use contract::Code;
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

use crate::access::first;
use crate::problem::{Answer, Refusal};

pub const MAX_BYTES: usize = 1024 * 1024;

/// A validated body and the fingerprint of its bytes (for `Idempotency-Key`).
pub struct Body<T> {
    pub value: T,
    pub(crate) fingerprint: [u8; 32],
}

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Body<T> {
    type Error = actix_web::Error;
    type Future = LocalBoxFuture<'static, Result<Self, Self::Error>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = req.clone();
        let payload = payload.take();
        Box::pin(async move {
            match read(&request, payload).await {
                Ok(body) => Ok(body),
                Err(refusal) => Err(first::refused(&request, refusal).await.into()),
            }
        })
    }
}

/// The rest of a refused body is let go at once: the connection waits for it otherwise.
async fn read<T: DeserializeOwned + Validate>(
    request: &HttpRequest,
    mut payload: Payload,
) -> Answer<Body<T>> {
    super::query::none(request.query_string())?;
    let media = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let media = media
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    if media != "application/json" && media != "application/merge-patch+json" {
        return Err(Refusal::new(Code::UnsupportedMediaType));
    }
    parse(&collect(request, &mut payload, MAX_BYTES).await?)
}

/// Reads a body up to a limit; more is 413, whether announced or not.
pub async fn collect(
    request: &HttpRequest,
    payload: &mut Payload,
    limit: usize,
) -> Answer<Vec<u8>> {
    let announced = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.parse::<usize>().ok());
    if announced.is_some_and(|n| n > limit) {
        return Err(Refusal::new(Code::BodyTooLarge));
    }
    let mut bytes = Vec::with_capacity(announced.unwrap_or(1024).min(limit));
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Refusal::new(Code::BadRequest))?;
        if bytes.len() + chunk.len() > limit {
            return Err(Refusal::new(Code::BodyTooLarge));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn parse<T: DeserializeOwned + Validate>(bytes: &[u8]) -> Answer<Body<T>> {
    // serde takes an array for a struct; we don't.
    if bytes.iter().find(|b| !b.is_ascii_whitespace()) != Some(&b'{') {
        return Err(Refusal::new(Code::BadJson));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value: T = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let pointer = pointer(error.path());
        let inner = error.into_inner();
        if inner.is_data() {
            let message = inner.to_string();
            let text = message
                .split(" at line ")
                .next()
                .unwrap_or_default()
                .to_owned();
            let (code, pointer) = name_data_error(&text, pointer);
            Refusal::new(Code::Invalid).field(pointer, code, facts(&text))
        } else {
            Refusal::new(Code::BadJson).detail(inner.to_string())
        }
    })?;
    reader
        .end()
        .map_err(|e| Refusal::new(Code::BadJson).detail(e.to_string()))?;
    value.validate().map_err(|errors| invalid(&errors))?;
    Ok(Body {
        value,
        fingerprint: *blake3::hash(bytes).as_bytes(),
    })
}

/// serde's sentence → a stable word, and the pointer of the field it talks of.
fn name_data_error(text: &str, pointer: String) -> (&'static str, String) {
    let named = || text.split('`').nth(1).unwrap_or_default();
    // An unknown field's own name is already the path's last part.
    let child = |name: &str| {
        if pointer.ends_with(&format!("/{name}")) {
            pointer.clone()
        } else {
            format!("{pointer}/{name}")
        }
    };
    if text.starts_with("unknown field") {
        ("unknown_field", child(named()))
    } else if text.starts_with("missing field") {
        ("required", child(named()))
    } else if text.starts_with("duplicate field") {
        ("duplicate_field", child(named()))
    } else if text.starts_with("unknown variant") {
        ("unknown_value", pointer)
    } else {
        ("type", pointer)
    }
}

/// The part of serde's sentence that helps in any language: what would have been taken.
fn facts(text: &str) -> &str {
    text.split(", expected ")
        .nth(1)
        .unwrap_or_default()
        .trim_start_matches("one of ")
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut out = String::new();
    for segment in path.iter() {
        match segment {
            Segment::Seq { index } => out.push_str(&format!("/{index}")),
            Segment::Map { key } => out.push_str(&format!("/{key}")),
            Segment::Enum { variant } => out.push_str(&format!("/{variant}")),
            Segment::Unknown => {}
        }
    }
    out
}

/// Every broken rule with its pointer.
pub fn invalid(errors: &ValidationErrors) -> Refusal {
    let mut refusal = Refusal::new(Code::Invalid);
    collect_errors(errors, "", &mut |pointer, code, detail| {
        refusal = refusal.clone().field(pointer, code, detail);
    });
    refusal
}

fn collect_errors(
    errors: &ValidationErrors,
    prefix: &str,
    out: &mut impl FnMut(String, String, String),
) {
    let mut fields: Vec<_> = errors.errors().iter().collect();
    fields.sort_by(|a, b| a.0.cmp(b.0));
    for (field, kind) in fields {
        let at = format!("{prefix}/{field}");
        match kind {
            ValidationErrorsKind::Field(list) => {
                for error in list {
                    let mut params: Vec<String> = error
                        .params
                        .iter()
                        .filter(|(name, _)| name.as_ref() != "value")
                        .map(|(name, value)| format!("{name}: {value}"))
                        .collect();
                    params.sort();
                    let detail = params.join(", ");
                    out(at.clone(), error.code.to_string(), detail);
                }
            }
            ValidationErrorsKind::Struct(inner) => collect_errors(inner, &at, out),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    collect_errors(inner, &format!("{at}/{index}"), out);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize, Validate)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[validate(nested)]
        inner: Inner,
    }
    #[derive(Debug, serde::Deserialize, Validate)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[validate(length(min = 2))]
        name: String,
    }

    fn refused(text: &str) -> (Code, String, String) {
        let refusal = parse::<Outer>(text.as_bytes()).err().unwrap();
        let first = refusal.errors().first().cloned();
        let (pointer, code) = first.map(|e| (e.pointer, e.code)).unwrap_or_default();
        (refusal.code(), pointer, code)
    }

    #[test]
    fn arrays_scalars_and_broken_json_are_refused() {
        for text in ["[]", "[[\"x\"]]", "1", "", "null", "{", "{} {}"] {
            let code = refused(text).0;
            assert!(
                code == Code::BadJson || (text == "{} {}" && code == Code::Invalid),
                "{text}"
            );
        }
    }

    #[test]
    fn the_failing_field_is_named_by_pointer() {
        assert_eq!(
            refused(r#"{"inner":{"name":1}}"#),
            (Code::Invalid, "/inner/name".into(), "type".into())
        );
        assert_eq!(
            refused(r#"{"inner":{"name":"ab","x":1}}"#),
            (Code::Invalid, "/inner/x".into(), "unknown_field".into())
        );
        assert_eq!(
            refused(r#"{"inner":{}}"#),
            (Code::Invalid, "/inner/name".into(), "required".into())
        );
        assert_eq!(
            refused(r#"{"inner":{"name":"a"}}"#),
            (Code::Invalid, "/inner/name".into(), "length".into())
        );
    }
}
