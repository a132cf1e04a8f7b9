//! The outbox: one row per event, written with the change it tells of. A worker turns rows into notifications (and, later,
//! webhooks), so nothing is announced that wasn't committed and nothing committed goes unannounced.

use diesel::prelude::*;

use crate::db::AnyConn;
use crate::db::schema::outbox;
use crate::db::types::{G, T};

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = outbox)]
#[diesel(treat_none_as_default_value = false)]
pub struct NewEvent {
    pub id: G,
    pub created_at: T,
    pub event: String,
    pub subject_kind: String,
    pub subject_id: G,
    pub subject_name: String,
    pub team_id: Option<G>,
    pub owner_id: Option<G>,
    /// JSON array of employee ids to notify.
    pub recipients: String,
    /// JSON object with what the event's text needs.
    pub payload: String,
    pub dispatched_at: Option<T>,
}

pub(crate) fn insert(conn: &mut AnyConn, events: Vec<NewEvent>) -> QueryResult<()> {
    if events.is_empty() {
        return Ok(());
    }
    match conn {
        AnyConn::Pg(c) => {
            for chunk in events.chunks(1000) {
                diesel::insert_into(outbox::table)
                    .values(chunk)
                    .execute(c)?;
            }
        }
        AnyConn::Sqlite(c) => {
            for event in &events {
                diesel::insert_into(outbox::table)
                    .values(event)
                    .execute(c)?;
            }
        }
    }
    Ok(())
}
