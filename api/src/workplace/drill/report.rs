//! A drill took place, or won't.

use contract::Code;
use contract::drill::{Drill, DrillState, NewDrillCancellation, NewDrillReport};
use uuid::Uuid;

use super::CLAUSE;
use super::store::{Row, in_charge, row, save, shown};
use super::write::wrong;
use crate::access::Grant;
use crate::db::words::word;
use crate::db::{Tx, hold};
use crate::http::perform::fresh;
use crate::organization::{settings, superior};
use crate::problem::Answer;

/// One that is planned; others that write to it wait until this is through.
fn planned(tx: &mut Tx, grant: &Grant, id: Uuid, leads: bool, known: i64) -> Answer<Row> {
    let seen = row(tx.conn, id)?;
    if !(in_charge(grant) || leads && seen.leader_id == grant.me()) {
        return Err(grant.beyond().clause(CLAUSE));
    }
    hold(tx.conn, "drills", &[id], "FOR UPDATE")?;
    let old = row(tx.conn, id)?;
    old.must_be(tx.conn, grant, DrillState::Planned)?;
    fresh(known, old.version)?;
    Ok(old)
}

/// By whoever leads it or is in charge of the workplace.
pub fn held(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewDrillReport,
    known: i64,
) -> Answer<Drill> {
    // A key acts for its owner, and leads nothing.
    let leads = grant.actor.key.is_none();
    let old = planned(tx, grant, id, leads, known)?;
    if new.held_on > settings::today(tx.conn, grant.acting.now)? {
        return Err(wrong(Code::DateOrder, "/held_on"));
    }
    let mut done = old.clone();
    done.state = word(&DrillState::Held);
    done.held_on = Some(new.held_on);
    done.summary = Some(new.summary.clone());
    done.minutes = new.minutes;
    save(tx, &old, &mut done, grant.acting.now)?;
    let above = superior::of(tx.conn, None, &[grant.me()], grant.acting.now)?;
    done.record("drill.held")
        .change("state", &old.state, &done.state)
        .change("held_on", old.held_on, done.held_on)
        .change("summary", &old.summary, &done.summary)
        .notify(above)
        .notify([old.leader_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, done)
}

pub fn cancelled(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewDrillCancellation,
    known: i64,
) -> Answer<Drill> {
    let old = planned(tx, grant, id, false, known)?;
    let mut gone = old.clone();
    gone.state = word(&DrillState::Cancelled);
    gone.summary = Some(new.reason.clone());
    save(tx, &old, &mut gone, grant.acting.now)?;
    gone.record("drill.cancelled")
        .change("state", &old.state, &gone.state)
        .change("reason", (), &new.reason)
        .fact("reason", &new.reason)
        .notify([old.leader_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, gone)
}
