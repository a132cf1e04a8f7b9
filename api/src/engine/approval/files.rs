//! Files of a request: for whoever sees it to read and to add; they stay, for the decision rests on them.

use contract::approval::ApprovalEventKind as Event;
use contract::attachment::Attachment;
use contract::{Action, Page};
use uuid::Uuid;

use super::read;
use super::row::Row;
use super::step::Happened;
use super::store::{hold, keep};
use crate::access::Grant;
use crate::db::{AnyConn, Tx};
use crate::engine::attachment::{self, Received, Subject};
use crate::http::page::Paging;
use crate::problem::Answer;

const KIND: &str = "approval";
const ACTIONS: &[Action] = &[Action::ApprovalRead];

fn subject(row: &Row) -> Subject {
    Subject {
        kind: KIND,
        id: row.id,
        owner: Some(row.applicant_id),
        team: row.team_id,
    }
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    id: Uuid,
    paging: &Paging,
) -> Answer<Page<Attachment>> {
    read::row(conn, grant, id)?;
    attachment::of_subject(conn, grant, (KIND, id), ACTIONS, paging)
}

/// Whether the caller sees the request.
pub fn seen(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<()> {
    read::row(conn, grant, id).map(|_| ())
}

pub fn add(tx: &mut Tx, grant: &Grant, id: Uuid, file: &Received) -> Answer<Attachment> {
    let (grant, mut held) = hold(tx, grant, id)?;
    let made = attachment::insert(tx, &grant.acting, &subject(&held.row), file)?;
    let mut attached =
        Happened::new(Event::Attached, Some(grant.me())).note(Some(file.name.clone()));
    attached.document = Some(made);
    held.case.happened.push(attached);
    keep(tx, &grant.acting, held)?;
    attachment::one(tx.conn, &grant, (KIND, id), ACTIONS, made)
}

pub fn row(conn: &mut AnyConn, grant: &Grant, id: Uuid, file: Uuid) -> Answer<attachment::Row> {
    read::row(conn, grant, id)?;
    attachment::row_of(conn, (KIND, id), file)
}
