//! A draft is written, changed and published; the version before is superseded. Everybody acknowledges the one that holds.

use contract::Code;
use contract::manual::{ManualPage, ManualPagePatch, ManualState, ManualText, NewManualPage};
use diesel::dsl::max;
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{Row, row, shown};
use crate::access::Grant;
use crate::db::Tx;
use crate::db::schema::{manual_pages as p, manual_readings as r};
use crate::db::types::{g, t};
use crate::db::words::word;
use crate::engine::record::Record;
use crate::http::perform::{current, fresh};
use crate::problem::{Answer, Refusal};

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewManualPage) -> Answer<ManualPage> {
    grant.whole_department()?;
    let (stage, now) = (word(&new.stage), grant.acting.now);
    let last: Option<i64> = p::table
        .filter(p::stage.eq(&stage))
        .select(max(p::number))
        .first(tx.conn)?;
    let made = Row {
        id: crate::clock::new_id(),
        stage,
        number: last.unwrap_or(0) + 1,
        state: word(&ManualState::Draft),
        body_zh_hant: new.text.zh_hant.clone(),
        body_zh_hans: new.text.zh_hans.clone(),
        body_en: new.text.en.clone(),
        published_at: None,
        published_by: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    diesel::insert_into(p::table)
        .values((
            p::id.eq(g(made.id)),
            p::stage.eq(&made.stage),
            p::number.eq(made.number),
            p::state.eq(&made.state),
            p::body_zh_hant.eq(&made.body_zh_hant),
            p::body_zh_hans.eq(&made.body_zh_hans),
            p::body_en.eq(&made.body_en),
            p::version.eq(1),
            p::created_at.eq(t(now)),
            p::updated_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    record("manual_page.drafted", &made)
        .change("text", (), &new.text)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, made)
}

fn record(event: &'static str, page: &Row) -> Record {
    let name = format!("{} {}", page.stage, page.number);
    Record::new(event, "manual_page", page.id, name).clause("5.2.2")
}

/// A draft for writing; a published version stays as it is.
fn draft(tx: &mut Tx, grant: &Grant, id: Uuid, known: i64) -> Answer<Row> {
    grant.whole_department()?;
    let found = row(tx.conn, grant, id)?;
    if found.state()? != ManualState::Draft {
        return Err(Refusal::new(Code::ManualPublished).clause("5.2.2"));
    }
    fresh(known, found.version)?;
    Ok(found)
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &ManualPagePatch,
    known: i64,
) -> Answer<ManualPage> {
    let old = draft(tx, grant, id, known)?;
    let mut new = old.clone();
    new.body_zh_hant.clone_from(&patch.text.zh_hant);
    new.body_zh_hans.clone_from(&patch.text.zh_hans);
    new.body_en.clone_from(&patch.text.en);
    let record = record("manual_page.drafted", &new).change("text", text_of(&old), text_of(&new));
    if record.unchanged() {
        return shown(tx.conn, grant, old);
    }
    new.version += 1;
    new.updated_at = grant.acting.now;
    let change = diesel::update(p::table.find(g(id)).filter(p::version.eq(known))).set((
        p::body_zh_hant.eq(&new.body_zh_hant),
        p::body_zh_hans.eq(&new.body_zh_hans),
        p::body_en.eq(&new.body_en),
        p::version.eq(new.version),
        p::updated_at.eq(t(new.updated_at)),
    ));
    current(change.execute(tx.conn)?)?;
    record.write(tx, &grant.acting);
    shown(tx.conn, grant, new)
}

fn text_of(row: &Row) -> ManualText {
    ManualText {
        zh_hant: row.body_zh_hant.clone(),
        zh_hans: row.body_zh_hans.clone(),
        en: row.body_en.clone(),
    }
}

pub fn publish(tx: &mut Tx, grant: &Grant, id: Uuid, known: i64) -> Answer<ManualPage> {
    let old = draft(tx, grant, id, known)?;
    let mut new = old.clone();
    let now = grant.acting.now;
    diesel::update(
        p::table
            .filter(p::stage.eq(&old.stage))
            .filter(p::state.eq("current")),
    )
    .set((
        p::state.eq("superseded"),
        p::version.eq(p::version + 1),
        p::updated_at.eq(t(now)),
    ))
    .execute(tx.conn)?;
    new.state = word(&ManualState::Current);
    new.published_at = Some(now);
    new.published_by = Some(grant.me());
    new.version += 1;
    new.updated_at = now;
    let change = diesel::update(p::table.find(g(id)).filter(p::version.eq(known))).set((
        p::state.eq(&new.state),
        p::published_at.eq(t(new.published_at)),
        p::published_by.eq(g(new.published_by)),
        p::version.eq(new.version),
        p::updated_at.eq(t(now)),
    ));
    current(change.execute(tx.conn)?)?;
    record("manual_page.published", &new)
        .change("state", &old.state, &new.state)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, new)
}

/// Acknowledges the version that holds; again is the same. What is acknowledged is the caller's own reading, so no reach is asked.
pub fn acknowledge(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<ManualPage> {
    let page = row(tx.conn, grant, id)?;
    if page.state()? != ManualState::Current {
        return Err(Refusal::new(Code::ManualNotCurrent).clause("5.2.2"));
    }
    let read: Option<Uuid> = r::table
        .find((g(id), g(grant.me())))
        .select(r::page_id)
        .first(tx.conn)
        .optional()?;
    if read.is_none() {
        diesel::insert_into(r::table)
            .values((
                r::page_id.eq(g(id)),
                r::employee_id.eq(g(grant.me())),
                r::read_at.eq(t(grant.acting.now)),
            ))
            .execute(tx.conn)?;
        record("manual_page.acknowledged", &page)
            .team(grant.actor.team_id)
            .owner(Some(grant.me()))
            .change("number", (), page.number)
            .write(tx, &grant.acting);
    }
    shown(tx.conn, grant, page)
}
