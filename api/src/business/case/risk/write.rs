//! A risk is registered and changed: draft, check, save, record.

use chrono::{DateTime, Utc};
use contract::Code;
use contract::risk::{NewRisk, Risk, RiskPatch, RiskState};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{Row, row, shown};
use crate::access::Grant;
use crate::db::Tx;
use crate::db::schema::risks as k;
use crate::db::sql::Kept;
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::engine::record::Record;
use crate::http::perform::{current, fresh};
use crate::organization::people::owner_in_reach;
use crate::problem::{Answer, Refusal};

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewRisk) -> Answer<Risk> {
    let owner_id = new.owner_id.unwrap_or(grant.me());
    let team_id = owner_in_reach(tx.conn, grant.reach(), owner_id, "5.2.4")?;
    let now = grant.acting.now;
    let made = Row {
        id: crate::clock::new_id(),
        title: new.title.clone(),
        description: new.description.clone(),
        controls: new.controls.clone(),
        likelihood: new.likelihood,
        impact: new.impact,
        score: new.likelihood * new.impact,
        state: word(&RiskState::Open),
        next_review_on: new.next_review_on,
        owner_id,
        team_id,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let key = (k::id.eq(g(made.id)), k::created_at.eq(t(now)));
    diesel::insert_into(k::table)
        .values((key, values(&made)))
        .execute(tx.conn)?;
    record("risk.registered", &made)
        .change("title", (), &made.title)
        .change("likelihood", (), made.likelihood)
        .change("impact", (), made.impact)
        .change("next_review_on", (), made.next_review_on)
        .fact("controls", &made.controls)
        .notify([owner_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, made)
}

pub fn record(event: &'static str, risk: &Row) -> Record {
    Record::new(event, "risk", risk.id, &risk.title)
        .team(risk.team_id)
        .owner(Some(risk.owner_id))
        .clause("5.2.4")
}

pub fn update(tx: &mut Tx, grant: &Grant, id: Uuid, patch: &RiskPatch, known: i64) -> Answer<Risk> {
    let old = row(tx.conn, grant.reach(), id)?;
    still_open(&old)?;
    fresh(known, old.version)?;
    let mut new = old.clone();
    if let Some(title) = &patch.title {
        new.title.clone_from(title);
    }
    if let Some(description) = &patch.description {
        new.description.clone_from(description);
    }
    if let Some(controls) = &patch.controls {
        new.controls.clone_from(controls);
    }
    if let Some(owner) = patch.owner_id
        && owner != old.owner_id
    {
        new.team_id = owner_in_reach(tx.conn, grant.reach(), owner, "5.2.4")?;
        new.owner_id = owner;
    }
    let record = record("risk.updated", &new)
        .change("title", &old.title, &new.title)
        .change("description", &old.description, &new.description)
        .change("controls", &old.controls, &new.controls)
        .change("owner_id", old.owner_id, new.owner_id)
        .change("team_id", old.team_id, new.team_id)
        .notify([new.owner_id]);
    if !record.unchanged() {
        save(tx, &old, &mut new, grant.acting.now)?;
        record.write(tx, &grant.acting);
    }
    shown(tx.conn, grant, new)
}

pub fn still_open(risk: &Row) -> Answer<()> {
    match parse(&risk.state)? {
        RiskState::Open => Ok(()),
        RiskState::Closed => Err(Refusal::new(Code::RiskClosed).clause("5.2.4")),
    }
}

#[derive(Debug, AsChangeset, Insertable)]
#[diesel(table_name = k)]
#[diesel(treat_none_as_null = true)]
#[diesel(treat_none_as_default_value = false)]
struct Values {
    title: String,
    description: Option<String>,
    controls: String,
    likelihood: i64,
    impact: i64,
    score: i64,
    state: String,
    next_review_on: chrono::NaiveDate,
    owner_id: crate::db::types::G,
    team_id: Option<crate::db::types::G>,
    version: i64,
    updated_at: crate::db::types::T,
}

fn values(row: &Row) -> Values {
    Values {
        title: row.title.clone(),
        description: row.description.clone(),
        controls: row.controls.clone(),
        likelihood: row.likelihood,
        impact: row.impact,
        score: row.score,
        state: row.state.clone(),
        next_review_on: row.next_review_on,
        owner_id: g(row.owner_id),
        team_id: g(row.team_id),
        version: row.version,
        updated_at: t(row.updated_at),
    }
}

/// Writes a changed row under its version; a concurrent change is 412.
pub fn save(tx: &mut Tx, old: &Row, new: &mut Row, now: DateTime<Utc>) -> Answer<()> {
    new.version = old.version + 1;
    new.updated_at = now;
    let change = diesel::update(k::table.find(g(old.id)).filter(k::version.eq(old.version)));
    current(Kept(change.set(values(new))).execute(tx.conn)?)
}
