//! Carrying out a write: one transaction, `If-Match` where a version is at stake, and for POST the `Idempotency-Key`, stored
//! with the write itself so that a replay gets the first answer.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use contract::Code;
use contract::access::ActionTag;
use diesel::prelude::*;
use serde::Serialize;

use super::answer::{Addressed, Versioned, etag};
use super::body::Body;
use crate::access::{Can, Grant};
use crate::db::bulk::Unnest;
use crate::db::schema::idempotency_keys;
use crate::db::types::{G, T, g, t};
use crate::db::{AnyConn, Tx};
use crate::problem::{Answer, Refusal, internal};

/// An answer that can be stored and replayed.
#[derive(Debug, Clone, PartialEq)]
struct Reply {
    status: u16,
    location: Option<String>,
    etag: Option<String>,
    body: String,
}

impl Reply {
    fn respond(self, replayed: bool) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut response = HttpResponse::build(status);
        if let Some(location) = self.location {
            response.insert_header((header::LOCATION, location));
        }
        if let Some(tag) = self.etag {
            response.insert_header((header::ETAG, tag));
        }
        if replayed {
            response.insert_header(("idempotency-replayed", "true"));
        }
        match self.body.is_empty() {
            true => response.finish(),
            false => response.content_type("application/json").body(self.body),
        }
    }
}

fn json(value: &impl Serialize) -> Answer<String> {
    serde_json::to_string(value).map_err(internal)
}

/// A request's identity for repeats.
#[derive(Clone)]
struct Repeat {
    key: String,
    fingerprint: Vec<u8>,
    /// The answer shows a secret once: it isn't stored, a replay is refused.
    secret: bool,
}

fn repeat(request: &HttpRequest, body: &[u8], secret: bool) -> Answer<Option<Repeat>> {
    let Some(value) = request.headers().get("idempotency-key") else {
        return Ok(None);
    };
    let key = value.to_str().unwrap_or_default();
    if key.is_empty() || key.len() > 64 || !key.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(Refusal::new(Code::BadIdempotencyKey));
    }
    let mut h = blake3::Hasher::new();
    h.update(request.method().as_str().as_bytes())
        .update(b" ")
        .update(request.uri().to_string().as_bytes())
        .update(b"\n")
        .update(body);
    Ok(Some(Repeat {
        key: key.to_owned(),
        fingerprint: h.finalize().as_bytes().to_vec(),
        secret,
    }))
}

/// The version in `If-Match`; missing is 428, anything that isn't one strong tag of ours is stale.
pub fn if_match(request: &HttpRequest) -> Answer<i64> {
    let value = request
        .headers()
        .get(header::IF_MATCH)
        .ok_or_else(|| Refusal::new(Code::IfMatchMissing))?;
    let text = value.to_str().unwrap_or_default().trim();
    text.strip_prefix('"')
        .and_then(|t| t.strip_suffix('"'))
        .and_then(|t| t.parse().ok())
        .ok_or_else(|| Refusal::new(Code::StaleVersion))
}

/// Refuses a write to a version that is no longer the current one.
pub fn fresh(asked: i64, current: i64) -> Answer<()> {
    if asked == current {
        Ok(())
    } else {
        Err(Refusal::new(Code::StaleVersion))
    }
}

/// The same of an update that names the version it read: no row is left of it where somebody wrote in between.
pub fn current(rows: usize) -> Answer<()> {
    match rows {
        0 => Err(Refusal::new(Code::StaleVersion)),
        _ => Ok(()),
    }
}

impl<A: ActionTag> Can<A> {
    /// POST that makes a record: 201, `Location`, `ETag`.
    pub async fn create<B, T, F>(self, body: Body<B>, f: F) -> Answer<HttpResponse>
    where
        B: Send + 'static,
        T: Versioned + Addressed,
        F: Fn(&mut Tx, &Grant, &B) -> Answer<T> + Send + 'static,
    {
        self.perform(body, false, move |tx, grant, b| {
            let made = f(tx, grant, b)?;
            Ok(Reply {
                status: 201,
                location: Some(made.path()),
                etag: Some(etag(made.version())),
                body: json(&made)?,
            })
        })
        .await
    }

    /// POST whose answer isn't one versioned record: a report, several records at once.
    pub async fn answer<B, T, F>(self, body: Body<B>, status: u16, f: F) -> Answer<HttpResponse>
    where
        B: Send + 'static,
        T: Serialize,
        F: Fn(&mut Tx, &Grant, &B) -> Answer<T> + Send + 'static,
    {
        self.perform(body, false, move |tx, grant, b| {
            Ok(Reply {
                status,
                location: None,
                etag: None,
                body: json(&f(tx, grant, b)?)?,
            })
        })
        .await
    }

    /// POST that makes something whose answer shows a secret once.
    pub async fn create_secret<B, T, F>(self, body: Body<B>, f: F) -> Answer<HttpResponse>
    where
        B: Send + 'static,
        T: Serialize,
        F: Fn(&mut Tx, &Grant, &B) -> Answer<(T, Option<String>)> + Send + 'static,
    {
        self.perform(body, true, move |tx, grant, b| {
            let (made, location) = f(tx, grant, b)?;
            Ok(Reply {
                status: 201,
                location,
                etag: None,
                body: json(&made)?,
            })
        })
        .await
    }

    /// POST of something other than JSON (a file): `fingerprint` stands for what was sent.
    pub async fn make<T, F>(self, fingerprint: [u8; 32], status: u16, f: F) -> Answer<HttpResponse>
    where
        T: Serialize,
        F: Fn(&mut Tx, &Grant) -> Answer<(T, String)> + Send + 'static,
    {
        let body = Body {
            value: (),
            fingerprint,
        };
        self.perform(body, false, move |tx, grant, ()| {
            let (made, location) = f(tx, grant)?;
            Ok(Reply {
                status,
                location: Some(location),
                etag: None,
                body: json(&made)?,
            })
        })
        .await
    }

    /// POST on a noun that changes a record's state: 200 and the record as it is now.
    pub async fn act<B, T, F>(self, body: Body<B>, f: F) -> Answer<HttpResponse>
    where
        B: Send + 'static,
        T: Versioned + Send + 'static,
        F: Fn(&mut Tx, &Grant, &B) -> Answer<T> + Send + 'static,
    {
        self.perform(body, false, move |tx, grant, b| {
            let now = f(tx, grant, b)?;
            Ok(Reply {
                status: 200,
                location: None,
                etag: Some(etag(now.version())),
                body: json(&now)?,
            })
        })
        .await
    }

    /// POST that changes a record's state and needs the version it was decided upon (`If-Match`): 200 and the record. `f` gets that
    /// version and must check it with [`fresh`], after what would be a clearer refusal.
    pub async fn act_on<B, T, F>(self, body: Body<B>, f: F) -> Answer<HttpResponse>
    where
        B: Send + 'static,
        T: Versioned + Send + 'static,
        F: Fn(&mut Tx, &Grant, &B, i64) -> Answer<T> + Send + 'static,
    {
        let known = if_match(&self.request)?;
        self.act(body, move |tx, grant, b| f(tx, grant, b, known))
            .await
    }

    /// PATCH: needs `If-Match`; `f` gets the version the caller knows and must check it with [`fresh`].
    pub async fn change<B, T, F>(self, body: Body<B>, f: F) -> Answer<HttpResponse>
    where
        B: Send + 'static,
        T: Versioned + Send + 'static,
        F: Fn(&mut Tx, &Grant, &B, i64) -> Answer<T> + Send + 'static,
    {
        let known = if_match(&self.request)?;
        let (grant, db) = (self.grant, self.app.db.clone());
        let now = db
            .write(move |tx| f(tx, &grant, &body.value, known))
            .await?;
        Ok(HttpResponse::Ok()
            .insert_header((header::ETAG, etag(now.version())))
            .json(now))
    }

    /// DELETE and acts without an answer: 204.
    pub async fn remove<F>(self, f: F) -> Answer<HttpResponse>
    where
        F: Fn(&mut Tx, &Grant) -> Answer<()> + Send + 'static,
    {
        let (grant, db) = (self.grant, self.app.db.clone());
        db.write(move |tx| f(tx, &grant)).await?;
        Ok(HttpResponse::NoContent().finish())
    }

    /// POST without a body that answers plain JSON.
    pub async fn act_plain<T, F>(self, f: F) -> Answer<HttpResponse>
    where
        T: Serialize,
        F: Fn(&mut Tx, &Grant) -> Answer<T> + Send + 'static,
    {
        self.perform(Body::none(), false, move |tx, grant, ()| {
            Ok(Reply {
                status: 200,
                location: None,
                etag: None,
                body: json(&f(tx, grant)?)?,
            })
        })
        .await
    }

    async fn perform<B, F>(self, body: Body<B>, secret: bool, f: F) -> Answer<HttpResponse>
    where
        B: Send + 'static,
        F: Fn(&mut Tx, &Grant, &B) -> Answer<Reply> + Send + 'static,
    {
        let repeat = repeat(&self.request, &body.fingerprint, secret)?;
        let (grant, db) = (self.grant, self.app.db.clone());
        let (reply, replayed) = db
            .write(move |tx| {
                let Some(repeat) = &repeat else {
                    return Ok((f(tx, &grant, &body.value)?, false));
                };
                if let Some(first) = replay(tx, &grant, repeat)? {
                    return Ok((first, true));
                }
                // On PostgreSQL another instance or writer may be at the same request: the row claimed first makes the second wait
                // for the first, and then find its answer. A group needs none: what it trips over sends each of it here alone.
                let claimed = !tx.grouped && matches!(tx.conn, AnyConn::Pg(_));
                if claimed && !claim(tx, &grant, repeat)? {
                    let first = replay(tx, &grant, repeat)?;
                    return Ok((first.ok_or_else(|| Refusal::new(Code::Busy))?, true));
                }
                let reply = f(tx, &grant, &body.value)?;
                remember(tx, &grant, repeat, &reply, claimed)?;
                Ok((reply, false))
            })
            .await?;
        Ok(reply.respond(replayed))
    }
}

fn actor(grant: &Grant) -> uuid::Uuid {
    grant.acting.api_key_id.unwrap_or(grant.actor.employee_id)
}

/// The first answer to an `Idempotency-Key`, on its way into the database with its group.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = idempotency_keys)]
#[diesel(treat_none_as_default_value = false)]
pub struct NewAnswer {
    actor_id: G,
    key: String,
    fingerprint: Vec<u8>,
    status: i64,
    location: Option<String>,
    etag: Option<String>,
    body: String,
    created_at: T,
}

/// A key another request has taken meanwhile fails the group; each of it then runs alone and meets that request's answer.
pub(crate) fn insert(conn: &mut AnyConn, answers: Vec<NewAnswer>) -> QueryResult<()> {
    if answers.is_empty() {
        return Ok(());
    }
    match conn {
        AnyConn::Pg(c) => insert_all(c, &answers)?,
        AnyConn::Sqlite(c) => {
            for answer in &answers {
                diesel::insert_into(idempotency_keys::table)
                    .values(answer)
                    .execute(c)?;
            }
        }
    }
    Ok(())
}

fn insert_all(conn: &mut PgConnection, answers: &[NewAnswer]) -> QueryResult<()> {
    const TEXT: &str = "INSERT INTO idempotency_keys (actor_id, key, fingerprint, status, location, etag, body, created_at) \
        SELECT * FROM unnest(";
    Unnest::new(TEXT, answers)
        .guid(|a| Some(a.actor_id))
        .text(|a| Some(&a.key))
        .bytes(|a| &a.fingerprint)
        .int(|a| a.status)
        .text(|a| a.location.as_deref())
        .text(|a| a.etag.as_deref())
        .text(|a| Some(&a.body))
        .time(|a| Some(a.created_at))
        .run(conn)
}

fn replay(tx: &mut Tx, grant: &Grant, repeat: &Repeat) -> Answer<Option<Reply>> {
    use idempotency_keys as k;
    type Stored = (Vec<u8>, i64, Option<String>, Option<String>, String);
    let here = tx
        .kept
        .iter()
        .find(|a| a.actor_id == g(actor(grant)) && a.key == repeat.key)
        .map(|a| {
            let (location, etag) = (a.location.clone(), a.etag.clone());
            (
                a.fingerprint.clone(),
                a.status,
                location,
                etag,
                a.body.clone(),
            )
        });
    let found: Option<Stored> = match here {
        // In a group nobody looks: a repeat makes its insertion fail, or is refused before, and runs again alone.
        None if tx.grouped => None,
        None => k::table
            .filter(k::actor_id.eq(g(actor(grant))))
            .filter(k::key.eq(&repeat.key))
            .select((k::fingerprint, k::status, k::location, k::etag, k::body))
            .first(tx.conn)
            .optional()?,
        here => here,
    };
    let Some((fingerprint, status, location, etag, body)) = found else {
        return Ok(None);
    };
    if fingerprint != repeat.fingerprint {
        return Err(Refusal::new(Code::IdempotencyKeyReused));
    }
    if repeat.secret {
        return Err(Refusal::new(Code::SecretShown));
    }
    Ok(Some(Reply {
        status: status as u16,
        location,
        etag,
        body,
    }))
}

impl NewAnswer {
    fn of(grant: &Grant, repeat: &Repeat, reply: &Reply) -> NewAnswer {
        NewAnswer {
            actor_id: g(actor(grant)),
            key: repeat.key.clone(),
            fingerprint: repeat.fingerprint.clone(),
            status: i64::from(reply.status),
            location: reply.location.clone(),
            etag: reply.etag.clone(),
            body: match repeat.secret {
                true => String::new(),
                false => reply.body.clone(),
            },
            created_at: t(grant.acting.now),
        }
    }
}

/// Takes the key before the work is done; waits while another transaction holds it. False when that one has answered.
fn claim(tx: &mut Tx, grant: &Grant, repeat: &Repeat) -> Answer<bool> {
    let AnyConn::Pg(conn) = &mut *tx.conn else {
        return Ok(true);
    };
    let nothing_yet = Reply {
        status: 0,
        location: None,
        etag: None,
        body: String::new(),
    };
    let taken = diesel::insert_into(idempotency_keys::table)
        .values(NewAnswer::of(grant, repeat, &nothing_yet))
        .on_conflict_do_nothing()
        .execute(conn)?;
    Ok(taken > 0)
}

fn remember(
    tx: &mut Tx,
    grant: &Grant,
    repeat: &Repeat,
    reply: &Reply,
    claimed: bool,
) -> Answer<()> {
    use idempotency_keys as k;
    let answer = NewAnswer::of(grant, repeat, reply);
    if !claimed {
        tx.kept.push(answer);
        return Ok(());
    }
    diesel::update(k::table.find((answer.actor_id, answer.key)))
        .set((
            k::status.eq(answer.status),
            k::location.eq(answer.location),
            k::etag.eq(answer.etag),
            k::body.eq(answer.body),
        ))
        .execute(tx.conn)?;
    Ok(())
}
