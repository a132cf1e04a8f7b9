//! The live stream: server-sent events with my notifications as they come. Each instance looks for new rows itself, so it doesn't
//! matter which instance made them; a client that reconnects with `Last-Event-ID` misses nothing.

use std::time::Duration;

use actix_web::http::header;
use actix_web::{HttpResponse, get, web};
use contract::access::tag;
use contract::notification::Notification;
use contract::{Action, ReachKind};
use futures_util::stream;
use tokio::sync::watch;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::access::Can;
use crate::access::actor::resolve;
use crate::access::can::{credential, permitted};
use crate::clock;
use crate::engine::notification;
use crate::problem::Answer;

/// Wakes the streams of this instance when its worker made notifications.
pub struct Hub(watch::Sender<u64>);

impl Hub {
    pub fn new() -> Hub {
        Hub(watch::channel(0).0)
    }

    pub fn wake(&self) {
        self.0.send_modify(|n| *n += 1);
    }
}

impl Default for Hub {
    fn default() -> Hub {
        Hub::new()
    }
}

/// How long a stream waits before it looks by itself (for rows other instances made) and shows that it lives.
const BEAT: Duration = Duration::from_secs(5);

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(stream_notifications);
}

#[utoipa::path(tag = "notifications", operation_id = "stream_notifications", summary = "My notifications as server-sent events",
    description = "Event `notification`, data as in `Notification`, id for `Last-Event-ID`. A comment every five seconds shows that the stream lives.",
    responses((status = 200, description = "The stream", body = Notification, content_type = "text/event-stream",
        example = "id: 0198f3c2-a5d4-7c3e-9d0b-1a2c3d4e5f60\nevent: notification\ndata: {}\n\n")),
    extensions(("x-action" = json!("notification_read"))))]
#[get("/stream")]
async fn stream_notifications(can: Can<tag::NotificationRead>) -> Answer<HttpResponse> {
    let asked = can
        .request
        .headers()
        .get("last-event-id")
        .and_then(|v| v.to_str().ok())
        .and_then(|v| Uuid::parse_str(v).ok());
    let last = asked.unwrap_or_else(clock::new_id);
    let wake = can.app.hub.0.subscribe();
    let credential = credential(&can.app, &can.request, can.grant.acting.now)?;
    let (app, me, locale) = (can.app.clone(), can.grant.me(), can.grant.locale);
    let body = stream::unfold((last, wake, true), move |(last, mut wake, first)| {
        let (app, credential) = (app.clone(), credential.clone());
        async move {
            if first {
                return Some((
                    Ok::<_, actix_web::Error>(web::Bytes::from_static(b": connected\n\n")),
                    (last, wake, false),
                ));
            }
            let _woken = tokio::time::timeout(BEAT, wake.changed()).await;
            // A session that has ended, or a key revoked, ends its stream, too.
            let still = resolve(&app.db, &app.instance, credential, clock::now()).await;
            if !still
                .is_ok_and(|actor| permitted(&actor, Action::NotificationRead) != ReachKind::No)
            {
                return None;
            }
            let news = app
                .db
                .read(move |c| notification::after(c, me, last, locale))
                .await
                .unwrap_or_default();
            let next = news.last().map_or(last, |n| n.id);
            Some((Ok(render(&news)), (next, wake, false)))
        }
    });
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/event-stream"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(body))
}

fn render(news: &[Notification]) -> web::Bytes {
    let mut out = String::new();
    for n in news {
        let data = serde_json::to_string(n).unwrap_or_default();
        out.push_str(&format!(
            "id: {}\nevent: notification\ndata: {data}\n\n",
            n.id
        ));
    }
    if out.is_empty() {
        out.push_str(": beat\n\n");
    }
    out.into()
}

impl Hub {
    #[cfg(test)]
    fn count(&self) -> u64 {
        *self.0.borrow()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waking_is_counted_even_without_listeners() {
        let hub = Hub::new();
        hub.wake();
        assert_eq!(hub.count(), 1);
    }
}
