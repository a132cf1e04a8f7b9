//! What is done with something that is due: done, handed over, excused.

use contract::access::Field;
use contract::duty::{
    DutyOccurrence, NewDutyCompletion, NewDutyExcuse, NewDutyHandOver, OccurrenceState,
};
use contract::{Action, Code};
use diesel::prelude::*;
use uuid::Uuid;

use super::files;
use super::logic::check;
use super::occurrence::{Row, row, save, shown, told};
use crate::access::Grant;
use crate::db::schema::employees as e;
use crate::db::types::g;
use crate::db::{Tx, hold};
use crate::http::perform::fresh;
use crate::organization::superior;
use crate::problem::{Answer, Refusal, internal};
use crate::regulation;

/// One that is still to be done; others that write to it wait until this is through.
fn open(tx: &mut Tx, grant: &Grant, id: Uuid, known: i64) -> Answer<Row> {
    let seen = row(tx.conn, grant.reach(), id)?;
    hold(tx.conn, "duty_occurrences", &[seen.id], "FOR UPDATE")?;
    let old = row(tx.conn, grant.reach(), id)?;
    if old.state()? != OccurrenceState::Open {
        return Err(old.refused(tx.conn, grant, Code::DutyState));
    }
    fresh(known, old.version)?;
    Ok(old)
}

/// Whoever it is the turn of signs for it.
pub fn complete(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewDutyCompletion,
    known: i64,
) -> Answer<DutyOccurrence> {
    let old = open(tx, grant, id, known)?;
    let clause = regulation::clause(&old.clause);
    let now = grant.acting.now;
    if old.opens_at > now {
        return Err(old.refused(tx.conn, grant, Code::DutyNotOpen));
    }
    let was = told(tx.conn, &old)?;
    let photos = files::ids(tx.conn, id)?;
    let remarkable = check(&was.items()?, &new.results, &photos);
    let remarkable = remarkable.map_err(|refusal| refusal.clause(clause))?;
    let mut done = old.clone();
    done.state = "done".to_owned();
    done.done_at = Some(now);
    done.done_by = Some(grant.me());
    done.results = Some(serde_json::to_string(&new.results).map_err(internal)?);
    done.remarkable = remarkable;
    done.note.clone_from(&new.note);
    done.tell_at = None;
    save(tx, &old, &mut done, now)?;
    let mut record = done
        .record("duty.completed", &was.title)
        .change("state", &old.state, &done.state)
        .change("results", (), &new.results)
        .change("note", (), &new.note);
    if remarkable > 0 {
        // Something isn't as it should be: whoever is above learns of it.
        let above = superior::of(tx.conn, done.team_id, &[grant.me()], now)?;
        record = record.fact("remarkable", remarkable).notify(above);
    }
    record.write(tx, &grant.acting);
    shown(tx.conn, grant, done)
}

/// To a colleague of the same team, or to anybody inside the reach.
pub fn hand_over(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewDutyHandOver,
    known: i64,
) -> Answer<DutyOccurrence> {
    let old = open(tx, grant, id, known)?;
    let clause = regulation::clause(&old.clause);
    hold(tx.conn, "employees", &[new.owner_id], "FOR SHARE")?;
    let team: Option<Option<Uuid>> = e::table
        .find(g(new.owner_id))
        .filter(e::status.eq("active"))
        .select(e::team_id)
        .first(tx.conn)
        .optional()?;
    let fits = |team: &Option<Uuid>| {
        let same = team.is_some() && *team == old.team_id;
        let reach = grant.reach_of(Action::DutyHandOver);
        same || reach.covers(*team, Some(new.owner_id), Field::Workplace)
    };
    if !team.as_ref().is_some_and(fits) {
        let unknown = Refusal::new(Code::UnknownReference).clause(clause);
        return Err(unknown.at("/owner_id"));
    }
    let was = told(tx.conn, &old)?;
    let mut handed = old.clone();
    handed.owner_id = new.owner_id;
    handed.handed = true;
    if handed.owner_id != old.owner_id {
        save(tx, &old, &mut handed, grant.acting.now)?;
        handed
            .record("duty.handed_over", &was.title)
            .change("owner_id", old.owner_id, handed.owner_id)
            .change("note", (), &new.note)
            .fact("note", &new.note)
            .notify([old.owner_id, handed.owner_id])
            .write(tx, &grant.acting);
    }
    shown(tx.conn, grant, handed)
}

/// With a reason, and never by whoever would have to do it.
pub fn excuse(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewDutyExcuse,
    known: i64,
) -> Answer<DutyOccurrence> {
    let old = open(tx, grant, id, known)?;
    if old.owner_id == grant.me() {
        let clause = regulation::clause(&old.clause);
        return Err(Refusal::new(Code::OwnMatter).clause(clause));
    }
    let was = told(tx.conn, &old)?;
    let mut excused = old.clone();
    excused.state = "excused".to_owned();
    excused.reason = Some(new.reason.clone());
    excused.tell_at = None;
    save(tx, &old, &mut excused, grant.acting.now)?;
    excused
        .record("duty.excused", &was.title)
        .change("state", &old.state, &excused.state)
        .change("reason", (), &new.reason)
        .fact("reason", &new.reason)
        .notify([excused.owner_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, excused)
}
