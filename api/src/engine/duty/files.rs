//! Photos of something that is due: sent before it is done, kept with it.

use contract::attachment::Attachment;
use contract::duty::OccurrenceState;
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::occurrence::{row, told};
use crate::access::Grant;
use crate::db::schema::attachments as a;
use crate::db::types::g;
use crate::db::{AnyConn, Tx};
use crate::engine::attachment::{self, Received, Subject};
use crate::http::page::Paging;
use crate::problem::Answer;

const KIND: &str = "duty_occurrence";
const ACTIONS: &[Action] = &[Action::DutyRead];

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    id: Uuid,
    paging: &Paging,
) -> Answer<Page<Attachment>> {
    row(conn, grant.reach(), id)?;
    attachment::of_subject(conn, grant, (KIND, id), ACTIONS, paging)
}

/// Not reach-checked: whoever asks has the occurrence in hand.
pub fn ids(conn: &mut AnyConn, id: Uuid) -> Answer<Vec<Uuid>> {
    Ok(a::table
        .filter(a::subject_kind.eq(KIND))
        .filter(a::subject_id.eq(g(id)))
        .filter(a::removed_at.is_null())
        .select(a::id)
        .load(conn)?)
}

/// Whether the caller may do it.
pub fn seen(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<()> {
    row(conn, grant.reach(), id).map(|_| ())
}

pub fn add(tx: &mut Tx, grant: &Grant, id: Uuid, file: &Received) -> Answer<Attachment> {
    let held = row(tx.conn, grant.reach(), id)?;
    if held.state()? != OccurrenceState::Open {
        return Err(held.refused(tx.conn, grant, Code::DutyState));
    }
    let subject = Subject {
        kind: KIND,
        id,
        owner: Some(held.owner_id),
        team: held.team_id,
    };
    let made = attachment::insert(tx, &grant.acting, &subject, file)?;
    let title = told(tx.conn, &held)?.title;
    held.record("duty.photographed", &title)
        .change("file", (), &file.name)
        .change("sha256", (), &file.stored.sha256)
        .write(tx, &grant.acting);
    attachment::one(tx.conn, grant, (KIND, id), ACTIONS, made)
}

pub fn one(conn: &mut AnyConn, grant: &Grant, id: Uuid, file: Uuid) -> Answer<attachment::Row> {
    row(conn, grant.reach(), id)?;
    attachment::row_of(conn, (KIND, id), file)
}
