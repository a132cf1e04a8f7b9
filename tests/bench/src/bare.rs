//! The yardstick: an actix handler that answers fixed bytes, nothing else in front of it or behind it.

use std::path::Path;

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::{App, HttpResponse, HttpServer, web};

use crate::Outcome;

struct Answer {
    headers: HeaderMap,
    body: web::Bytes,
}

/// Serves the answer in this file (head, empty line, body) at `/api/v1/employees/{id}` on two workers, as the server has.
pub fn serve(file: &Path) -> Outcome<()> {
    let bytes = std::fs::read(file)?;
    let end = memchr::memmem::find(&bytes, b"\r\n\r\n").ok_or("no head")?;
    let mut headers = HeaderMap::new();
    for line in std::str::from_utf8(&bytes[..end])?.split("\r\n").skip(1) {
        let (name, value) = line.split_once(": ").ok_or("a broken header")?;
        if !["content-length", "date"].contains(&name.to_ascii_lowercase().as_str()) {
            headers.insert(HeaderName::try_from(name)?, HeaderValue::from_str(value)?);
        }
    }
    let answer = web::Data::new(Answer {
        headers,
        body: web::Bytes::from(bytes[end + 4..].to_vec()),
    });
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    println!("bare: serving http://{}", listener.local_addr()?);
    actix_web::rt::System::new().block_on(
        HttpServer::new(move || {
            App::new()
                .app_data(answer.clone())
                .route("/api/v1/employees/{id}", web::get().to(fixed))
        })
        .workers(2)
        .listen(listener)?
        .run(),
    )?;
    Ok(())
}

async fn fixed(answer: web::Data<Answer>) -> HttpResponse {
    let mut response = HttpResponse::new(StatusCode::OK);
    for (name, value) in answer.headers.iter() {
        response.headers_mut().insert(name.clone(), value.clone());
    }
    response.set_body(actix_web::body::BoxBody::new(answer.body.clone()))
}
