//! What comes due is said a month ahead, each time once: whoever generates holds the duty, goes on where it stood, and leaves it where
//! it is then. Of two instances that try the second finds it done; the database refuses what is due twice at one instant.

use std::collections::{BTreeMap, HashMap, HashSet};

use actix_web::web;
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use contract::duty::{DutyDayRule, DutyResponsible};
use diesel::prelude::*;
use uuid::Uuid;

use super::cadence::{Rule, Span, days, horizon};
use super::logic::{Away, first_telling, turn};
use super::store::{Row, rotas};
use crate::app::App;
use crate::clock;
use crate::db::bulk::{Rows, Unnest};
use crate::db::schema::{duties as d, duty_occurrences as o, employees as e};
use crate::db::sql::Predicate;
use crate::db::types::{g, gs, t};
use crate::db::words::parse;
use crate::db::{AnyConn, Tx, hold};
use crate::organization::{people, settings, superior};
use crate::people::attendance::day::zone;
use crate::problem::{Answer, internal};
use crate::registry;

/// Duties of one transaction: little enough for everybody else who writes to get through between two.
const BATCH: i64 = 100;

/// Every duty that isn't generated as far ahead as it should be.
pub async fn due(app: &web::Data<App>) -> Answer<()> {
    let mut some = false;
    let mut before = Vec::new();
    loop {
        let behind = app.db.read(|conn| {
            if !settings::exists(conn)? {
                return Ok(Vec::new());
            }
            let until = horizon(settings::today(conn, clock::now())?);
            let ids: Vec<Uuid> = d::table
                .filter(Predicate::new().sql("NOT duties.ended"))
                .filter(d::generated_to.lt(until))
                .order((d::generated_to, d::id))
                .limit(BATCH)
                .select(d::id)
                .load(conn)?;
            Ok(ids)
        });
        let ids = behind.await?;
        let full = ids.len() == BATCH as usize;
        if ids == before {
            // Nobody is there to do them: the next round tries again.
            break;
        }
        before.clone_from(&ids);
        if !ids.is_empty() {
            some = true;
            let now = clock::now();
            app.db
                .write(move |tx| ahead(tx, &ids, now).map(|_| ()))
                .await?;
        }
        if !full {
            break;
        }
    }
    match some {
        true => app.db.write(|tx| seats_again(tx, clock::now())).await,
        false => Ok(()),
    }
}

/// Not reach-checked: what a duty asks for comes due for everybody. Answers how much did.
pub fn ahead(tx: &mut Tx, ids: &[Uuid], now: DateTime<Utc>) -> Answer<usize> {
    later_than(tx, ids, now, now)
}

/// As [`ahead`], of what is due after an instant, be it past.
pub fn later_than(
    tx: &mut Tx,
    ids: &[Uuid],
    past: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Answer<usize> {
    let until = horizon(settings::today(tx.conn, now)?);
    let mut sorted = ids.to_vec();
    sorted.sort_unstable();
    hold(tx.conn, "duties", &sorted, "FOR UPDATE")?;
    let rows: Vec<Row> = d::table
        .filter(d::id.eq_any(gs(sorted)))
        .filter(d::generated_to.lt(until))
        .filter(Predicate::new().sql("NOT duties.ended"))
        .select(Row::as_select())
        .load(tx.conn)?;
    let first = rows.iter().map(|row| row.generated_to).min();
    let Some(first) = first else { return Ok(0) };
    let office = Office::load(tx.conn, &rows, (first, until), now)?;
    let (mut new, mut done) = (Vec::new(), Vec::with_capacity(rows.len()));
    for row in &rows {
        if let Some(due) = office.due(row, until, past)? {
            new.extend(due);
            done.push(row.id);
        }
    }
    New::insert(tx.conn, &new)?;
    diesel::update(d::table.filter(d::id.eq_any(gs(done))))
        .set(d::generated_to.eq(until))
        .execute(tx.conn)?;
    Ok(new.len())
}

/// What has to be known to say who does what when.
struct Office {
    tz: chrono_tz::Tz,
    off: HashSet<NaiveDate>,
    away: Away,
    rotas: HashMap<Uuid, Vec<Uuid>>,
    /// Who is at work, and in which team.
    at_work: HashMap<Uuid, Option<Uuid>>,
    /// Whoever is nearest above a team, the lead first; of the department its manager.
    seats: HashMap<Option<Uuid>, Uuid>,
    /// Days that are said though they come after the last one that was: opened before their duty changed.
    said: HashSet<(Uuid, NaiveDate)>,
    /// Whose turn it was last.
    turns: HashMap<Uuid, i64>,
    now: DateTime<Utc>,
}

impl Office {
    fn load(
        conn: &mut AnyConn,
        duties: &[Row],
        (from, to): (NaiveDate, NaiveDate),
        now: DateTime<Utc>,
    ) -> Answer<Office> {
        let rotas = rotas(conn, duties.iter().map(|duty| duty.id).collect())?;
        let named = duties.iter().filter_map(|duty| duty.person_id);
        let named: HashSet<Uuid> = named.chain(rotas.values().flatten().copied()).collect();
        let named: Vec<Uuid> = named.into_iter().collect();
        let at_work: Vec<(Uuid, Option<Uuid>)> = e::table
            .filter(e::id.eq_any(gs(named.clone())))
            .filter(e::status.eq("active"))
            .select((e::id, e::team_id))
            .load(conn)?;
        // Of days that a rule moves to the nearest working day, a month around.
        let month = Duration::days(32);
        let ids: Vec<Uuid> = duties.iter().map(|duty| duty.id).collect();
        let said: Vec<(Uuid, NaiveDate)> = o::table
            .filter(o::duty_id.eq_any(gs(ids.clone())))
            .filter(o::day.gt(from))
            // The same for the index: what is due on a day isn't due days before it, in no zone.
            .filter(o::due_at.gt(t(
                from.and_time(NaiveTime::MIN).and_utc() - Duration::days(2)
            )))
            .select((o::duty_id, o::day))
            .load(conn)?;
        let last = o::table
            .filter(o::duty_id.eq(d::id))
            .filter(o::day.le(d::generated_to))
            .order(o::due_at.desc())
            .select(o::turn)
            .single_value();
        let turns: Vec<(Uuid, Option<i64>)> = d::table
            .filter(d::id.eq_any(gs(ids)))
            .select((d::id, last))
            .load(conn)?;
        let turns = turns
            .into_iter()
            .filter_map(|(duty, turn)| Some((duty, turn?)));
        Ok(Office {
            tz: settings::zone(conn)?,
            off: registry::days_off(conn, from - month, to + month)?,
            away: registry::away_on(conn, &named, from, to)?,
            rotas,
            at_work: at_work.into_iter().collect(),
            seats: superior::nearest(conn, now)?,
            said: said.into_iter().collect(),
            turns: turns.collect(),
            now,
        })
    }

    fn seat(&self, team: Option<Uuid>) -> Option<Uuid> {
        self.seats.get(&team).copied()
    }

    /// Who does it, at that turn and on that day; nobody only while the department has no manager.
    fn owner(&self, duty: &Row, turn_no: i64, day: NaiveDate) -> Answer<Option<Uuid>> {
        let fits = |one: &Uuid| {
            let team = self.at_work.get(one);
            team.is_some_and(|team| duty.team_id.is_none() || *team == duty.team_id)
        };
        let found = match parse(&duty.responsible)? {
            DutyResponsible::Manager => self.seat(None),
            DutyResponsible::Lead => self.seat(duty.team_id),
            DutyResponsible::Person => duty.person_id.filter(|one| self.at_work.contains_key(one)),
            DutyResponsible::Rota => {
                let rota = self.rotas.get(&duty.id).map(Vec::as_slice);
                let rota = rota.unwrap_or_default();
                let there = |one: &Uuid| fits(one) && !self.away.contains(&(*one, day));
                turn(rota, turn_no, there).or_else(|| turn(rota, turn_no, fits))
            }
        };
        let nearest = || self.seat(duty.team_id).or_else(|| self.seat(None));
        Ok(found.or_else(nearest))
    }

    /// Of one duty that is held: what is due up to a day and hasn't been said yet; nothing at all while nobody is there to do it.
    fn due(&self, duty: &Row, to: NaiveDate, past: DateTime<Utc>) -> Answer<Option<Vec<New>>> {
        let from = duty.generated_to.succ_opt().unwrap_or(duty.generated_to);
        let rule = Rule::read(&duty.rrule, duty.starts_on);
        let rule = rule.ok_or_else(|| internal(format!("a duty's rule: {}", duty.rrule)))?;
        let day_rule: DutyDayRule = parse(&duty.day_rule)?;
        let span = Span {
            starts_on: duty.starts_on,
            ends_on: duty.ends_on,
        };
        let works = |day: NaiveDate| !self.off.contains(&day);
        let due = days(&rule, day_rule, span, (from, to), works);
        let first = self.turns.get(&duty.id).map_or(0, |last| last + 1);
        let mut new = Vec::with_capacity(due.len());
        for (turn, day) in (first..).zip(due) {
            let due_at = zone::instant(self.tz, day, duty.due_minute);
            if due_at <= past || self.said.contains(&(duty.id, day)) {
                continue;
            }
            let Some(owner_id) = self.owner(duty, turn, day)? else {
                return Ok(None);
            };
            let (told, tell_at) = first_telling(due_at, duty.remind_minutes);
            new.push(New {
                id: clock::new_id(),
                duty_id: duty.id,
                duty_version: duty.version,
                clause: duty.clause.clone(),
                day,
                turn,
                opens_at: due_at - Duration::hours(duty.opens_hours),
                due_at,
                told,
                tell_at,
                escalate_at: due_at + Duration::minutes(duty.escalate_minutes),
                owner_id,
                team_id: duty.team_id,
                now: self.now,
            });
        }
        Ok(Some(new))
    }
}

/// Takes back what nobody can have begun; answers who was named by hand for which day.
pub fn take_back(tx: &mut Tx, duty: Uuid, now: DateTime<Utc>) -> Answer<BTreeMap<NaiveDate, Uuid>> {
    let ahead = || {
        o::table
            .filter(o::duty_id.eq(g(duty)))
            .filter(o::state.eq("open"))
            .filter(o::opens_at.gt(t(now)))
    };
    let handed: Vec<(NaiveDate, Uuid)> = ahead()
        .filter(Predicate::new().sql("duty_occurrences.handed"))
        .select((o::day, o::owner_id))
        .load(tx.conn)?;
    diesel::delete(ahead()).execute(tx.conn)?;
    Ok(handed.into_iter().collect())
}

/// Says anew what comes due of a duty that has changed. Whoever was named by hand for a day stays named.
pub fn again(tx: &mut Tx, duty: &Row, now: DateTime<Utc>) -> Answer<()> {
    let handed = take_back(tx, duty.id, now)?;
    let today = settings::today(tx.conn, now)?;
    // What has been opened already is due as it was.
    diesel::update(d::table.find(g(duty.id)))
        .set(d::generated_to.eq(today.pred_opt().unwrap_or(today)))
        .execute(tx.conn)?;
    ahead(tx, &[duty.id], now)?;
    for (day, owner) in handed {
        let of_day = o::table
            .filter(o::duty_id.eq(g(duty.id)))
            .filter(o::day.eq(day))
            .filter(o::opens_at.gt(t(now)));
        diesel::update(of_day)
            .set((o::owner_id.eq(g(owner)), o::handed.eq(true)))
            .execute(tx.conn)?;
    }
    Ok(())
}

struct New {
    id: Uuid,
    duty_id: Uuid,
    duty_version: i64,
    clause: String,
    day: NaiveDate,
    turn: i64,
    opens_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    told: i64,
    tell_at: DateTime<Utc>,
    escalate_at: DateTime<Utc>,
    owner_id: Uuid,
    team_id: Option<Uuid>,
    now: DateTime<Utc>,
}

impl Rows for New {
    fn insert(conn: &mut AnyConn, rows: &[New]) -> QueryResult<()> {
        if rows.is_empty() {
            return Ok(());
        }
        match conn {
            AnyConn::Pg(conn) => Unnest::new(
                "INSERT INTO duty_occurrences (id, duty_id, duty_version, clause, day, turn, opens_at, due_at, told, tell_at, escalate_at, \
                     owner_id, team_id, handed, state, remarkable, version, updated_at) \
                 SELECT x.id, x.duty_id, x.duty_version, x.clause, x.day, x.turn, x.opens_at, x.due_at, x.told, x.tell_at, x.escalate_at, \
                     x.owner_id, x.team_id, FALSE, 'open', 0, 1, x.updated_at FROM unnest(",
                rows,
            )
            .named(
                ") AS x (id, duty_id, duty_version, clause, day, turn, opens_at, due_at, told, tell_at, escalate_at, owner_id, team_id, \
                 updated_at)",
            )
            .guid(|r| Some(g(r.id)))
            .guid(|r| Some(g(r.duty_id)))
            .int(|r| r.duty_version)
            .text(|r| Some(&r.clause))
            .date(|r| Some(r.day))
            .int(|r| r.turn)
            .time(|r| Some(t(r.opens_at)))
            .time(|r| Some(t(r.due_at)))
            .int(|r| r.told)
            .time(|r| Some(t(r.tell_at)))
            .time(|r| Some(t(r.escalate_at)))
            .guid(|r| Some(g(r.owner_id)))
            .guid(|r| g(r.team_id))
            .time(|r| Some(t(r.now)))
            .run(conn),
            AnyConn::Sqlite(conn) => rows.iter().try_for_each(|r| {
                diesel::insert_into(o::table)
                    .values((
                        o::id.eq(g(r.id)),
                        o::duty_id.eq(g(r.duty_id)),
                        o::duty_version.eq(r.duty_version),
                        o::clause.eq(&r.clause),
                        o::day.eq(r.day),
                        o::turn.eq(r.turn),
                        o::opens_at.eq(t(r.opens_at)),
                        o::due_at.eq(t(r.due_at)),
                        o::told.eq(r.told),
                        o::tell_at.eq(t(Some(r.tell_at))),
                        o::escalate_at.eq(t(r.escalate_at)),
                        o::owner_id.eq(g(r.owner_id)),
                        o::team_id.eq(g(r.team_id)),
                        o::handed.eq(false),
                        o::state.eq("open"),
                        o::remarkable.eq(0_i64),
                        o::version.eq(1_i64),
                        o::updated_at.eq(t(r.now)),
                    ))
                    .execute(conn)
                    .map(|_| ())
            }),
        }
    }
}

/// Whoever leads or manages now does what is still to be opened, where it is the seat that does it. Not reach-checked.
fn seats_again(tx: &mut Tx, now: DateTime<Utc>) -> Answer<()> {
    let seats: Vec<(Uuid, Option<Uuid>, String)> = d::table
        .filter(d::responsible.eq_any(["lead", "manager"]))
        .filter(Predicate::new().sql("NOT duties.ended"))
        .select((d::id, d::team_id, d::responsible))
        .load(tx.conn)?;
    let leads = people::leads(tx.conn, now)?;
    let manager = superior::of(tx.conn, None, &[], now)?;
    for (duty, team, responsible) in seats {
        let lead = team.and_then(|team| leads.get(&team).copied());
        let holder = match responsible.as_str() {
            "lead" => lead,
            _ => manager,
        };
        let Some(holder) = holder else { continue };
        let theirs = o::table
            .filter(o::duty_id.eq(g(duty)))
            .filter(o::state.eq("open"))
            .filter(o::opens_at.gt(t(now)))
            .filter(Predicate::new().sql("NOT duty_occurrences.handed"))
            .filter(o::owner_id.ne(g(holder)));
        diesel::update(theirs)
            .set(o::owner_id.eq(g(holder)))
            .execute(tx.conn)?;
    }
    Ok(())
}
