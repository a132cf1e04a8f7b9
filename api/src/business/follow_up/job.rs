//! After a change of the rules everybody's day is computed anew, some hundred customers a transaction. Run again after a crash it
//! finds what is done and does the rest.

use std::future::Future;
use std::pin::Pin;

use actix_web::web;
use chrono::{DateTime, NaiveDate, Utc};
use contract::Code;
use contract::import::ImportMode;
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{Basis, refresh};
use crate::access::Grant;
use crate::app::App;
use crate::db::schema::customers as c;
use crate::db::types::g;
use crate::db::{AnyConn, Tx};
use crate::engine::job::store::{self, Counts, NewJob};
use crate::problem::Answer;

pub const KIND: &str = "follow_up_days";
const PIECE: i64 = 300;

pub fn order(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let new = NewJob {
        kind: KIND,
        dry_run: false,
        mode: ImportMode::Partial,
        params: "{}".to_owned(),
        input: String::new(),
    };
    store::create(tx, grant, &new).map(|_| ())
}

pub fn work(app: web::Data<App>, id: Uuid) -> Pin<Box<dyn Future<Output = Answer<()>>>> {
    Box::pin(async move {
        let (counts, error) = match everybody(&app).await {
            Ok(counts) => (counts, None),
            Err(refusal) if refusal.code() == Code::Busy => return Err(refusal),
            Err(refusal) => (Counts::default(), Some(refusal.code().name())),
        };
        let finish = move |tx: &mut Tx| store::finish(tx, id, counts, &[], error);
        app.db.write(finish).await
    })
}

async fn everybody(app: &web::Data<App>) -> Answer<Counts> {
    let (mut counts, mut last) = (Counts::default(), None);
    loop {
        let piece = app.db.read(move |conn| next(conn, last)).await?;
        let Some(end) = piece.last().map(|one| one.0) else {
            return Ok(counts);
        };
        last = Some(end);
        let done = app.db.write(move |tx| renew(tx, &piece)).await?;
        counts = counts + done;
    }
}

/// A customer: id, class, since when, last contact, agreed day, due day.
type Piece = (
    Uuid,
    Option<String>,
    DateTime<Utc>,
    Option<NaiveDate>,
    Option<NaiveDate>,
    Option<NaiveDate>,
);

/// Not reach-checked: the rules are the whole department's.
fn next(conn: &mut AnyConn, after: Option<Uuid>) -> Answer<Vec<Piece>> {
    let mut q = c::table
        .select((
            c::id,
            c::class,
            c::created_at,
            c::last_contact_on,
            c::agreed_on,
            c::due_on,
        ))
        .into_boxed();
    if let Some(after) = after {
        q = q.filter(c::id.gt(g(after)));
    }
    Ok(q.order(c::id).limit(PIECE).load(conn)?)
}

fn renew(tx: &mut Tx, piece: &[Piece]) -> Answer<Counts> {
    let (mut counts, basis) = (Counts::default(), Basis::load(tx.conn)?);
    for (id, class, came_at, last, agreed, before) in piece {
        let now = basis.due(class.as_deref(), *came_at, (*last, *agreed));
        if now == *before {
            counts.unchanged += 1;
        } else {
            // From what is there by now: somebody may have called them since this piece was read.
            refresh(tx, *id)?;
            counts.updated += 1;
        }
    }
    Ok(counts)
}
