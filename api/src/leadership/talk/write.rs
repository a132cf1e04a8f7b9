//! Written by whoever held it, about somebody below them; changed by whoever wrote it.

use chrono::{Days, NaiveDate};
use contract::Code;
use contract::talk::{NewTalk, Talk, TalkKind, TalkPatch};
use uuid::Uuid;

use super::CLAUSE;
use super::store::{COLUMNS, Row, insert, row, save, shown};
use crate::access::Grant;
use crate::clock;
use crate::db::words::word;
use crate::db::{AnyConn, Tx, hold};
use crate::http::perform::fresh;
use crate::organization::{people, settings};
use crate::problem::{Answer, Refusal};

/// So long ago a talk may lie that is written down now.
const BACK: Days = Days::new(366);

fn wrong(code: Code, at: &'static str) -> Refusal {
    Refusal::new(code).clause(CLAUSE).at(at)
}

fn next_fits(held_on: NaiveDate, next_on: Option<NaiveDate>) -> Answer<()> {
    match next_on.is_some_and(|day| day < held_on) {
        true => Err(wrong(Code::DateOrder, "/next_on")),
        false => Ok(()),
    }
}

/// Team of somebody inside the reach. Outside it they don't exist for the caller.
fn about(conn: &mut AnyConn, grant: &Grant, who: Uuid) -> Answer<Option<Uuid>> {
    let team = people::team_of_active(conn, who)?;
    match team {
        Some(team) if grant.reach().covers(team, Some(who), COLUMNS.field) => Ok(team),
        _ => Err(wrong(Code::UnknownReference, "/employee_id")),
    }
}

pub fn create(tx: &mut Tx, grant: &Grant, kind: TalkKind, new: &NewTalk) -> Answer<Talk> {
    let team_id = about(tx.conn, grant, new.employee_id)?;
    people::below_me(tx.conn, grant, new.employee_id, false)?;
    let now = grant.acting.now;
    let today = settings::today(tx.conn, now)?;
    let first = today.checked_sub_days(BACK).unwrap_or(today);
    if new.held_on > today || new.held_on < first {
        return Err(wrong(Code::DateOrder, "/held_on"));
    }
    next_fits(new.held_on, new.next_on)?;
    let made = Row {
        id: clock::new_id(),
        kind: word(&kind),
        employee_id: new.employee_id,
        team_id,
        author_id: grant.me(),
        held_on: new.held_on,
        text: new.text.clone(),
        next_step: new.next_step.clone(),
        next_on: new.next_on,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    insert(tx, &made)?;
    let event = match kind {
        TalkKind::Coaching => "talk.coached",
        TalkKind::Care => "talk.cared",
    };
    let told = (kind == TalkKind::Coaching).then_some(made.employee_id);
    made.record(event)
        .private_change("text", true)
        .private_change("next_step", made.next_step.is_some())
        .notify(told)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, made)
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    kind: TalkKind,
    id: Uuid,
    patch: &TalkPatch,
    known: i64,
) -> Answer<Talk> {
    row(tx.conn, grant, kind, id)?;
    hold(tx.conn, "talks", &[id], "FOR UPDATE")?;
    let old = row(tx.conn, grant, kind, id)?;
    if old.author_id != grant.me() {
        return Err(grant.beyond().clause(CLAUSE));
    }
    fresh(known, old.version)?;
    let mut new = old.clone();
    if let Some(text) = &patch.text {
        new.text.clone_from(text);
    }
    if let Some(step) = &patch.next_step {
        new.next_step.clone_from(step);
    }
    if let Some(day) = patch.next_on {
        new.next_on = day;
    }
    next_fits(new.held_on, new.next_on)?;
    let record = new
        .record("talk.changed")
        .private_change("text", old.text != new.text)
        .private_change("next_step", old.next_step != new.next_step)
        .private_change("next_on", old.next_on != new.next_on);
    if record.unchanged() {
        return shown(tx.conn, grant, old);
    }
    save(tx, &old, &mut new, grant.acting.now)?;
    record.write(tx, &grant.acting);
    shown(tx.conn, grant, new)
}
