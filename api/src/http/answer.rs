//! What handlers answer: a record with its entity tag, a created record with its address, a page with its link.

use actix_web::body::BoxBody;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, Responder};
use contract::Page;
use serde::Serialize;

/// A record with a version: its `ETag`.
pub trait Versioned: Serialize {
    fn version(&self) -> i64;
}

/// A record with an address of its own: its `Location` after creation.
pub trait Addressed {
    fn path(&self) -> String;
}

/// Records with a `version` field.
#[macro_export]
macro_rules! versioned {
    ($($t:ty),+ $(,)?) => {$(
        impl $crate::http::answer::Versioned for $t { fn version(&self) -> i64 { self.version } }
    )+};
}
versioned!(
    contract::settings::Settings,
    contract::area::Area,
    contract::team::Team,
    contract::employee::Employee,
    contract::assignment::RoleAssignment,
    contract::api_key::ApiKey,
    contract::me::Me,
);

/// Records with an `id` below one path.
#[macro_export]
macro_rules! addressed {
    ($($t:ty => $base:literal),+ $(,)?) => {$(
        impl $crate::http::answer::Addressed for $t { fn path(&self) -> String { format!("/api/v1/{}/{}", $base, self.id) } }
    )+};
}
addressed!(
    contract::area::Area => "areas",
    contract::team::Team => "teams",
    contract::employee::Employee => "employees",
    contract::assignment::RoleAssignment => "role-assignments",
    contract::attachment::Attachment => "attachments",
);

impl Addressed for contract::api_key::CreatedApiKey {
    fn path(&self) -> String {
        format!("/api/v1/api-keys/{}", self.key.id)
    }
}

/// 200 with the record's entity tag.
pub struct One<T>(pub T);

impl<T: Versioned> Responder for One<T> {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .insert_header((header::ETAG, etag(self.0.version())))
            .json(self.0)
    }
}

/// 200 without a tag: computed answers.
pub struct Plain<T>(pub T);

impl<T: Serialize> Responder for Plain<T> {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().json(self.0)
    }
}

/// A page; `Link: rel="next"` repeats the request with the next cursor.
pub struct Listed<T>(pub Page<T>);

impl<T: Serialize> Responder for Listed<T> {
    type Body = BoxBody;
    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::Ok();
        if let Some(cursor) = &self.0.next_cursor {
            let rest: Vec<&str> = request
                .query_string()
                .split('&')
                .filter(|p| !p.is_empty() && !p.starts_with("cursor="))
                .collect();
            let mut query = rest.join("&");
            if !query.is_empty() {
                query.push('&');
            }
            response.insert_header((
                header::LINK,
                format!("<{}?{query}cursor={cursor}>; rel=\"next\"", request.path()),
            ));
        }
        response.json(self.0)
    }
}

pub fn etag(version: i64) -> String {
    format!("\"{version}\"")
}
