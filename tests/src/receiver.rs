//! The other side of a webhook: takes posts on a free port and answers as it is told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use base64::Engine;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A post as it came.
#[derive(Debug, Clone)]
pub struct Post {
    pub id: String,
    pub timestamp: String,
    pub signature: String,
    pub body: String,
}

impl Post {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }

    /// Is one of the signatures made with this `whsec_…` secret?
    pub fn signed_with(&self, secret: &str) -> bool {
        let base64 = base64::engine::general_purpose::STANDARD;
        let key = base64
            .decode(secret.strip_prefix("whsec_").unwrap())
            .unwrap();
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap();
        mac.update(format!("{}.{}.{}", self.id, self.timestamp, self.body).as_bytes());
        let mine = format!("v1,{}", base64.encode(mac.finalize().into_bytes()));
        self.signature.split(' ').any(|s| s == mine)
    }
}

#[derive(Default)]
struct State {
    posts: Vec<Post>,
    /// Statuses to answer before 204.
    answers: VecDeque<u16>,
}

pub struct Receiver {
    pub url: String,
    state: Arc<Mutex<State>>,
}

impl Receiver {
    pub async fn start() -> Receiver {
        Receiver::answering(&[]).await
    }

    /// Answers these statuses first, then 204.
    pub async fn answering(answers: &[u16]) -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State {
            answers: answers.iter().copied().collect(),
            ..State::default()
        }));
        let shared = state.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, shared.clone()));
            }
        });
        Receiver { url, state }
    }

    pub fn posts(&self) -> Vec<Post> {
        self.state.lock().unwrap().posts.clone()
    }

    /// Waits for so many posts of an event.
    pub async fn wait(&self, event: &str, count: usize) -> Vec<Post> {
        crate::wait::until(&format!("{count} × {event}"), || async {
            let found: Vec<Post> = self
                .posts()
                .into_iter()
                .filter(|p| p.kind() == event)
                .collect();
            (found.len() >= count).then_some(found)
        })
        .await
    }
}

async fn serve(mut stream: TcpStream, state: Arc<Mutex<State>>) {
    let mut held = Vec::new();
    while let Some(post) = read(&mut stream, &mut held).await {
        let status = {
            let mut state = state.lock().unwrap();
            state.posts.push(post);
            state.answers.pop_front().unwrap_or(204)
        };
        let length = if status == 204 {
            ""
        } else {
            "content-length: 0\r\n"
        };
        let answer = format!("HTTP/1.1 {status} X\r\n{length}\r\n");
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// One request of the connection; `None` when it is over.
async fn read(stream: &mut TcpStream, held: &mut Vec<u8>) -> Option<Post> {
    let mut buffer = [0; 4096];
    loop {
        if let Some(end) = held.windows(4).position(|w| w == b"\r\n\r\n") {
            let head = String::from_utf8(held[..end].to_vec()).unwrap();
            let header = |name: &str| {
                let of = |l: &str| {
                    Some((
                        l.split_once(':')?.0.to_lowercase(),
                        l.split_once(':')?.1.trim().to_owned(),
                    ))
                };
                head.lines()
                    .filter_map(of)
                    .find(|(n, _)| n == name)
                    .map(|(_, v)| v)
            };
            let length: usize = header("content-length")
                .unwrap_or_default()
                .parse()
                .unwrap_or(0);
            if held.len() >= end + 4 + length {
                let body = String::from_utf8(held[end + 4..end + 4 + length].to_vec()).unwrap();
                held.drain(..end + 4 + length);
                return Some(Post {
                    id: header("webhook-id").unwrap_or_default(),
                    timestamp: header("webhook-timestamp").unwrap_or_default(),
                    signature: header("webhook-signature").unwrap_or_default(),
                    body,
                });
            }
        }
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return None,
            Ok(n) => held.extend_from_slice(&buffer[..n]),
        }
    }
}
