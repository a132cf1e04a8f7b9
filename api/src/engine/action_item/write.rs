//! An item is written down and changed by whoever is in charge of what it came of; whoever is responsible says that it is done.

use chrono::{Days, NaiveDate};
use contract::Code;
use contract::action_item::{
    ActionItem, ActionItemPatch, ActionItemState, NewActionItem, NewActionOutcome,
};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{COLUMNS, Row, insert, row, save, shown};
use crate::access::Grant;
use crate::db::schema::employees as e;
use crate::db::types::g;
use crate::db::words::word;
use crate::db::{Tx, hold};
use crate::http::perform::fresh;
use crate::organization::settings;
use crate::problem::{Answer, Refusal};
use crate::{clock, registry, regulation};

/// So far ahead a day may lie.
const AHEAD: Days = Days::new(731);

/// Team of somebody at work. Anybody of the department may be asked to do something.
fn at_work(tx: &mut Tx, who: Uuid, clause: &'static str) -> Answer<Option<Uuid>> {
    hold(tx.conn, "employees", &[who], "FOR SHARE")?;
    let team: Option<Option<Uuid>> = e::table
        .find(g(who))
        .filter(e::status.eq("active"))
        .select(e::team_id)
        .first(tx.conn)
        .optional()?;
    let unknown = || Refusal::new(Code::UnknownReference).clause(clause);
    team.ok_or_else(|| unknown().at("/responsible_id"))
}

fn day_fits(tx: &mut Tx, grant: &Grant, day: NaiveDate, clause: &'static str) -> Answer<()> {
    let today = settings::today(tx.conn, grant.acting.now)?;
    if day < today || today.checked_add_days(AHEAD).is_some_and(|last| day > last) {
        let wrong = Refusal::new(Code::DateOrder).clause(clause);
        return Err(wrong.at("/due_on"));
    }
    Ok(())
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewActionItem) -> Answer<ActionItem> {
    let source = registry::action_source(new.subject_kind);
    let clause = source.clause;
    let unknown = |refusal: Refusal| match refusal.code() {
        Code::NotFound => {
            let unknown = Refusal::new(Code::UnknownReference).clause(clause);
            unknown.at("/subject_id")
        }
        _ => refusal,
    };
    let subject = (source.subject)(tx.conn, grant, new.subject_id).map_err(unknown)?;
    if !(source.in_charge)(grant, subject.area_id) {
        return Err(grant.beyond().clause(clause));
    }
    day_fits(tx, grant, new.due_on, clause)?;
    let team_id = at_work(tx, new.responsible_id, clause)?;
    let now = grant.acting.now;
    let made = Row {
        id: clock::new_id(),
        subject_kind: word(&new.subject_kind),
        subject_id: new.subject_id,
        subject_title: subject.title,
        area_id: subject.area_id,
        clause: clause.to_owned(),
        text: new.text.clone(),
        responsible_id: new.responsible_id,
        team_id,
        due_on: new.due_on,
        state: word(&ActionItemState::Open),
        outcome: None,
        ended_at: None,
        ended_by: None,
        told_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    insert(tx, &made)?;
    made.record("action_item.created")
        .change("text", (), &made.text)
        .change("responsible_id", (), made.responsible_id)
        .change("due_on", (), made.due_on)
        .notify([made.responsible_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, made)
}

/// One that the caller sees and that is open; others that write to it wait until this is through.
fn held(tx: &mut Tx, grant: &Grant, id: Uuid, known: i64) -> Answer<Row> {
    row(tx.conn, grant, id)?;
    hold(tx.conn, "action_items", &[id], "FOR UPDATE")?;
    let old = row(tx.conn, grant, id)?;
    if old.state()? != ActionItemState::Open {
        let clause = regulation::clause(&old.clause);
        let now = shown(tx.conn, grant, old);
        return Err(Refusal::new(Code::ActionItemEnded)
            .clause(clause)
            .as_it_is(now));
    }
    fresh(known, old.version)?;
    Ok(old)
}

fn managed(grant: &Grant, row: &Row) -> Answer<()> {
    match row.in_charge(grant)? {
        true => Ok(()),
        false => Err(grant.beyond().clause(regulation::clause(&row.clause))),
    }
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &ActionItemPatch,
    known: i64,
) -> Answer<ActionItem> {
    let old = held(tx, grant, id, known)?;
    managed(grant, &old)?;
    let clause = regulation::clause(&old.clause);
    let mut new = old.clone();
    if let Some(text) = &patch.text {
        new.text.clone_from(text);
    }
    if let Some(day) = patch.due_on.filter(|day| *day != old.due_on) {
        day_fits(tx, grant, day, clause)?;
        new.due_on = day;
        new.told_at = None;
    }
    if let Some(who) = patch
        .responsible_id
        .filter(|who| *who != old.responsible_id)
    {
        new.team_id = at_work(tx, who, clause)?;
        new.responsible_id = who;
    }
    let record = new
        .record("action_item.changed")
        .change("text", &old.text, &new.text)
        .change("responsible_id", old.responsible_id, new.responsible_id)
        .change("due_on", old.due_on, new.due_on);
    if record.unchanged() {
        return shown(tx.conn, grant, old);
    }
    save(tx, &old, &mut new, grant.acting.now)?;
    record.notify([new.responsible_id]).write(tx, &grant.acting);
    shown(tx.conn, grant, new)
}

/// By whoever is responsible, above them, or in charge of what it came of.
pub fn done(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewActionOutcome,
    known: i64,
) -> Answer<ActionItem> {
    let old = held(tx, grant, id, known)?;
    let owner = Some(old.responsible_id);
    let theirs = grant.reach().covers(old.team_id, owner, COLUMNS.field);
    if !theirs {
        managed(grant, &old)?;
    }
    end(
        tx,
        grant,
        &old,
        (ActionItemState::Done, "action_item.done"),
        new,
    )
}

pub fn dropped(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewActionOutcome,
    known: i64,
) -> Answer<ActionItem> {
    let old = held(tx, grant, id, known)?;
    managed(grant, &old)?;
    let how = (ActionItemState::Dropped, "action_item.dropped");
    end(tx, grant, &old, how, new)
}

fn end(
    tx: &mut Tx,
    grant: &Grant,
    old: &Row,
    (state, event): (ActionItemState, &'static str),
    new: &NewActionOutcome,
) -> Answer<ActionItem> {
    let mut ended = old.clone();
    ended.state = word(&state);
    ended.outcome = Some(new.outcome.clone());
    ended.ended_at = Some(grant.acting.now);
    ended.ended_by = Some(grant.me());
    save(tx, old, &mut ended, grant.acting.now)?;
    ended
        .record(event)
        .change("state", &old.state, &ended.state)
        .change("outcome", (), &ended.outcome)
        .fact("outcome", &ended.outcome)
        .notify([old.responsible_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, ended)
}

/// For the demo department: written down then, and done since where there is an outcome.
pub fn demo(tx: &mut Tx, grant: &Grant, new: &NewActionItem, outcome: Option<&str>) -> Answer<()> {
    let made = create(tx, grant, new)?;
    if let Some(outcome) = outcome {
        let said = NewActionOutcome {
            outcome: outcome.to_owned(),
        };
        let later = grant.at(grant.acting.now + chrono::Duration::days(5));
        done(tx, &later, made.id, &said, made.version)?;
    }
    Ok(())
}
