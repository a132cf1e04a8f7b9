//! Photos of the hazard and of how it was put right.

use contract::attachment::Attachment;
use contract::{Action, Page};
use uuid::Uuid;

use super::store::row;
use crate::access::Grant;
use crate::db::{AnyConn, Tx};
use crate::engine::attachment::{self, Received, Subject};
use crate::http::page::Paging;
use crate::problem::Answer;

const KIND: &str = "hazard";
const ACTIONS: &[Action] = &[Action::HazardRead];

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    id: Uuid,
    paging: &Paging,
) -> Answer<Page<Attachment>> {
    row(conn, grant, id)?;
    attachment::of_subject(conn, grant, (KIND, id), ACTIONS, paging)
}

/// Whether the caller sees the hazard.
pub fn seen(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<()> {
    row(conn, grant, id).map(|_| ())
}

pub fn add(tx: &mut Tx, grant: &Grant, id: Uuid, file: &Received) -> Answer<Attachment> {
    let held = row(tx.conn, grant, id)?;
    let subject = Subject {
        kind: KIND,
        id,
        owner: Some(held.reporter_id),
        team: held.team_id,
    };
    let made = attachment::insert(tx, &grant.acting, &subject, file)?;
    held.record("hazard.photographed")
        .change("file", (), &file.name)
        .change("sha256", (), &file.stored.sha256)
        .write(tx, &grant.acting);
    attachment::one(tx.conn, grant, (KIND, id), ACTIONS, made)
}

pub fn one(conn: &mut AnyConn, grant: &Grant, id: Uuid, file: Uuid) -> Answer<attachment::Row> {
    row(conn, grant, id)?;
    attachment::row_of(conn, (KIND, id), file)
}
