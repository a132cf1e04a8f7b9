//! Reads what working days are computed from: three queries, however many people and days.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use diesel::prelude::*;
use uuid::Uuid;

use super::work::{Marks, Week, WorkCalendar};
use crate::db::schema::{calendar_days, schedule_assignments, schedules};
use crate::db::types::gs;
use crate::db::words::parse;
use crate::db::{AnyConn, MultiBackend};
use crate::problem::{Answer, internal};

type Assigned = HashMap<Uuid, Vec<(NaiveDate, Option<NaiveDate>, Arc<Week>)>>;

/// Working days of several people between two days.
pub struct Calendars {
    marks: Arc<Marks>,
    assigned: Assigned,
    otherwise: Arc<Week>,
}

impl Calendars {
    pub fn of(&self, employee: Uuid) -> WorkCalendar {
        WorkCalendar {
            marks: self.marks.clone(),
            assigned: self.assigned.get(&employee).cloned().unwrap_or_default(),
            otherwise: self.otherwise.clone(),
        }
    }
}

/// For these people (`None`: everybody), good from the first to the last day. Not reach-checked: its callers are, and name the
/// people they may see.
pub fn load(
    conn: &mut AnyConn,
    people: Option<&[Uuid]>,
    first: NaiveDate,
    last: NaiveDate,
) -> Answer<Calendars> {
    let days: Vec<(NaiveDate, String)> = calendar_days::table
        .filter(calendar_days::on_date.between(first, last))
        .select((calendar_days::on_date, calendar_days::kind))
        .load(conn)?;
    let marks = days
        .into_iter()
        .map(|(day, kind)| Ok((day, parse(&kind)?)))
        .collect::<Answer<Marks>>()?;
    let (weeks, otherwise) = weeks(conn)?;
    Ok(Calendars {
        marks: Arc::new(marks),
        assigned: assigned(conn, people, first, last, &weeks)?,
        otherwise,
    })
}

/// Days on which whoever follows the office's own week doesn't work.
pub fn days_off(
    conn: &mut AnyConn,
    first: NaiveDate,
    last: NaiveDate,
) -> Answer<HashSet<NaiveDate>> {
    let calendars = load(conn, Some(&[]), first, last)?;
    let office = calendars.of(Uuid::nil());
    let days = first.iter_days().take_while(|day| *day <= last);
    Ok(days.filter(|day| !office.works(*day)).collect())
}

type Weeks = HashMap<Uuid, Arc<Week>>;

/// Every schedule, and the one that holds where none is assigned.
fn weeks(conn: &mut AnyConn) -> Answer<(Weeks, Arc<Week>)> {
    let rows: Vec<(Uuid, String, bool, bool)> = schedules::table
        .select((
            schedules::id,
            schedules::week,
            schedules::follows_calendar,
            schedules::is_default,
        ))
        .load(conn)?;
    let (mut weeks, mut otherwise) = (HashMap::new(), None);
    for (id, text, follows_calendar, is_default) in rows {
        let shifts: Vec<Option<Uuid>> = serde_json::from_str(&text).map_err(internal)?;
        let week = Arc::new(Week::of(&shifts, follows_calendar));
        if is_default {
            otherwise = Some(week.clone());
        }
        weeks.insert(id, week);
    }
    Ok((weeks, otherwise.unwrap_or_else(|| Arc::new(Week::office()))))
}

fn assigned(
    conn: &mut AnyConn,
    people: Option<&[Uuid]>,
    first: NaiveDate,
    last: NaiveDate,
    weeks: &Weeks,
) -> Answer<Assigned> {
    use schedule_assignments as a;
    let mut query = a::table
        .filter(a::starts_on.le(last))
        .filter(a::ends_on.is_null().or(a::ends_on.ge(first)))
        .select((a::employee_id, a::schedule_id, a::starts_on, a::ends_on))
        .into_boxed::<MultiBackend>();
    if let Some(people) = people {
        query = query.filter(a::employee_id.eq_any(gs(people)));
    }
    let rows: Vec<(Uuid, Uuid, NaiveDate, Option<NaiveDate>)> = query.load(conn)?;
    let mut assigned = Assigned::new();
    for (employee, schedule, from, to) in rows {
        if let Some(week) = weeks.get(&schedule) {
            let theirs = assigned.entry(employee).or_default();
            theirs.push((from, to, week.clone()));
        }
    }
    Ok(assigned)
}
