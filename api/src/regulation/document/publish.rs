//! A draft is published and holds from then on; everybody acknowledges it.

use contract::Code;
use contract::document::{DocumentKind, DocumentState, DocumentVersion};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{self, Row as Document};
use super::version::{Row, both, draft, record, save, shown};
use super::wording;
use super::write::review_on;
use crate::access::Grant;
use crate::clock::local_date;
use crate::db::schema::{document_readings as r, document_versions as v};
use crate::db::types::{g, t};
use crate::db::words::word;
use crate::db::{Tx, hold};
use crate::organization::settings;
use crate::problem::{Answer, Refusal};

pub fn publish(tx: &mut Tx, grant: &Grant, id: Uuid, known: i64) -> Answer<DocumentVersion> {
    let (document, old) = draft(tx, grant, id, known)?;
    let clause = document.kind()?.clause();
    if !document.active {
        let withdrawn = Refusal::new(Code::DocumentWithdrawn);
        return Err(withdrawn.clause(clause));
    }
    whole(&document, &old)?;
    let now = grant.acting.now;
    supersede(tx, document.id, now)?;
    let mut new = old.clone();
    new.state = word(&DocumentState::Current);
    new.published_at = Some(now);
    new.published_by = Some(grant.me());
    save(tx, &old, &mut new, now)?;
    let (_, zone, _) = settings::basics(tx.conn)?;
    let mut reviewed = document.clone();
    reviewed.review_on = review_on(Some(local_date(now, &zone)), document.review_months);
    store::save(tx, &document, &mut reviewed, now)?;
    record("document.published", &document, &new)?
        .change("state", &old.state, &new.state)
        .change("review_on", document.review_on, reviewed.review_on)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, &reviewed, new)
}

/// The regulation words each clause, once.
fn whole(document: &Document, version: &Row) -> Answer<()> {
    if document.kind()? != DocumentKind::Regulation {
        return Ok(());
    }
    let amiss = wording::amiss(&version.sections()?);
    if amiss.is_empty() {
        return Ok(());
    }
    let refusal = Refusal::new(Code::DocumentIncomplete).clause(DocumentKind::Regulation.clause());
    Err(refusal.at("/sections").detail(amiss.join(", ")))
}

fn supersede(tx: &mut Tx, document: Uuid, now: chrono::DateTime<chrono::Utc>) -> Answer<()> {
    let held = v::table
        .filter(v::document_id.eq(g(document)))
        .filter(v::state.eq(word(&DocumentState::Current)));
    diesel::update(held)
        .set((
            v::state.eq(word(&DocumentState::Superseded)),
            v::version.eq(v::version + 1),
            v::updated_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Acknowledges the version that holds; again is the same. What is acknowledged is the caller's own reading, so no reach is asked.
pub fn acknowledge(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<DocumentVersion> {
    let (document, _) = both(tx.conn, grant, id)?;
    // Who signs at the instant of a new version signs the old one, or learns that it holds no more.
    hold(tx.conn, "documents", &[document.id], "FOR SHARE")?;
    let (document, version) = both(tx.conn, grant, id)?;
    if version.state()? != DocumentState::Current || !document.active {
        let past = Refusal::new(Code::DocumentNotCurrent);
        return Err(past.clause(document.kind()?.clause()));
    }
    let read: Option<Uuid> = r::table
        .find((g(id), g(grant.me())))
        .select(r::version_id)
        .first(tx.conn)
        .optional()?;
    if read.is_none() {
        diesel::insert_into(r::table)
            .values((
                r::version_id.eq(g(id)),
                r::employee_id.eq(g(grant.me())),
                r::read_at.eq(t(grant.acting.now)),
            ))
            .execute(tx.conn)?;
        record("document.acknowledged", &document, &version)?
            .team(grant.actor.team_id)
            .owner(Some(grant.me()))
            .change("number", (), version.number)
            .write(tx, &grant.acting);
    }
    shown(tx.conn, grant, &document, version)
}
