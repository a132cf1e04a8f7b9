//! An activity is logged or put right; either moves the day on which the customer is due.

use chrono::{DateTime, Utc};
use contract::Code;
use contract::activity::{Activity, ActivityOutcome, ActivityPatch, NewActivity};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::check_times;
use super::store::{Row, row, shown};
use crate::access::Grant;
use crate::business::{customer, follow_up};
use crate::clock;
use crate::db::Tx;
use crate::db::schema::{activities as a, employees};
use crate::db::sql::Kept;
use crate::db::types::{g, t};
use crate::db::words::word;
use crate::engine::record::Record;
use crate::http::perform::{current, fresh};
use crate::organization::settings;
use crate::problem::{Answer, Refusal};

/// Whoever may see the customer logs what they did themselves.
pub fn log(tx: &mut Tx, grant: &Grant, new: &NewActivity) -> Answer<Activity> {
    let unknown = |refusal: Refusal| match refusal.code() {
        Code::NotFound => Refusal::new(Code::UnknownReference)
            .clause("5.1.2")
            .at("/customer_id"),
        _ => refusal,
    };
    let seen = customer::seen(tx.conn, grant.reach(), new.customer_id).map_err(unknown)?;
    let now = grant.acting.now;
    let at = new.at.unwrap_or(now);
    let zone = settings::zone(tx.conn)?;
    check_times(at, at.with_timezone(&zone).date_naive(), new.next_on, now)?;
    let team: Option<Uuid> = employees::table
        .find(g(grant.me()))
        .select(employees::team_id)
        .first(tx.conn)?;
    let made = Row {
        id: clock::new_id(),
        customer_id: new.customer_id,
        employee_id: grant.me(),
        team_id: team,
        channel: word(&new.channel),
        outcome: word(&new.outcome),
        at,
        note: new.note.clone(),
        next_step: new.next_step.clone(),
        next_on: new.next_on,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    diesel::insert_into(a::table)
        .values((
            a::id.eq(g(made.id)),
            a::customer_id.eq(g(made.customer_id)),
            a::employee_id.eq(g(made.employee_id)),
            a::team_id.eq(g(made.team_id)),
            a::channel.eq(&made.channel),
            a::outcome.eq(&made.outcome),
            a::at.eq(t(made.at)),
            a::note.eq(&made.note),
            a::next_step.eq(&made.next_step),
            a::next_on.eq(made.next_on),
            a::version.eq(made.version),
            a::created_at.eq(t(made.created_at)),
            a::updated_at.eq(t(made.updated_at)),
        ))
        .execute(tx.conn)?;
    follow_up::refresh(tx, made.customer_id)?;
    Record::new("activity.logged", "activity", made.id, &seen.name)
        .team(team)
        .owner(Some(made.employee_id))
        .clause("5.1.2")
        .change("customer_id", (), made.customer_id)
        .change("channel", (), &made.channel)
        .change("outcome", (), &made.outcome)
        .fact("next_step", &made.next_step)
        // Whoever looks after the customer learns that a colleague was there.
        .notify((seen.owner_id != grant.me()).then_some(seen.owner_id))
        .write(tx, &grant.acting);
    shown(tx.conn, grant, made)
}

/// Only whoever did it knows better.
pub fn correct(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &ActivityPatch,
    known: i64,
) -> Answer<Activity> {
    let old = row(tx.conn, grant.reach(), id)?;
    fresh(known, old.version)?;
    let mut new = old.clone();
    if let Some(channel) = &patch.channel {
        new.channel = word(channel);
    }
    if let Some(outcome) = &patch.outcome {
        new.outcome = word(outcome);
    }
    new.at = patch.at.unwrap_or(old.at);
    if let Some(note) = &patch.note {
        new.note.clone_from(note);
    }
    if let Some(step) = &patch.next_step {
        new.next_step.clone_from(step);
    }
    new.next_on = patch.next_on.unwrap_or(old.next_on);
    let zone = settings::zone(tx.conn)?;
    let on = new.at.with_timezone(&zone).date_naive();
    check_times(new.at, on, new.next_on, grant.acting.now)?;
    let customer = customer::name(tx.conn, old.customer_id)?;
    let record = Record::new("activity.corrected", "activity", id, customer)
        .team(old.team_id)
        .owner(Some(old.employee_id))
        .clause("5.1.2")
        .change("channel", &old.channel, &new.channel)
        .change("outcome", &old.outcome, &new.outcome)
        .change("at", old.at, new.at)
        .change("note", &old.note, &new.note)
        .change("next_step", &old.next_step, &new.next_step)
        .change("next_on", old.next_on, new.next_on);
    if record.unchanged() {
        return shown(tx.conn, grant, new);
    }
    new.version = old.version + 1;
    new.updated_at = grant.acting.now;
    let change = diesel::update(a::table.find(g(id)).filter(a::version.eq(old.version))).set((
        a::channel.eq(&new.channel),
        a::outcome.eq(&new.outcome),
        a::at.eq(t(new.at)),
        a::note.eq(&new.note),
        a::next_step.eq(&new.next_step),
        a::next_on.eq(new.next_on),
        a::version.eq(new.version),
        a::updated_at.eq(t(new.updated_at)),
    ));
    current(Kept(change).execute(tx.conn)?)?;
    follow_up::refresh(tx, new.customer_id)?;
    record.write(tx, &grant.acting);
    shown(tx.conn, grant, new)
}

/// Whoever noted that the customer came to an event puts right whether they did. Not reach-checked: whoever may note it reaches the
/// customer; whoever logged it need not be asked.
pub fn was_met(tx: &mut Tx, grant: &Grant, id: Uuid, met: bool) -> Answer<()> {
    let old: Row = a::table
        .find(g(id))
        .select(Row::as_select())
        .first(tx.conn)?;
    let outcome = word(&match met {
        true => ActivityOutcome::Reached,
        false => ActivityOutcome::NotReached,
    });
    diesel::update(a::table.find(g(id)))
        .set((
            a::outcome.eq(&outcome),
            a::version.eq(old.version + 1),
            a::updated_at.eq(t(grant.acting.now)),
        ))
        .execute(tx.conn)?;
    follow_up::refresh(tx, old.customer_id)?;
    let customer = customer::name(tx.conn, old.customer_id)?;
    Record::new("activity.corrected", "activity", id, customer)
        .team(old.team_id)
        .owner(Some(old.employee_id))
        .clause("5.1.2")
        .change("outcome", &old.outcome, &outcome)
        .write(tx, &grant.acting);
    Ok(())
}

/// The customer's record has become part of another one's: the history goes with it. Not reach-checked: whoever merges reaches both.
pub fn customer_merged(tx: &mut Tx, gone: Uuid, kept: Uuid, now: DateTime<Utc>) -> Answer<()> {
    diesel::update(a::table.filter(a::customer_id.eq(g(gone))))
        .set((
            a::customer_id.eq(g(kept)),
            a::version.eq(a::version + 1),
            a::updated_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    Ok(())
}
