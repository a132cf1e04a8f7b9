//! The outbox: one row per event, written with the change it tells of. A worker turns rows into notifications and
//! deliveries to webhooks, so nothing is announced that wasn't committed and nothing committed goes unannounced.

use diesel::dsl::exists;
use diesel::prelude::*;

use crate::db::AnyConn;
use crate::db::bulk::Unnest;
use crate::db::schema::{outbox, webhooks};
use crate::db::types::{G, T};

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = outbox)]
#[diesel(treat_none_as_default_value = false)]
pub struct NewEvent {
    pub id: G,
    pub created_at: T,
    pub event: &'static str,
    pub subject_kind: &'static str,
    pub subject_id: G,
    pub subject_name: String,
    pub team_id: Option<G>,
    pub owner_id: Option<G>,
    /// JSON array of employee ids to notify.
    pub recipients: String,
    /// JSON object with what the event's text needs.
    pub payload: String,
    /// From the start, where nobody is to be told.
    pub dispatched_at: Option<T>,
}

pub(crate) fn insert(conn: &mut AnyConn, events: Vec<NewEvent>) -> QueryResult<()> {
    if events.is_empty() {
        return Ok(());
    }
    match conn {
        AnyConn::Pg(c) => insert_all(c, &events)?,
        AnyConn::Sqlite(c) => {
            // Nobody is to be told, but a webhook may want it.
            let hooked =
                diesel::select(exists(webhooks::table.select(webhooks::id))).get_result(c)?;
            for mut event in events {
                if hooked {
                    event.dispatched_at = None;
                }
                diesel::insert_into(outbox::table)
                    .values(&event)
                    .execute(c)?;
            }
        }
    }
    Ok(())
}

fn insert_all(conn: &mut PgConnection, events: &[NewEvent]) -> QueryResult<()> {
    const TEXT: &str = "INSERT INTO outbox (id, created_at, event, subject_kind, subject_id, subject_name, team_id, owner_id, \
        recipients, payload, dispatched_at) SELECT e.id, e.at, e.event, e.kind, e.subject, e.name, e.team, e.owner, e.recipients, e.payload, \
        CASE WHEN EXISTS (SELECT 1 FROM webhooks) THEN NULL ELSE e.dispatched END FROM unnest(";
    // Nobody is to be told, but a webhook may want it.
    const NAMES: &str =
        ") AS e (id, at, event, kind, subject, name, team, owner, recipients, payload, dispatched)";
    Unnest::new(TEXT, events)
        .named(NAMES)
        .guid(|e| Some(e.id))
        .time(|e| Some(e.created_at))
        .text(|e| Some(e.event))
        .text(|e| Some(e.subject_kind))
        .guid(|e| Some(e.subject_id))
        .text(|e| Some(&e.subject_name))
        .guid(|e| e.team_id)
        .guid(|e| e.owner_id)
        .text(|e| Some(&e.recipients))
        .text(|e| Some(&e.payload))
        .time(|e| e.dispatched_at)
        .run(conn)
}
