//! A duty is set up, changed, ended. What came due by then stays as it was.

use std::collections::HashSet;

use chrono::NaiveDate;
use contract::access::Field;
use contract::duty::{Duty, DutyPatch, DutyResponsible, NewDuty, NewDutyEnding};
use contract::{Code, valid};
use diesel::prelude::*;
use uuid::Uuid;

use super::cadence::Rule;
use super::generate::{again, ahead, take_back};
use super::store::{Row, insert, put_rota, rotas, row, save, shown};
use crate::access::Grant;
use crate::clock;
use crate::db::schema::{employees as e, places};
use crate::db::types::{g, gs};
use crate::db::words::{parse, word};
use crate::db::{Tx, hold};
use crate::http::perform::fresh;
use crate::organization::people::team_in_reach;
use crate::organization::settings;
use crate::problem::{Answer, Refusal, internal};
use crate::regulation;

fn invalid(clause: &str, at: &str, code: &str) -> Refusal {
    let refusal = Refusal::new(Code::Invalid).clause(regulation::clause(clause));
    refusal.field(at, code, "")
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewDuty) -> Answer<Duty> {
    if regulation::clauses::duty(&new.clause).is_none() {
        let unknown = Refusal::new(Code::Invalid);
        return Err(unknown.field("/clause", "unknown_value", new.clause.as_str()));
    }
    let clause = regulation::clause(&new.clause);
    team_in_reach(tx.conn, grant.reach(), new.team_id, clause)?;
    let mut made = blank(grant, new)?;
    if new.place.is_none() {
        made.place = place_name(tx, &made)?;
    }
    let made = keep_new(tx, grant, made, &new.rota)?;
    ahead(tx, &[made.id], grant.acting.now)?;
    shown(tx.conn, grant, made)
}

/// Not reach-checked: callers are.
pub fn blank(grant: &Grant, new: &NewDuty) -> Answer<Row> {
    let now = grant.acting.now;
    Ok(Row {
        id: clock::new_id(),
        clause: new.clause.clone(),
        template: None,
        title: new.title.clone(),
        place: new.place.clone(),
        place_id: new.place_id,
        team_id: new.team_id,
        rrule: new.rrule.clone(),
        day_rule: word(&new.day_rule),
        starts_on: new.starts_on,
        ends_on: new.ends_on,
        due_minute: valid::minute_of_day(&new.due_time).unwrap_or_default(),
        opens_hours: new.opens_hours,
        responsible: word(&new.responsible),
        person_id: new.person_id,
        remind_minutes: new.remind_minutes,
        escalate_minutes: new.escalate_minutes,
        checklist: serde_json::to_string(&new.checklist).map_err(internal)?,
        ended: false,
        generated_to: new.starts_on,
        version: 1,
        created_at: now,
        updated_at: now,
    })
}

/// Keeps it; what comes due of it is said by whoever made it, of several at once.
pub fn keep_new(tx: &mut Tx, grant: &Grant, mut made: Row, rota: &[Uuid]) -> Answer<Row> {
    check(tx, grant, &made, rota)?;
    let now = grant.acting.now;
    let today = settings::today(tx.conn, now)?;
    // From the day before on: nothing is there yet.
    let before = made.starts_on.max(today).pred_opt();
    made.generated_to = before.unwrap_or(today);
    insert(tx, &made)?;
    put_rota(tx, made.id, rota)?;
    made.record("duty.created")
        .change("title", (), &made.title)
        .change("rrule", (), &made.rrule)
        .change("responsible", (), &made.responsible)
        .change("rota", (), rota)
        .notify(rota.iter().copied().chain(made.person_id))
        .write(tx, &grant.acting);
    Ok(made)
}

fn check(tx: &mut Tx, grant: &Grant, duty: &Row, rota: &[Uuid]) -> Answer<()> {
    let clause = duty.clause.as_str();
    if Rule::read(&duty.rrule, duty.starts_on).is_none() {
        return Err(invalid(clause, "/rrule", "format"));
    }
    let before = |end: NaiveDate| end < duty.starts_on;
    if duty.ends_on.is_some_and(before) {
        let wrong = Refusal::new(Code::DateOrder).clause(regulation::clause(clause));
        return Err(wrong.at("/ends_on"));
    }
    let responsible: DutyResponsible = parse(&duty.responsible)?;
    let person = responsible == DutyResponsible::Person;
    let turns = responsible == DutyResponsible::Rota;
    match (person, duty.person_id.is_some()) {
        (true, false) => return Err(invalid(clause, "/person_id", "required")),
        (false, true) => return Err(invalid(clause, "/person_id", "conflict")),
        _ => {}
    }
    match (turns, rota.is_empty()) {
        (true, true) => return Err(invalid(clause, "/rota", "required")),
        (false, false) => return Err(invalid(clause, "/rota", "conflict")),
        _ => {}
    }
    if responsible == DutyResponsible::Lead && duty.team_id.is_none() {
        return Err(invalid(clause, "/team_id", "required"));
    }
    let unlike: HashSet<&Uuid> = rota.iter().collect();
    if unlike.len() < rota.len() {
        return Err(invalid(clause, "/rota", "duplicate_value"));
    }
    place_name(tx, duty)?;
    check_people(tx, grant, duty, rota)
}

/// What the register calls the place of a duty.
fn place_name(tx: &mut Tx, duty: &Row) -> Answer<Option<String>> {
    let Some(place) = duty.place_id else {
        return Ok(None);
    };
    let named: Option<String> = places::table
        .find(g(place))
        .select(places::name)
        .first(tx.conn)
        .optional()?;
    let unknown = || {
        let clause = regulation::clause(&duty.clause);
        let unknown = Refusal::new(Code::UnknownReference).clause(clause);
        unknown.at("/place_id")
    };
    named.map(Some).ok_or_else(unknown)
}

/// Whoever is named is at work, in the team it is a duty of; of the department anybody inside the reach.
fn check_people(tx: &mut Tx, grant: &Grant, duty: &Row, rota: &[Uuid]) -> Answer<()> {
    let named: Vec<Uuid> = rota.iter().copied().chain(duty.person_id).collect();
    let mut held = named.clone();
    held.sort_unstable();
    hold(tx.conn, "employees", &held, "FOR SHARE")?;
    let found: Vec<(Uuid, Option<Uuid>)> = e::table
        .filter(e::id.eq_any(gs(named)))
        .filter(e::status.eq("active"))
        .select((e::id, e::team_id))
        .load(tx.conn)?;
    let fits = |one: &Uuid, same_team: bool| {
        let team = found.iter().find(|(id, _)| id == one);
        team.is_some_and(|(_, team)| match same_team && duty.team_id.is_some() {
            true => *team == duty.team_id,
            false => grant.reach().covers(*team, Some(*one), Field::Workplace),
        })
    };
    let unknown = |at: String| {
        let clause = regulation::clause(&duty.clause);
        Err(Refusal::new(Code::UnknownReference).clause(clause).at(at))
    };
    if let Some(place) = rota.iter().position(|one| !fits(one, true)) {
        return unknown(format!("/rota/{place}"));
    }
    match duty.person_id {
        Some(person) if !fits(&person, false) => unknown("/person_id".to_owned()),
        _ => Ok(()),
    }
}

/// One that the caller may change, and that goes on.
fn managed(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<Row> {
    let seen = row(tx.conn, grant.reach(), id)?;
    hold(tx.conn, "duties", &[seen.id], "FOR UPDATE")?;
    let old = row(tx.conn, grant.reach(), id)?;
    let clause = regulation::clause(&old.clause);
    // Whoever does it sees it, and doesn't change it for that.
    if !grant.reach().covers(old.team_id, None, Field::Workplace) {
        return Err(grant.beyond().clause(clause));
    }
    if old.ended {
        let now = shown(tx.conn, grant, old);
        let ended = Refusal::new(Code::DutyState).clause(clause);
        return Err(ended.as_it_is(now));
    }
    Ok(old)
}

pub fn update(tx: &mut Tx, grant: &Grant, id: Uuid, patch: &DutyPatch, known: i64) -> Answer<Duty> {
    let old = managed(tx, grant, id)?;
    fresh(known, old.version)?;
    let before = rotas(tx.conn, vec![id])?.remove(&id).unwrap_or_default();
    let mut new = old.clone();
    apply(&mut new, patch)?;
    if patch.place_id.is_some() && patch.place.is_none() {
        new.place = place_name(tx, &new)?;
    }
    let rota = patch.rota.clone().unwrap_or_else(|| before.clone());
    check(tx, grant, &new, &rota)?;
    let record = new
        .record("duty.updated")
        .change("title", &old.title, &new.title)
        .change("place", &old.place, &new.place)
        .change("place_id", old.place_id, new.place_id)
        .change("rrule", &old.rrule, &new.rrule)
        .change("day_rule", &old.day_rule, &new.day_rule)
        .change("ends_on", old.ends_on, new.ends_on)
        .change("due_minute", old.due_minute, new.due_minute)
        .change("opens_hours", old.opens_hours, new.opens_hours)
        .change("responsible", &old.responsible, &new.responsible)
        .change("person_id", old.person_id, new.person_id)
        .change("rota", &before, &rota)
        .change("remind_minutes", old.remind_minutes, new.remind_minutes)
        .change(
            "escalate_minutes",
            old.escalate_minutes,
            new.escalate_minutes,
        )
        .change("checklist", &old.checklist, &new.checklist);
    if record.unchanged() {
        return shown(tx.conn, grant, old);
    }
    let now = grant.acting.now;
    save(tx, &old, &mut new, now)?;
    if before != rota {
        put_rota(tx, id, &rota)?;
    }
    again(tx, &new, now)?;
    let added = rota.iter().filter(|one| !before.contains(one)).copied();
    let person = new.person_id.filter(|one| Some(*one) != old.person_id);
    record.notify(added.chain(person)).write(tx, &grant.acting);
    shown(tx.conn, grant, new)
}

fn apply(row: &mut Row, patch: &DutyPatch) -> Answer<()> {
    if let Some(title) = &patch.title {
        row.title.clone_from(title);
    }
    if let Some(place) = &patch.place {
        row.place.clone_from(place);
    }
    if let Some(place) = patch.place_id {
        row.place_id = place;
    }
    if let Some(rrule) = &patch.rrule {
        row.rrule.clone_from(rrule);
    }
    if let Some(rule) = patch.day_rule {
        row.day_rule = word(&rule);
    }
    if let Some(end) = patch.ends_on {
        row.ends_on = end;
    }
    if let Some(time) = &patch.due_time {
        row.due_minute = valid::minute_of_day(time).unwrap_or_default();
    }
    if let Some(hours) = patch.opens_hours {
        row.opens_hours = hours;
    }
    if let Some(responsible) = patch.responsible {
        row.responsible = word(&responsible);
    }
    if let Some(person) = patch.person_id {
        row.person_id = person;
    }
    if let Some(minutes) = patch.remind_minutes {
        row.remind_minutes = minutes;
    }
    if let Some(minutes) = patch.escalate_minutes {
        row.escalate_minutes = minutes;
    }
    if let Some(items) = &patch.checklist {
        row.checklist = serde_json::to_string(items).map_err(internal)?;
    }
    Ok(())
}

/// Nothing comes due any more; what can be done already stays to be done.
pub fn end(tx: &mut Tx, grant: &Grant, id: Uuid, new: &NewDutyEnding, known: i64) -> Answer<Duty> {
    let old = managed(tx, grant, id)?;
    fresh(known, old.version)?;
    let now = grant.acting.now;
    let mut ended = old.clone();
    ended.ended = true;
    save(tx, &old, &mut ended, now)?;
    take_back(tx, id, now)?;
    ended
        .record("duty.ended")
        .change("ended", old.ended, ended.ended)
        .change("reason", (), &new.reason)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, ended)
}
