use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use contract::access::Field;
use contract::employee::PersonRef;
use contract::webhook::{
    CreatedWebhook, NewWebhook, PauseReason, Webhook, WebhookPatch, WebhookQuery, WebhookSecret,
    WebhookState,
};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::{KIND, SEALED, address, logic};
use crate::access::reach::Columns;
use crate::access::{Grant, key};
use crate::db::schema::{employees, webhook_deliveries as d, webhooks as w};
use crate::db::sql::Bind;
use crate::db::types::{g, gs, j, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::{current, fresh};
use crate::problem::{Answer, Refusal, internal};
use crate::secrets::{Secrets, random};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "webhooks.created_at",
    kind: Kind::Ts,
}];

/// Webhooks belong to their owner and to the department.
pub const COLUMNS: Columns = Columns {
    team: "webhooks.team_id",
    owner: "webhooks.owner_id",
    field: Field::People,
};

/// How long a replaced secret still signs.
const EXCHANGE_HOURS: i64 = 24;

crate::versioned!(Webhook);
crate::csv_columns!(Webhook => ["id", "name", "url", "events", "reach", "area_id", "team_id", "owner.id", "owner.name", "state",
    "paused_reason", "failing_since", "last_success_at", "waiting_count", "dead_count", "version", "created_at", "updated_at"]);

#[derive(Queryable, Selectable, Clone)]
#[diesel(table_name = w)]
pub struct Row {
    pub id: Uuid,
    pub name: String,
    pub url: String,
    pub events: serde_json::Value,
    pub reach: String,
    pub area_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    pub owner_id: Uuid,
    pub state: String,
    paused_reason: Option<String>,
    failing_since: Option<DateTime<Utc>>,
    pub last_success_at: Option<DateTime<Utc>>,
    version: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &WebhookQuery,
    paging: &Paging,
) -> Answer<Page<Webhook>> {
    let narrowed = || {
        let mut q = w::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(grant.reach().on(COLUMNS));
        if let Some(state) = query.state {
            q = q.filter(w::state.eq(word(&state)));
        }
        q
    };
    let page = crate::page_of!(conn, paging, narrowed, |r: &Row, _: &str| (
        Bind::ts(r.created_at),
        r.id
    ));
    page.complete(|rows| complete(conn, grant, rows))
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Webhook> {
    let row = row(conn, grant, id)?;
    complete(conn, grant, vec![row])?
        .pop()
        .ok_or_else(|| Refusal::new(Code::NotFound))
}

/// The bare row inside the reach; for acts.
pub fn row(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Row> {
    Ok(w::table
        .filter(w::id.eq(g(id)))
        .filter(grant.reach().on(COLUMNS))
        .select(Row::as_select())
        .first(conn)?)
}

/// Owners and counts of a page of webhooks, in two queries.
fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<Webhook>> {
    let owners: Vec<(Uuid, String, String)> = employees::table
        .filter(employees::id.eq_any(gs(rows.iter().map(|r| r.owner_id))))
        .select((employees::id, employees::name, employees::number))
        .load(conn)?;
    let owners: HashMap<Uuid, PersonRef> = owners
        .into_iter()
        .map(|(id, name, number)| (id, PersonRef { id, name, number }))
        .collect();
    let counts: Vec<(Uuid, String, i64)> = d::table
        .filter(d::webhook_id.eq_any(gs(rows.iter().map(|r| r.id))))
        .filter(d::state.ne("delivered"))
        .group_by((d::webhook_id, d::state))
        .select((d::webhook_id, d::state, diesel::dsl::count_star()))
        .load(conn)?;
    let count = |id: Uuid, state: &str| {
        let found = counts.iter().find(|(of, s, _)| *of == id && s == state);
        found.map_or(0, |(.., n)| *n)
    };
    let allowed_actions = grant.allowed(&[Action::WebhookManage], None, None, Field::People);
    let one = |r: Row| {
        Ok(Webhook {
            events: serde_json::from_value(r.events).map_err(internal)?,
            reach: parse(&r.reach)?,
            owner: owners
                .get(&r.owner_id)
                .cloned()
                .ok_or_else(|| Refusal::new(Code::Internal))?,
            state: parse(&r.state)?,
            paused_reason: r.paused_reason.as_deref().map(parse).transpose()?,
            waiting_count: count(r.id, "waiting"),
            dead_count: count(r.id, "dead"),
            id: r.id,
            name: r.name,
            url: r.url,
            area_id: r.area_id,
            team_id: r.team_id,
            failing_since: r.failing_since,
            last_success_at: r.last_success_at,
            version: r.version,
            created_at: r.created_at,
            updated_at: r.updated_at,
            allowed_actions: allowed_actions.clone(),
        })
    };
    rows.into_iter().map(one).collect()
}

/// What sealing and checking need of the server.
#[derive(Clone)]
pub struct Keep {
    pub secrets: Secrets,
    pub private: bool,
}

pub fn create(
    tx: &mut Tx,
    grant: &Grant,
    keep: &Keep,
    new: &NewWebhook,
) -> Answer<(CreatedWebhook, Option<String>)> {
    // What a webhook sees is bounded by its owner's rights, not by those of a key that makes it.
    if !grant.reach().is_department() {
        return Err(Refusal::new(Code::KeyReachTooWide).at("/reach"));
    }
    if !grant.permits(Action::AuditRead) {
        return Err(Refusal::new(Code::KeyReachTooWide).at("/events"));
    }
    key::scope_exists(tx.conn, new.reach, new.area_id, new.team_id)?;
    address::checked(&new.url, keep.private)?;
    let (id, now, secret) = (crate::clock::new_id(), grant.acting.now, random(32));
    let events = tidied(&new.events);
    let stored = serde_json::to_value(&events).map_err(internal)?;
    diesel::insert_into(w::table)
        .values((
            w::id.eq(g(id)),
            w::name.eq(&new.name),
            w::url.eq(&new.url),
            w::events.eq(j(&stored)),
            w::reach.eq(word(&new.reach)),
            w::area_id.eq(g(new.area_id)),
            w::team_id.eq(g(new.team_id)),
            w::owner_id.eq(g(grant.me())),
            w::secret.eq(keep.secrets.seal(SEALED, &secret)?),
            w::state.eq("active"),
            w::version.eq(1),
            w::created_at.eq(t(now)),
            w::updated_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    record("webhook.created", id, &new.name, new.team_id, grant.me())
        .change("url", (), &new.url)
        .change("events", (), &events)
        .change("reach", (), new.reach)
        .write(tx, &grant.acting);
    let webhook = get(tx.conn, grant, id)?;
    let path = format!("/api/v1/webhooks/{id}");
    let secret = logic::secret_text(&secret);
    Ok((CreatedWebhook { webhook, secret }, Some(path)))
}

fn tidied(events: &[String]) -> Vec<String> {
    let mut events = events.to_vec();
    events.sort();
    events.dedup();
    events
}

pub fn record(
    event: &'static str,
    id: Uuid,
    name: &str,
    team: Option<Uuid>,
    owner: Uuid,
) -> Record {
    Record::new(event, KIND, id, name)
        .team(team)
        .owner(Some(owner))
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    keep: &Keep,
    id: Uuid,
    patch: &WebhookPatch,
    known: i64,
) -> Answer<Webhook> {
    let old = row(tx.conn, grant, id)?;
    fresh(known, old.version)?;
    let before = get(tx.conn, grant, id)?;
    let name = patch.name.as_ref().unwrap_or(&old.name);
    let url = patch.url.as_ref().unwrap_or(&old.url);
    if url != &old.url {
        address::checked(url, keep.private)?;
    }
    let events = tidied(patch.events.as_ref().unwrap_or(&before.events));
    let state = patch.state.unwrap_or(before.state);
    let record = record("webhook.updated", id, name, old.team_id, old.owner_id)
        .change("name", &old.name, name)
        .change("url", &old.url, url)
        .change("events", &before.events, &events)
        .change("state", before.state, state);
    if record.unchanged() {
        return Ok(before);
    }
    let stored = serde_json::to_value(&events).map_err(internal)?;
    let reason = match (before.state, state) {
        (WebhookState::Active, WebhookState::Paused) => Some(word(&PauseReason::ByHand)),
        (_, WebhookState::Paused) => old.paused_reason.clone(),
        (_, WebhookState::Active) => None,
    };
    current(
        diesel::update(w::table.find(g(id)).filter(w::version.eq(known)))
            .set((
                w::name.eq(name),
                w::url.eq(url),
                w::events.eq(j(&stored)),
                w::state.eq(word(&state)),
                w::paused_reason.eq(reason),
                w::version.eq(known + 1),
                w::updated_at.eq(t(grant.acting.now)),
            ))
            .execute(tx.conn)?,
    )?;
    if state != before.state {
        let resumed = state == WebhookState::Active;
        hold(tx, id, resumed.then_some(grant.acting.now))?;
    }
    record.write(tx, &grant.acting);
    get(tx.conn, grant, id)
}

/// Holds back what waits for a webhook, or lets it go from an instant on.
pub fn hold(tx: &mut Tx, webhook: Uuid, next: Option<DateTime<Utc>>) -> Answer<()> {
    diesel::update(
        d::table
            .filter(d::webhook_id.eq(g(webhook)))
            .filter(d::state.eq("waiting")),
    )
    .set(d::next_at.eq(t(next)))
    .execute(tx.conn)?;
    Ok(())
}

/// With it goes what was still to be delivered.
pub fn delete(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<()> {
    let old = row(tx.conn, grant, id)?;
    diesel::delete(w::table.find(g(id))).execute(tx.conn)?;
    record("webhook.deleted", id, &old.name, old.team_id, old.owner_id)
        .change("url", &old.url, ())
        .write(tx, &grant.acting);
    Ok(())
}

pub fn rotate(
    tx: &mut Tx,
    grant: &Grant,
    keep: &Keep,
    id: Uuid,
) -> Answer<(WebhookSecret, Option<String>)> {
    let old = row(tx.conn, grant, id)?;
    let secret = random(32);
    let old_until = grant.acting.now + Duration::hours(EXCHANGE_HOURS);
    let before: Vec<u8> = w::table.find(g(id)).select(w::secret).first(tx.conn)?;
    current(
        diesel::update(w::table.find(g(id)).filter(w::version.eq(old.version)))
            .set((
                w::secret.eq(keep.secrets.seal(SEALED, &secret)?),
                w::old_secret.eq(before),
                w::old_until.eq(t(old_until)),
                w::version.eq(old.version + 1),
                w::updated_at.eq(t(grant.acting.now)),
            ))
            .execute(tx.conn)?,
    )?;
    record(
        "webhook.secret_rotated",
        id,
        &old.name,
        old.team_id,
        old.owner_id,
    )
    .write(tx, &grant.acting);
    let secret = logic::secret_text(&secret);
    Ok((WebhookSecret { secret, old_until }, None))
}
