//! From an event to deliveries: who wants it and may see it.

use chrono::{DateTime, Utc};
use contract::access::Field;
use contract::webhook::{WebhookData, WebhookMessage};
use contract::{Action, event};
use diesel::prelude::*;
use uuid::Uuid;

use super::KIND;
use super::store::Row;
use crate::access::Grant;
use crate::access::actor::{HookScope, webhook_actor};
use crate::clock;
use crate::db::schema::{webhook_deliveries as d, webhooks as w};
use crate::db::types::{g, t};
use crate::db::{AnyConn, Tx};
use crate::engine::record::Acting;
use crate::problem::{Answer, internal};

/// The message of a test.
pub const TEST: &str = "webhook.test";

/// An event as the outbox has it.
#[derive(Debug, Clone)]
pub struct Happened<'e> {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub event: &'e str,
    pub subject_kind: &'e str,
    pub subject_id: Uuid,
    pub subject_name: &'e str,
    pub team_id: Option<Uuid>,
    pub owner_id: Option<Uuid>,
    /// A JSON object.
    pub payload: &'e str,
}

/// A webhook with what decides whether it gets an event.
pub struct Hook {
    pub id: Uuid,
    paused: bool,
    events: Vec<String>,
    grant: Option<Grant>,
}

impl Hook {
    /// May its owner still have it?
    pub fn stands(&self) -> bool {
        self.grant
            .as_ref()
            .is_some_and(|g| g.permits(Action::WebhookManage))
    }

    fn gets(&self, happened: &Happened) -> bool {
        let sees = |grant: &Grant| {
            let (team, owner) = (happened.team_id, happened.owner_id);
            grant.may(Action::AuditRead, team, owner, Field::People)
        };
        self.stands()
            && self
                .events
                .iter()
                .any(|p| event::matches(p, happened.event))
            && self.grant.as_ref().is_some_and(sees)
    }
}

/// A webhook with its owner's rights of this moment.
pub fn hook(conn: &mut AnyConn, row: Row, now: DateTime<Utc>) -> Answer<Hook> {
    let scope = HookScope {
        id: row.id,
        name: row.name,
        owner_id: row.owner_id,
        reach: row.reach,
        area_id: row.area_id,
        team_id: row.team_id,
    };
    // Whoever can't act any more sees nothing, and neither does their webhook.
    let grant = match webhook_actor(conn, scope, now) {
        Ok(actor) => Some(Grant::system(actor, Acting::system("webhooks"))),
        Err(refusal) if refusal.code() == contract::Code::SessionEnded => None,
        Err(refusal) => return Err(refusal),
    };
    Ok(Hook {
        id: row.id,
        paused: row.state == "paused",
        events: serde_json::from_value(row.events).map_err(internal)?,
        grant,
    })
}

/// Makes the deliveries of these events, in the transaction that marks them as dealt with: once per event and webhook.
pub fn fan_out(tx: &mut Tx, events: &[Happened]) -> Answer<()> {
    let now = clock::now();
    let rows: Vec<Row> = w::table.select(Row::as_select()).load(tx.conn)?;
    let mut hooks = Vec::with_capacity(rows.len());
    for row in rows {
        hooks.push(hook(tx.conn, row, now)?);
    }
    for happened in events.iter().filter(|e| e.subject_kind != KIND) {
        for hook in hooks.iter().filter(|h| h.gets(happened)) {
            insert(tx, hook.id, happened, (!hook.paused).then_some(now))?;
        }
    }
    Ok(())
}

/// One delivery; its id.
pub fn insert(
    tx: &mut Tx,
    webhook: Uuid,
    happened: &Happened,
    next: Option<DateTime<Utc>>,
) -> Answer<Uuid> {
    let id = clock::new_id();
    diesel::insert_into(d::table)
        .values((
            d::id.eq(g(id)),
            d::webhook_id.eq(g(webhook)),
            d::event_id.eq(g(happened.id)),
            d::event.eq(happened.event),
            d::subject_kind.eq(happened.subject_kind),
            d::subject_id.eq(g(happened.subject_id)),
            d::body.eq(body(happened)?),
            d::state.eq("waiting"),
            d::attempts.eq(0),
            d::next_at.eq(t(next)),
            d::created_at.eq(t(clock::now())),
        ))
        .execute(tx.conn)?;
    Ok(id)
}

fn body(happened: &Happened) -> Answer<String> {
    let message = WebhookMessage {
        r#type: happened.event.to_owned(),
        timestamp: happened.at,
        data: WebhookData {
            subject_kind: happened.subject_kind.to_owned(),
            subject_id: happened.subject_id,
            subject_name: happened.subject_name.to_owned(),
            team_id: happened.team_id,
            owner_id: happened.owner_id,
            facts: serde_json::from_str(happened.payload).map_err(internal)?,
        },
    };
    serde_json::to_string(&message).map_err(internal)
}
