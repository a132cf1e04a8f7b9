//! A case is opened and filled in: draft, check, save, record.

use chrono::{DateTime, Utc};
use contract::case::{
    Case, CaseAnswer, CaseAnswerPatch, CaseMoveKind, CasePatch, CaseStageKey, CaseState,
    CaseTickPatch, NewCase, not_negative,
};
use contract::{Action, Code};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::{Known, Tick};
use super::moves;
use super::stage::{self, Stage, json};
use super::store::{Row, customer_name, row, shown};
use crate::access::Grant;
use crate::business::customer::{self, Seen};
use crate::db::schema::cases as c;
use crate::db::sql::Kept;
use crate::db::types::{g, t};
use crate::db::words::word;
use crate::db::{AnyConn, Tx};
use crate::engine::record::Record;
use crate::http::perform::{current, fresh};
use crate::organization::people::owner_in_reach;
use crate::problem::{Answer, Refusal};

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewCase) -> Answer<Case> {
    let customer = customer(tx.conn, grant, new.customer_id)?;
    let owner_id = new.owner_id.unwrap_or(customer.owner_id);
    let team_id = owner_in_reach(tx.conn, grant.reach(), owner_id, "5.2.1")?;
    let now = grant.acting.now;
    let made = Row {
        id: crate::clock::new_id(),
        customer_id: new.customer_id,
        stage: word(&CaseStageKey::Consultation),
        state: word(&CaseState::Open),
        product: new.product.clone(),
        premium_amount: new.expected_premium.as_ref().map(|m| m.amount),
        premium_currency: new.expected_premium.as_ref().map(|m| m.currency.clone()),
        expected_close_on: new.expected_close_on,
        next_step: new.next_step.clone(),
        answers: "[]".to_owned(),
        ticks: "[]".to_owned(),
        lost_reason: None,
        open_flags: 0,
        stage_since: now,
        closed_at: None,
        closed_year: None,
        owner_id,
        team_id,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    insert(tx.conn, &made)?;
    let first = stage::one(tx.conn, CaseStageKey::Consultation)?;
    moves::keep(tx, grant, &made, CaseMoveKind::Opened, None, &first, None)?;
    Record::new("case.opened", "case", made.id, &customer.name)
        .team(team_id)
        .owner(Some(owner_id))
        .clause("5.2.1")
        .change("customer_id", (), new.customer_id)
        .change("owner_id", (), owner_id)
        .change("product", (), &made.product)
        .change("expected_premium", (), &new.expected_premium)
        .fact("product", &made.product)
        .notify([owner_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, made)
}

/// A customer the caller may see; any other doesn't exist for them.
fn customer(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<Seen> {
    let reach = grant.reach_of(Action::CustomerRead);
    customer::seen(conn, &reach, id).map_err(|refusal| match refusal.code() {
        Code::NotFound => Refusal::new(Code::UnknownReference)
            .clause("5.2.1")
            .at("/customer_id"),
        _ => refusal,
    })
}

pub fn update(tx: &mut Tx, grant: &Grant, id: Uuid, patch: &CasePatch, known: i64) -> Answer<Case> {
    let old = row(tx.conn, grant.reach(), id)?;
    old.still_open()?;
    fresh(known, old.version)?;
    let mut new = old.clone();
    apply(&mut new, patch)?;
    let (was, mut is) = (old.known()?, old.known()?);
    if patch.answers.is_some() || patch.ticks.is_some() {
        let (stages, at) = (stage::all(tx.conn)?, old.stage()?);
        for (n, answer) in patch.answers.iter().flatten().enumerate() {
            let pointer = format!("/answers/{n}/key");
            reached(&stages, at, answer.stage, &answer.key, true, pointer)?;
            fill_in(&mut is, answer);
        }
        for (n, tick) in patch.ticks.iter().flatten().enumerate() {
            let pointer = format!("/ticks/{n}/key");
            reached(&stages, at, tick.stage, &tick.key, false, pointer)?;
            check(&mut is, tick, grant.me(), grant.acting.now);
        }
        new.answers = json(&is.answers)?;
        new.ticks = json(&is.ticks)?;
    }
    let name = customer_name(tx.conn, &old)?;
    let record = Record::new("case.updated", "case", id, name)
        .team(new.team_id)
        .owner(Some(new.owner_id))
        .clause("5.2.1")
        .change("product", &old.product, &new.product)
        .change("expected_premium", money(&old), money(&new))
        .change(
            "expected_close_on",
            old.expected_close_on,
            new.expected_close_on,
        )
        .change("next_step", &old.next_step, &new.next_step)
        .change("answers", &was.answers, &is.answers)
        .change("ticks", keys(&was.ticks), keys(&is.ticks));
    if !record.unchanged() {
        save(tx, &old, &mut new, grant.acting.now)?;
        record.write(tx, &grant.acting);
    }
    shown(tx.conn, grant, new)
}

fn apply(row: &mut Row, patch: &CasePatch) -> Answer<()> {
    if let Some(product) = &patch.product {
        row.product.clone_from(product);
    }
    if let Some(premium) = &patch.expected_premium {
        if premium.as_ref().is_some_and(|p| not_negative(p).is_err()) {
            let invalid = Refusal::new(Code::Invalid);
            return Err(invalid.field("/expected_premium/amount", "range", "min: 0"));
        }
        row.premium_amount = premium.as_ref().map(|m| m.amount);
        row.premium_currency = premium.as_ref().map(|m| m.currency.clone());
    }
    if let Some(day) = patch.expected_close_on {
        row.expected_close_on = day;
    }
    if let Some(step) = &patch.next_step {
        row.next_step.clone_from(step);
    }
    Ok(())
}

/// Does the stage have such a field or item, and has the case come so far?
fn reached(
    stages: &std::collections::HashMap<CaseStageKey, Stage>,
    at: CaseStageKey,
    asked: CaseStageKey,
    key: &str,
    field: bool,
    pointer: String,
) -> Answer<()> {
    if asked > at {
        return Err(Refusal::new(Code::CaseStageAhead)
            .clause("5.2.1")
            .at(pointer));
    }
    let demands = &stage::of(stages, asked)?.demands;
    let items = if field {
        &demands.fields
    } else {
        &demands.checks
    };
    match items.iter().any(|item| item.key == key) {
        true => Ok(()),
        false => Err(Refusal::new(Code::UnknownReference)
            .clause("5.2.1")
            .at(pointer)),
    }
}

fn fill_in(known: &mut Known, answer: &CaseAnswerPatch) {
    let there = |a: &CaseAnswer| (a.stage, &a.key) == (answer.stage, &answer.key);
    known.answers.retain(|a| !there(a));
    let value = answer.value.as_deref().map(str::trim);
    if let Some(value) = value.filter(|v| !v.is_empty()) {
        known.answers.push(CaseAnswer {
            stage: answer.stage,
            key: answer.key.clone(),
            value: value.to_owned(),
        });
    }
}

/// A tick keeps who set it first.
fn check(known: &mut Known, tick: &CaseTickPatch, by: Uuid, at: DateTime<Utc>) {
    let there = |t: &Tick| (t.stage, &t.key) == (tick.stage, &tick.key);
    if !tick.done {
        known.ticks.retain(|t| !there(t));
    } else if !known.ticks.iter().any(there) {
        let (stage, key) = (tick.stage, tick.key.clone());
        known.ticks.push(Tick { stage, key, by, at });
    }
}

fn keys(ticks: &[Tick]) -> Vec<String> {
    ticks.iter().map(|tick| tick.key.clone()).collect()
}

fn money(row: &Row) -> Option<(i64, String)> {
    row.premium_amount.zip(row.premium_currency.clone())
}

macro_rules! values {
    ($row:expr) => {
        (
            c::stage.eq(&$row.stage),
            c::state.eq(&$row.state),
            c::product.eq(&$row.product),
            c::premium_amount.eq($row.premium_amount),
            c::premium_currency.eq(&$row.premium_currency),
            c::expected_close_on.eq($row.expected_close_on),
            c::next_step.eq(&$row.next_step),
            c::answers.eq(&$row.answers),
            c::ticks.eq(&$row.ticks),
            c::lost_reason.eq(&$row.lost_reason),
            c::open_flags.eq($row.open_flags),
            c::stage_since.eq(t($row.stage_since)),
            c::closed_at.eq(t($row.closed_at)),
            c::closed_year.eq($row.closed_year),
            c::owner_id.eq(g($row.owner_id)),
            c::team_id.eq(g($row.team_id)),
            c::version.eq($row.version),
            c::updated_at.eq(t($row.updated_at)),
        )
    };
}

fn insert(conn: &mut AnyConn, row: &Row) -> Answer<()> {
    let key = (
        c::id.eq(g(row.id)),
        c::customer_id.eq(g(row.customer_id)),
        c::created_at.eq(t(row.created_at)),
    );
    diesel::insert_into(c::table)
        .values((key, values!(row)))
        .execute(conn)?;
    Ok(())
}

/// Writes a changed row under its version; a concurrent change is 412.
pub fn save(tx: &mut Tx, old: &Row, new: &mut Row, now: DateTime<Utc>) -> Answer<()> {
    new.version = old.version + 1;
    new.updated_at = now;
    let change = diesel::update(c::table.find(g(old.id)).filter(c::version.eq(old.version)))
        .set(values!(new));
    current(Kept(change).execute(tx.conn)?)
}

/// The customer's record has become part of another one's: the cases go with it. Not reach-checked: whoever merges reaches both.
pub fn customer_merged(tx: &mut Tx, gone: Uuid, kept: Uuid, now: DateTime<Utc>) -> Answer<()> {
    diesel::update(c::table.filter(c::customer_id.eq(g(gone))))
        .set((
            c::customer_id.eq(g(kept)),
            c::version.eq(c::version + 1),
            c::updated_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    Ok(())
}
