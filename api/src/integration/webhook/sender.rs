//! The sender: takes what is due, a few for each webhook at a time so that a slow one holds up no other, posts it, and writes down
//! what came of it. One instance sends at a time; what a dying one had taken is due again after a minute.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

use actix_web::web;
use chrono::{DateTime, Utc};
use contract::webhook::DeliveryError;
use diesel::prelude::*;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Client, Url};
use uuid::Uuid;

use super::logic::{Outcome, Verdict, signatures, verdict};
use super::{SEALED, address, posted, store};
use crate::app::App;
use crate::clock;
use crate::db::schema::{webhook_deliveries as d, webhooks as w};
use crate::db::types::{g, gs, t};
use crate::db::words::word;
use crate::db::{AnyConn, Tx};
use crate::engine::record::Acting;
use crate::engine::worker::lease;
use crate::problem::{Answer, internal};
use crate::secrets::random;

const TICK: Duration = Duration::from_millis(200);
/// Deliveries under way to one webhook.
const AT_ONCE: usize = 8;
/// Longer than a try can take.
const TAKEN_SECONDS: i64 = 60;

/// Deliveries under way, by webhook.
type Flights = Rc<RefCell<HashMap<Uuid, usize>>>;

/// Starts the sender of this instance; it lives as long as the runtime.
pub fn start(app: web::Data<App>, holder: Uuid) {
    actix_web::rt::spawn(async move {
        let mut client = None;
        let flights = Flights::default();
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            if let Err(error) = round(&app, holder, &mut client, &flights).await {
                tracing::warn!(%error, "webhooks weren't sent; next try in a moment");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    });
}

async fn round(
    app: &web::Data<App>,
    holder: Uuid,
    client: &mut Option<Client>,
    flights: &Flights,
) -> Answer<()> {
    let due = app.db.read(|c| due(c, clock::now())).await?;
    if due.is_empty() || !lease(app, "webhooks", holder).await? {
        return Ok(());
    }
    // Made with the first delivery: certificates and buffers cost memory.
    let client = match client {
        Some(client) => client.clone(),
        None => client
            .insert(address::client(app.config.webhook_private)?)
            .clone(),
    };
    for webhook in due {
        let free = AT_ONCE
            - flights
                .borrow()
                .get(&webhook)
                .copied()
                .unwrap_or(0)
                .min(AT_ONCE);
        if free == 0 {
            continue;
        }
        let taken = app
            .db
            .write(move |tx| take(tx, webhook, free, clock::now()))
            .await?;
        let Some((hook, parcels)) = taken else {
            continue;
        };
        for parcel in parcels {
            *flights.borrow_mut().entry(webhook).or_default() += 1;
            let (app, client, hook, flights) =
                (app.clone(), client.clone(), hook.clone(), flights.clone());
            actix_web::rt::spawn(async move {
                if let Err(error) = deliver(&app, &client, &hook, parcel).await {
                    // It is due again when the time it was taken for is over.
                    tracing::warn!(%error, webhook = %hook.id, "a delivery wasn't written down");
                }
                if let Some(n) = flights.borrow_mut().get_mut(&webhook) {
                    *n -= 1;
                }
            });
        }
    }
    Ok(())
}

/// Webhooks that something is due for.
fn due(conn: &mut AnyConn, now: DateTime<Utc>) -> Answer<Vec<Uuid>> {
    Ok(w::table
        .filter(w::state.eq("active"))
        .filter(diesel::dsl::exists(
            d::table
                .filter(d::webhook_id.eq(w::id))
                .filter(d::state.eq("waiting"))
                .filter(d::next_at.le(t(now))),
        ))
        .select(w::id)
        .load(conn)?)
}

/// Where to and under which keys.
#[derive(Clone)]
struct Hook {
    id: Uuid,
    url: String,
    secret: Vec<u8>,
    old_secret: Option<Vec<u8>>,
    old_until: Option<DateTime<Utc>>,
    /// Its owner may still have it.
    stands: bool,
}

struct Parcel {
    id: Uuid,
    event_id: Uuid,
    body: String,
}

type Stored = (
    store::Row,
    (Vec<u8>, Option<Vec<u8>>, Option<DateTime<Utc>>),
);

/// Takes some due deliveries of one webhook: nobody else takes them for a minute.
fn take(
    tx: &mut Tx,
    webhook: Uuid,
    limit: usize,
    now: DateTime<Utc>,
) -> Answer<Option<(Hook, Vec<Parcel>)>> {
    let stored: Option<Stored> = w::table
        .find(g(webhook))
        .filter(w::state.eq("active"))
        .select((
            store::Row::as_select(),
            (w::secret, w::old_secret, w::old_until),
        ))
        .first(tx.conn)
        .optional()?;
    let Some((row, (secret, old_secret, old_until))) = stored else {
        return Ok(None);
    };
    let url = row.url.clone();
    let stands = posted::hook(tx.conn, row, now)?.stands();
    let found: Vec<(Uuid, Uuid, String)> = d::table
        .filter(d::webhook_id.eq(g(webhook)))
        .filter(d::state.eq("waiting"))
        .filter(d::next_at.le(t(now)))
        .order(d::next_at)
        .limit(limit as i64)
        .select((d::id, d::event_id, d::body))
        .load(tx.conn)?;
    let until = now + chrono::Duration::seconds(TAKEN_SECONDS);
    diesel::update(d::table.filter(d::id.eq_any(gs(found.iter().map(|(id, ..)| *id)))))
        .set(d::next_at.eq(t(until)))
        .execute(tx.conn)?;
    let hook = Hook {
        id: webhook,
        url,
        secret,
        old_secret,
        old_until,
        stands,
    };
    let parcel = |(id, event_id, body)| Parcel { id, event_id, body };
    Ok(Some((hook, found.into_iter().map(parcel).collect())))
}

async fn deliver(app: &web::Data<App>, client: &Client, hook: &Hook, parcel: Parcel) -> Answer<()> {
    let begun = clock::now();
    let outcome = match (
        hook.stands,
        address::checked(&hook.url, app.config.webhook_private),
    ) {
        (false, _) => Outcome::Failed(DeliveryError::Owner),
        // What was allowed when it was saved need not be now.
        (true, Err(_)) => Outcome::Failed(DeliveryError::PrivateAddress),
        (true, Ok(url)) => send(app, client, hook, &parcel, url, begun).await?,
    };
    let (id, webhook, waits) = (parcel.id, hook.id, app.config.webhook_retries.clone());
    app.db
        .write(move |tx| note(tx, id, webhook, outcome, &waits, begun))
        .await
}

async fn send(
    app: &web::Data<App>,
    client: &Client,
    hook: &Hook,
    parcel: &Parcel,
    url: Url,
    now: DateTime<Utc>,
) -> Answer<Outcome> {
    let old = hook.old_until.is_some_and(|until| now < until);
    let sealed = [Some(&hook.secret), hook.old_secret.as_ref().filter(|_| old)];
    let open = |sealed: &Vec<u8>| {
        let key = app.secrets.open(SEALED, sealed);
        key.ok_or_else(|| internal("a webhook's secret can't be opened"))
    };
    let keys: Vec<Vec<u8>> = sealed
        .into_iter()
        .flatten()
        .map(open)
        .collect::<Answer<_>>()?;
    let (id, timestamp) = (parcel.event_id.to_string(), now.timestamp());
    let signed = signatures(&keys, &id, timestamp, &parcel.body);
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    for (name, value) in [
        ("webhook-id", id),
        ("webhook-timestamp", timestamp.to_string()),
        ("webhook-signature", signed),
    ] {
        headers.insert(name, HeaderValue::from_str(&value).map_err(internal)?);
    }
    Ok(address::post(client, url, headers, parcel.body.clone()).await)
}

/// Writes down what came of a try.
fn note(
    tx: &mut Tx,
    id: Uuid,
    webhook: Uuid,
    outcome: Outcome,
    waits: &[u32],
    begun: DateTime<Utc>,
) -> Answer<()> {
    let now = clock::now();
    let found: Option<(i64, Option<DateTime<Utc>>)> = d::table
        .find(g(id))
        .filter(d::state.eq("waiting"))
        .select((d::attempts, d::first_at))
        .first(tx.conn)
        .optional()?;
    // Removed with its webhook meanwhile.
    let Some((attempts, first_at)) = found else {
        return Ok(());
    };
    let tries = attempts + 1;
    let spread = random(1).first().copied().unwrap_or(0);
    let verdict = verdict(outcome, tries, waits, now, spread);
    let (state, next) = match verdict {
        Verdict::Delivered => ("delivered", None),
        Verdict::Again(at) => ("waiting", Some(at)),
        Verdict::Dead | Verdict::Gone => ("dead", None),
    };
    let (status, error) = match outcome {
        Outcome::Status(200..=299, _) => (status_of(outcome), None),
        Outcome::Status(..) => (status_of(outcome), Some(word(&DeliveryError::Status))),
        Outcome::Failed(why) => (None, Some(word(&why))),
    };
    let first_at = first_at.unwrap_or(begun);
    diesel::update(d::table.find(g(id)))
        .set((
            d::state.eq(state),
            d::attempts.eq(tries),
            d::next_at.eq(t(next)),
            d::first_at.eq(t(first_at)),
            d::last_at.eq(t(now)),
            d::last_status.eq(status),
            d::last_error.eq(error),
            d::delivered_at.eq(t((state == "delivered").then_some(now))),
        ))
        .execute(tx.conn)?;
    health(tx, webhook, id, verdict, first_at, now)
}

fn status_of(outcome: Outcome) -> Option<i64> {
    match outcome {
        Outcome::Status(status, _) => Some(i64::from(status)),
        Outcome::Failed(_) => None,
    }
}

/// What the try says about the webhook: it works, it doesn't, or it is over.
fn health(
    tx: &mut Tx,
    webhook: Uuid,
    delivery: Uuid,
    verdict: Verdict,
    first_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Answer<()> {
    let found: Option<store::Row> = w::table
        .find(g(webhook))
        .select(store::Row::as_select())
        .first(tx.conn)
        .optional()?;
    let Some(hook) = found else {
        return Ok(());
    };
    let of_it = w::table.find(g(webhook));
    if verdict == Verdict::Delivered {
        diesel::update(of_it)
            .set((
                w::failing_since.eq(t(None::<DateTime<Utc>>)),
                w::last_success_at.eq(t(now)),
            ))
            .execute(tx.conn)?;
        return Ok(());
    }
    diesel::update(of_it.filter(w::failing_since.is_null()))
        .set(w::failing_since.eq(t(first_at)))
        .execute(tx.conn)?;
    let reason = match verdict {
        Verdict::Gone => "gone",
        // Given up, and nothing else has arrived all the while.
        Verdict::Dead if hook.last_success_at.is_none_or(|at| at < first_at) => "failing",
        _ => return Ok(()),
    };
    if hook.state == "paused" {
        // What was under way when it was paused is held back like the rest.
        return store::hold(tx, webhook, None);
    }
    diesel::update(of_it)
        .set((
            w::state.eq("paused"),
            w::paused_reason.eq(reason),
            w::version.eq(w::version + 1),
            w::updated_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    store::hold(tx, webhook, None)?;
    store::record(
        "webhook.paused",
        webhook,
        &hook.name,
        hook.team_id,
        hook.owner_id,
    )
    .change("paused_reason", (), reason)
    .change("delivery", (), delivery)
    .notify([hook.owner_id])
    .write(tx, &Acting::system("webhooks"));
    Ok(())
}
