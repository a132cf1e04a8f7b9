//! One request on a connection of its own: for signing in and looking around, not for load.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

use crate::Outcome;

pub struct Response {
    pub status: u16,
    pub raw: Vec<u8>,
    body: usize,
}

impl Response {
    pub fn body(&self) -> &[u8] {
        &self.raw[self.body..]
    }

    pub fn json(&self) -> Outcome<Value> {
        Ok(serde_json::from_slice(self.body())?)
    }
}

pub fn call(
    address: SocketAddr,
    method: &str,
    path: &str,
    token: &str,
    body: &str,
) -> Outcome<Response> {
    send(address, (method, path), token, ("application/json", body))
}

pub fn send(
    address: SocketAddr,
    (method, path): (&str, &str),
    token: &str,
    (kind, body): (&str, &str),
) -> Outcome<Response> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(5))?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let mut request =
        format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    if !token.is_empty() {
        request.push_str(&format!("Authorization: Bearer {token}\r\n"));
    }
    if !body.is_empty() {
        request.push_str(&format!(
            "Content-Type: {kind}\r\nContent-Length: {}\r\n",
            body.len()
        ));
    }
    request.push_str("\r\n");
    request.push_str(body);
    stream.write_all(request.as_bytes())?;
    let mut raw = Vec::new();
    stream.read_to_end(&mut raw)?;
    let body = memchr::memmem::find(&raw, b"\r\n\r\n").ok_or("no answer")? + 4;
    let status = std::str::from_utf8(raw.get(9..12).unwrap_or_default())?.parse()?;
    Ok(Response { status, raw, body })
}

pub fn get(address: SocketAddr, path: &str, token: &str) -> Outcome<Value> {
    let response = call(address, "GET", path, token, "")?;
    if response.status != 200 {
        return Err(format!(
            "GET {path}: {} {}",
            response.status,
            String::from_utf8_lossy(response.body())
        )
        .into());
    }
    response.json()
}
