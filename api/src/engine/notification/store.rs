use chrono::{DateTime, Utc};
use contract::my_day::DayItem;
use contract::notification::{Notification, NotificationQuery, ReadCount};
use contract::{Locale, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::text;
use crate::access::Grant;
use crate::db::schema::notifications as n;
use crate::db::sql::Bind;
use crate::db::types::{g, t};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::http::page::{Kind, Paging, SortKey};
use crate::problem::Answer;

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "notifications.created_at",
    kind: Kind::Ts,
}];

#[derive(Queryable, Selectable)]
#[diesel(table_name = n)]
struct Row {
    id: Uuid,
    created_at: DateTime<Utc>,
    event: String,
    subject_kind: String,
    subject_id: Uuid,
    subject_name: String,
    payload: String,
    read_at: Option<DateTime<Utc>>,
}

fn contract_of(r: Row, locale: Locale) -> Notification {
    let facts = serde_json::from_str(&r.payload).unwrap_or_default();
    let (title, body) = text::of(&r.event, &r.subject_name, &facts, locale);
    Notification {
        id: r.id,
        created_at: r.created_at,
        event: r.event,
        subject_kind: r.subject_kind,
        subject_id: r.subject_id,
        title,
        body,
        read_at: r.read_at,
    }
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &NotificationQuery,
    paging: &Paging,
) -> Answer<Page<Notification>> {
    let narrowed = || {
        let mut q = n::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(n::recipient_id.eq(g(grant.me())));
        match query.unread {
            Some(true) => q = q.filter(n::read_at.is_null()),
            Some(false) => q = q.filter(n::read_at.is_not_null()),
            None => {}
        }
        q
    };
    Ok(crate::page_of!(conn, paging, narrowed, |r: &Row, _: &str| (
        Bind::ts(r.created_at),
        r.id
    ))
    .map(|r| contract_of(r, grant.locale)))
}

/// Unread ones as items of my day.
pub fn day_items(conn: &mut AnyConn, grant: &Grant) -> Answer<Vec<DayItem>> {
    let rows: Vec<Row> = n::table
        .filter(n::recipient_id.eq(g(grant.me())))
        .filter(n::read_at.is_null())
        .order((n::created_at.desc(), n::id.desc()))
        .limit(10)
        .select(Row::as_select())
        .load(conn)?;
    let item = |r: Row| {
        let made = contract_of(r, grant.locale);
        DayItem {
            kind: "notification".to_owned(),
            title: made.title,
            detail: made.body,
            due_at: None,
            path: "/notifications".to_owned(),
            subject_id: Some(made.id),
            clause: None,
        }
    };
    Ok(rows.into_iter().map(item).collect())
}

/// Marks one (or all) of my notifications read.
pub fn read(tx: &mut Tx, grant: &Grant, id: Option<Uuid>) -> Answer<ReadCount> {
    let now = grant.acting.now;
    let mine = n::table.filter(n::recipient_id.eq(g(grant.me())));
    let read = match id {
        Some(id) => {
            // Somebody else's isn't there; one already read stays as it was.
            let _exists: Uuid = mine.filter(n::id.eq(g(id))).select(n::id).first(tx.conn)?;
            diesel::update(
                n::table
                    .filter(n::id.eq(g(id)))
                    .filter(n::read_at.is_null()),
            )
            .set(n::read_at.eq(t(now)))
            .execute(tx.conn)?
        }
        None => diesel::update(mine.filter(n::read_at.is_null()))
            .set(n::read_at.eq(t(now)))
            .execute(tx.conn)?,
    };
    Ok(ReadCount { read: read as i64 })
}

/// A notification the worker makes.
pub struct NewNotification {
    pub outbox_id: Uuid,
    pub recipient_id: Uuid,
    pub created_at: DateTime<Utc>,
    pub event: String,
    pub subject_kind: String,
    pub subject_id: Uuid,
    pub subject_name: String,
    pub payload: String,
}

/// Once per event and recipient, however often the worker tries.
pub fn insert(tx: &mut Tx, new: &NewNotification) -> Answer<()> {
    let known: i64 = n::table
        .filter(n::outbox_id.eq(g(new.outbox_id)))
        .filter(n::recipient_id.eq(g(new.recipient_id)))
        .count()
        .get_result(tx.conn)?;
    if known > 0 {
        return Ok(());
    }
    diesel::insert_into(n::table)
        .values((
            n::id.eq(g(crate::clock::new_id())),
            n::outbox_id.eq(g(new.outbox_id)),
            n::recipient_id.eq(g(new.recipient_id)),
            n::created_at.eq(t(new.created_at)),
            n::event.eq(&new.event),
            n::subject_kind.eq(&new.subject_kind),
            n::subject_id.eq(g(new.subject_id)),
            n::subject_name.eq(&new.subject_name),
            n::payload.eq(&new.payload),
            n::read_at.eq(t(None::<DateTime<Utc>>)),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Notifications of one person after an id (ids are time-ordered); for the live stream.
pub fn after(
    conn: &mut AnyConn,
    recipient: Uuid,
    last: Uuid,
    locale: Locale,
) -> Answer<Vec<Notification>> {
    let rows: Vec<Row> = n::table
        .filter(n::recipient_id.eq(g(recipient)))
        .filter(n::id.gt(g(last)))
        .order(n::id)
        .limit(100)
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(|r| contract_of(r, locale)).collect())
}
