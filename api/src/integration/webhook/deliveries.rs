use chrono::{DateTime, Utc};
use contract::access::Field;
use contract::webhook::{
    DeliveryState, NewWebhookReplay, WebhookDelivery, WebhookDeliveryQuery, WebhookReplay,
};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::posted::{Happened, insert};
use super::store::{self, COLUMNS};
use super::{KIND, posted};
use crate::access::Grant;
use crate::clock;
use crate::db::schema::{webhook_deliveries as d, webhooks as w};
use crate::db::sql::Bind;
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::http::page::{Kind, Paging, SortKey};
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "webhook_deliveries.created_at",
    kind: Kind::Ts,
}];

crate::addressed!(WebhookDelivery => "webhook-deliveries");
crate::csv_columns!(WebhookDelivery => ["id", "webhook_id", "webhook_name", "event_id", "event", "subject_kind", "subject_id", "state",
    "attempts", "next_at", "last_at", "last_status", "last_error", "created_at", "delivered_at"]);

#[derive(Queryable, Selectable)]
#[diesel(table_name = d)]
struct Row {
    id: Uuid,
    webhook_id: Uuid,
    event_id: Uuid,
    event: String,
    subject_kind: String,
    subject_id: Uuid,
    state: String,
    attempts: i64,
    next_at: Option<DateTime<Utc>>,
    last_at: Option<DateTime<Utc>>,
    last_status: Option<i64>,
    last_error: Option<String>,
    created_at: DateTime<Utc>,
    delivered_at: Option<DateTime<Utc>>,
}

type Full = (Row, String);

macro_rules! full {
    () => {
        d::table
            .inner_join(w::table.on(w::id.eq(d::webhook_id)))
            .select((Row::as_select(), w::name))
    };
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &WebhookDeliveryQuery,
    paging: &Paging,
) -> Answer<Page<WebhookDelivery>> {
    let narrowed = || {
        let mut q = full!()
            .into_boxed::<MultiBackend>()
            .filter(grant.reach().on(COLUMNS));
        if let Some(id) = query.webhook_id {
            q = q.filter(d::webhook_id.eq(g(id)));
        }
        if let Some(state) = query.state {
            q = q.filter(d::state.eq(word(&state)));
        }
        q
    };
    let page = crate::page_of!(conn, paging, narrowed, |(r, _): &Full, _: &str| (
        Bind::ts(r.created_at),
        r.id
    ));
    page.try_map(|full| contract_of(grant, full))
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<WebhookDelivery> {
    let full: Full = full!()
        .filter(d::id.eq(g(id)))
        .filter(grant.reach().on(COLUMNS))
        .first(conn)?;
    let body = d::table.find(g(id)).select(d::body).first(conn)?;
    Ok(WebhookDelivery {
        body: Some(body),
        ..contract_of(grant, full)?
    })
}

fn contract_of(grant: &Grant, (r, webhook_name): Full) -> Answer<WebhookDelivery> {
    let state: DeliveryState = parse(&r.state)?;
    let mut allowed_actions = grant.allowed(&[Action::WebhookManage], None, None, Field::People);
    // What is still to be tried needs no replay.
    allowed_actions.retain(|_| state != DeliveryState::Waiting);
    Ok(WebhookDelivery {
        id: r.id,
        webhook_id: r.webhook_id,
        webhook_name,
        event_id: r.event_id,
        event: r.event,
        subject_kind: r.subject_kind,
        subject_id: r.subject_id,
        state,
        attempts: r.attempts,
        next_at: r.next_at,
        last_at: r.last_at,
        last_status: r.last_status,
        last_error: r.last_error.as_deref().map(parse).transpose()?,
        created_at: r.created_at,
        delivered_at: r.delivered_at,
        body: None,
        allowed_actions,
    })
}

/// When what is queued now goes out: at once, or when the webhook is active again.
fn next(conn: &mut AnyConn, webhook: Uuid, now: DateTime<Utc>) -> Answer<Option<DateTime<Utc>>> {
    let state: String = w::table.find(g(webhook)).select(w::state).first(conn)?;
    Ok((state == "active").then_some(now))
}

/// The same event under the same id once more, with all its tries ahead.
pub fn replay(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<WebhookDelivery> {
    let old = get(tx.conn, grant, id)?;
    if old.state == DeliveryState::Waiting {
        return Err(Refusal::new(Code::Conflict));
    }
    let next = next(tx.conn, old.webhook_id, grant.acting.now)?;
    diesel::update(d::table.find(g(id)))
        .set((
            d::state.eq("waiting"),
            d::attempts.eq(0),
            d::next_at.eq(t(next)),
            d::first_at.eq(t(None::<DateTime<Utc>>)),
            d::delivered_at.eq(t(None::<DateTime<Utc>>)),
        ))
        .execute(tx.conn)?;
    let hook = store::row(tx.conn, grant, old.webhook_id)?;
    store::record(
        "webhook.replayed",
        hook.id,
        &hook.name,
        hook.team_id,
        hook.owner_id,
    )
    .change("deliveries", (), 1)
    .write(tx, &grant.acting);
    get(tx.conn, grant, id)
}

/// Everything that was given up since an instant.
pub fn replay_dead(
    tx: &mut Tx,
    grant: &Grant,
    webhook: Uuid,
    asked: &NewWebhookReplay,
) -> Answer<WebhookReplay> {
    let hook = store::row(tx.conn, grant, webhook)?;
    let next = next(tx.conn, webhook, grant.acting.now)?;
    let queued = diesel::update(
        d::table
            .filter(d::webhook_id.eq(g(webhook)))
            .filter(d::state.eq("dead"))
            .filter(d::created_at.ge(t(asked.since))),
    )
    .set((
        d::state.eq("waiting"),
        d::attempts.eq(0),
        d::next_at.eq(t(next)),
        d::first_at.eq(t(None::<DateTime<Utc>>)),
    ))
    .execute(tx.conn)?;
    if queued > 0 {
        store::record(
            "webhook.replayed",
            hook.id,
            &hook.name,
            hook.team_id,
            hook.owner_id,
        )
        .change("deliveries", (), queued)
        .write(tx, &grant.acting);
    }
    Ok(WebhookReplay {
        queued: queued as i64,
    })
}

/// A message that says nothing happened, to see whether it arrives.
pub fn test(tx: &mut Tx, grant: &Grant, webhook: Uuid) -> Answer<WebhookDelivery> {
    let hook = store::row(tx.conn, grant, webhook)?;
    let next = next(tx.conn, webhook, grant.acting.now)?;
    let happened = Happened {
        id: clock::new_id(),
        at: grant.acting.now,
        event: posted::TEST,
        subject_kind: KIND,
        subject_id: webhook,
        subject_name: &hook.name,
        team_id: hook.team_id,
        owner_id: Some(hook.owner_id),
        payload: "{}",
    };
    let id = insert(tx, webhook, &happened, next)?;
    get(tx.conn, grant, id)
}

/// Forgets deliveries from before an instant, whatever became of them.
pub fn tidy(tx: &mut Tx, before: DateTime<Utc>) -> Answer<()> {
    diesel::delete(d::table.filter(d::created_at.lt(t(before)))).execute(tx.conn)?;
    Ok(())
}
