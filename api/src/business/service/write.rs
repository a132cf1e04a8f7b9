//! How a request is kept: its row under its version, its step, its record.

use chrono::{DateTime, Utc};
use contract::service::ServiceStepKind;
use diesel::prelude::*;
use uuid::Uuid;

use super::step;
use super::store::Row;
use crate::access::Grant;
use crate::business::customer;
use crate::db::schema::{service_numbers as n, service_requests as s};
use crate::db::sql::Kept;
use crate::db::types::{g, t};
use crate::db::{AnyConn, Tx};
use crate::engine::record::Record;
use crate::http::perform::current;
use crate::problem::Answer;

/// The next number of the department; whoever opens another meanwhile waits for this transaction.
pub fn next_number(tx: &mut Tx) -> Answer<i64> {
    diesel::update(n::table.find(1))
        .set(n::last.eq(n::last + 1))
        .execute(tx.conn)?;
    Ok(n::table.find(1).select(n::last).first(tx.conn)?)
}

macro_rules! values {
    ($row:expr) => {
        (
            s::category_id.eq(g($row.category_id)),
            s::state.eq(&$row.state),
            s::channel.eq(&$row.channel),
            s::description.eq(&$row.description),
            s::complained_about_id.eq(g($row.complained_about_id)),
            s::due_on.eq($row.due_on),
            s::answer.eq(&$row.answer),
            s::answered_at.eq(t($row.answered_at)),
            s::answer_days.eq($row.answer_days),
            s::closed_at.eq(t($row.closed_at)),
            s::reopened.eq($row.reopened),
            s::score.eq($row.score),
            s::score_comment.eq(&$row.score_comment),
            s::reminded_at.eq(t($row.reminded_at)),
            s::escalated_at.eq(t($row.escalated_at)),
            s::owner_id.eq(g($row.owner_id)),
            s::team_id.eq(g($row.team_id)),
            s::version.eq($row.version),
            s::updated_at.eq(t($row.updated_at)),
        )
    };
}

pub fn insert(conn: &mut AnyConn, row: &Row) -> Answer<()> {
    let key = (
        s::id.eq(g(row.id)),
        s::number.eq(row.number),
        s::customer_id.eq(g(row.customer_id)),
        s::kind.eq(&row.kind),
        s::opened_on.eq(row.opened_on),
        s::opened_month.eq(&row.opened_month),
        s::created_at.eq(t(row.created_at)),
    );
    diesel::insert_into(s::table)
        .values((key, values!(row)))
        .execute(conn)?;
    Ok(())
}

/// Writes a changed row under its version; a concurrent change is 412.
pub fn save(tx: &mut Tx, old: &Row, new: &mut Row, now: DateTime<Utc>) -> Answer<()> {
    new.version = old.version + 1;
    new.updated_at = now;
    let change = diesel::update(s::table.find(g(old.id)).filter(s::version.eq(old.version)))
        .set(values!(new));
    current(Kept(change).execute(tx.conn)?)
}

/// Keeps a changed request and the step that it was, and begins the record of it.
pub fn keep(
    tx: &mut Tx,
    grant: &Grant,
    old: &Row,
    new: &mut Row,
    kind: ServiceStepKind,
    note: Option<&str>,
) -> Answer<Record> {
    save(tx, old, new, grant.acting.now)?;
    let step = step::New {
        note,
        to: (old.owner_id != new.owner_id).then_some(new.owner_id),
        ..step::New::of(new.id, kind)
    };
    step::keep(tx, &grant.acting, step)?;
    Ok(record(tx.conn, new, step::event(kind))?
        .change("state", &old.state, &new.state)
        .change("owner_id", old.owner_id, new.owner_id)
        .change("team_id", old.team_id, new.team_id)
        .change("due_on", old.due_on, new.due_on)
        .change("note", (), note)
        .fact("note", note))
}

/// The record of something done to a request.
pub fn record(conn: &mut AnyConn, row: &Row, event: &'static str) -> Answer<Record> {
    let name = subject(row.number, &customer::name(conn, row.customer_id)?);
    Ok(Record::new(event, "service_request", row.id, name)
        .team(row.team_id)
        .owner(Some(row.owner_id))
        .clause(row.clause()?)
        .fact("kind", &row.kind))
}

/// `#128 王美玲`.
pub fn subject(number: i64, customer: &str) -> String {
    format!("#{number} {customer}")
}

/// What one record of a customer asked for is the other's from here on; not reach-checked, as merging is.
pub fn customer_merged(tx: &mut Tx, gone: Uuid, kept: Uuid, now: DateTime<Utc>) -> Answer<()> {
    diesel::update(s::table.filter(s::customer_id.eq(g(gone))))
        .set((
            s::customer_id.eq(g(kept)),
            s::version.eq(s::version + 1),
            s::updated_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    Ok(())
}
