//! What days are computed from, for many people at once: a fixed small number of queries however many they are.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::{self, Away, Inputs, Outcome, Punch};
use super::plan::{CalendarDay, DayPlan, Pattern, Shift, plan, window};
use super::zone;
use crate::db::AnyConn;
use crate::db::schema::{
    calendar_days, corrections, leave_days, leave_requests, leave_types, punches,
    schedule_assignments,
};
use crate::db::types::{gs, t};
use crate::db::words::parse;
use crate::organization::settings;
use crate::people::attendance::{schedule, shift};
use crate::people::calendar::Week;
use crate::problem::Answer;

/// Somebody whose days are computed. Whoever makes one has checked the reach.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct Person {
    pub id: Uuid,
    pub number: String,
    pub name: String,
    pub status: String,
    pub team_id: Option<Uuid>,
    pub hire_date: NaiveDate,
    pub leave_date: Option<NaiveDate>,
}

/// The columns of a [`Person`].
#[macro_export]
macro_rules! person_columns {
    () => {{
        use $crate::db::schema::employees as e;
        (
            e::id,
            e::number,
            e::name,
            e::status,
            e::team_id,
            e::hire_date,
            e::leave_date,
        )
    }};
}

impl Person {
    pub fn employed(&self, on: NaiveDate) -> bool {
        self.status != "pending"
            && self.hire_date <= on
            && self.leave_date.is_none_or(|last| on <= last)
    }
}

/// The department's schedules over some days: the same for everybody.
#[derive(Debug, Clone)]
pub struct Plans {
    pub zone: Tz,
    pub from: NaiveDate,
    pub to: NaiveDate,
    default: Option<Uuid>,
    /// From two days before `from` until the day after `to`.
    days: HashMap<Option<Uuid>, Arc<[DayPlan]>>,
}

/// Every shift, schedule and calendar day that matters between two days. Not reach-checked: they are the whole department's.
pub fn plans(conn: &mut AnyConn, from: NaiveDate, to: NaiveDate) -> Answer<Plans> {
    let zone = settings::zone(conn)?;
    let shifts: HashMap<Uuid, Arc<Shift>> = shift::store::all(conn)?
        .into_iter()
        .map(|row| {
            let times = row.times()?;
            let name = row.name;
            Ok((row.id, Arc::new(Shift { name, times })))
        })
        .collect::<Answer<_>>()?;
    let shifts = Arc::new(shifts);
    let around = dates(from, to);
    let calendar = calendar(conn, from, to)?;
    let of = |pattern: Option<&Pattern>| -> Arc<[DayPlan]> {
        around
            .iter()
            .map(|date| plan(pattern, *date, calendar.get(date), zone))
            .collect()
    };
    let mut days = HashMap::from([(None, of(None))]);
    let mut default = None;
    for row in schedule::store::all(conn)? {
        let pattern = Pattern {
            week: Week::of(&row.week()?, row.follows_calendar),
            shifts: shifts.clone(),
        };
        days.insert(Some(row.id), of(Some(&pattern)));
        if row.is_default {
            default = Some(row.id);
        }
    }
    Ok(Plans {
        zone,
        from,
        to,
        default,
        days,
    })
}

/// The days between two, with two before and one after: a window takes them into account.
fn dates(from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let first = from.checked_sub_days(Days::new(2)).unwrap_or(from);
    let last = to.checked_add_days(Days::new(1)).unwrap_or(to);
    first.iter_days().take_while(|day| *day <= last).collect()
}

fn calendar(
    conn: &mut AnyConn,
    from: NaiveDate,
    to: NaiveDate,
) -> Answer<HashMap<NaiveDate, CalendarDay>> {
    let around = dates(from, to);
    let rows: Vec<(NaiveDate, String, String)> = calendar_days::table
        .filter(calendar_days::on_date.ge(around.first().copied().unwrap_or(from)))
        .filter(calendar_days::on_date.le(around.last().copied().unwrap_or(to)))
        .select((
            calendar_days::on_date,
            calendar_days::kind,
            calendar_days::name,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(on, kind, name)| {
            let kind = parse(&kind)?;
            Ok((on, CalendarDay { kind, name }))
        })
        .collect()
}

/// A half-day away, and by which kind of leave.
#[derive(Debug, Clone, PartialEq)]
pub struct Half {
    pub away: Away,
    pub code: String,
}

/// Corrections of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Corrections {
    pub approved: i64,
    pub open: bool,
}

/// What was loaded for some people, by person.
#[derive(Debug, Default)]
struct Facts {
    assignments: Vec<(NaiveDate, Option<NaiveDate>, Uuid)>,
    punches: Vec<Punch>,
    halves: HashMap<NaiveDate, [Option<Half>; 2]>,
    corrections: HashMap<NaiveDate, Corrections>,
}

/// A day of a person, with everything it was computed from.
#[derive(Debug)]
pub struct Day<'a> {
    pub plan: &'a DayPlan,
    pub employed: bool,
    /// Those inside the day's window.
    pub punches: &'a [Punch],
    pub halves: [Option<&'a Half>; 2],
    pub corrections: Corrections,
    pub window: (DateTime<Utc>, DateTime<Utc>),
    pub outcome: Outcome,
}

impl Day<'_> {
    pub fn shift_name(&self) -> Option<&str> {
        match &self.plan.planned {
            super::plan::Planned::Work(work) => Some(&work.shift.name),
            _ => None,
        }
    }
}

/// The days of some people.
pub struct Loaded<'p> {
    plans: &'p Plans,
    facts: HashMap<Uuid, Facts>,
    now: DateTime<Utc>,
}

/// Loads for these people what the days of `plans` are computed from. Not reach-checked: see [`Person`].
pub fn load<'p>(
    conn: &mut AnyConn,
    plans: &'p Plans,
    people: &[Uuid],
    now: DateTime<Utc>,
) -> Answer<Loaded<'p>> {
    let mut facts: HashMap<Uuid, Facts> = people.iter().map(|id| (*id, Facts::default())).collect();
    let ids = || gs(people.iter().copied());
    let (from, to) = (plans.from, plans.to);
    let around = dates(from, to);
    let (first, last) = (
        around.first().copied().unwrap_or(from),
        around.last().copied().unwrap_or(to),
    );
    {
        use schedule_assignments as a;
        let rows: Vec<(Uuid, NaiveDate, Option<NaiveDate>, Uuid)> = a::table
            .filter(a::employee_id.eq_any(ids()))
            .filter(a::starts_on.le(last))
            .filter(a::ends_on.is_null().or(a::ends_on.ge(first)))
            .select((a::employee_id, a::starts_on, a::ends_on, a::schedule_id))
            .load(conn)?;
        for (id, from, to, schedule) in rows {
            facts
                .entry(id)
                .or_default()
                .assignments
                .push((from, to, schedule));
        }
    }
    {
        use punches as p;
        // No day's window reaches further than its neighbours.
        let begin = zone::instant(plans.zone, from, -1440);
        let end = zone::instant(plans.zone, to, 2 * 1440);
        let rows: Vec<(Uuid, DateTime<Utc>, String)> = p::table
            .filter(p::employee_id.eq_any(ids()))
            .filter(p::at.ge(t(begin)))
            .filter(p::at.lt(t(end)))
            .select((p::employee_id, p::at, p::kind))
            .load(conn)?;
        for (id, at, kind) in rows {
            let kind = match kind.as_str() {
                "in" => contract::attendance::PunchKind::In,
                "out" => contract::attendance::PunchKind::Out,
                _ => contract::attendance::PunchKind::Unspecified,
            };
            facts
                .entry(id)
                .or_default()
                .punches
                .push(Punch { at, kind });
        }
        for theirs in facts.values_mut() {
            theirs.punches.sort_by_key(|p| (p.at, p.kind));
        }
    }
    leave(conn, &mut facts, people, from, to)?;
    {
        use corrections as c;
        let rows: Vec<(Uuid, NaiveDate, String)> = c::table
            .filter(c::employee_id.eq_any(ids()))
            .filter(c::on_date.ge(from))
            .filter(c::on_date.le(to))
            .filter(c::state.eq_any(["open", "returned", "approved"]))
            .select((c::employee_id, c::on_date, c::state))
            .load(conn)?;
        for (id, on, state) in rows {
            let of_day = facts
                .entry(id)
                .or_default()
                .corrections
                .entry(on)
                .or_default();
            match state.as_str() {
                "approved" => of_day.approved += 1,
                _ => of_day.open = true,
            }
        }
    }
    Ok(Loaded { plans, facts, now })
}

/// Approved leave and business trips by half-days.
fn leave(
    conn: &mut AnyConn,
    facts: &mut HashMap<Uuid, Facts>,
    people: &[Uuid],
    from: NaiveDate,
    to: NaiveDate,
) -> Answer<()> {
    use leave_days as d;
    let rows: Vec<(Uuid, NaiveDate, String, bool, String, String)> = d::table
        .inner_join(leave_requests::table.on(leave_requests::id.eq(d::request_id)))
        .inner_join(leave_types::table.on(leave_types::id.eq(leave_requests::leave_type_id)))
        .filter(d::employee_id.eq_any(gs(people.iter().copied())))
        .filter(d::on_date.ge(from))
        .filter(d::on_date.le(to))
        .filter(d::approved)
        .select((
            d::employee_id,
            d::on_date,
            d::half,
            d::counted,
            leave_types::code,
            leave_types::category,
        ))
        .load(conn)?;
    for (id, on, half, counted, code, category) in rows {
        let away = Away {
            business: category == "business",
            counted,
        };
        let halves = facts.entry(id).or_default().halves.entry(on).or_default();
        let place = match parse::<contract::leave::Half>(&half)? {
            contract::leave::Half::Am => 0,
            contract::leave::Half::Pm => 1,
        };
        halves[place] = Some(Half { away, code });
    }
    Ok(())
}

impl Loaded<'_> {
    /// The days of one of the people loaded, in order.
    pub fn days(&self, person: &Person) -> Vec<Day<'_>> {
        let Some(facts) = self.facts.get(&person.id) else {
            return Vec::new();
        };
        let length = self.plans.days.get(&None).map_or(0, |days| days.len());
        let planned: Vec<&DayPlan> = (0..length).filter_map(|n| self.planned(facts, n)).collect();
        planned
            .windows(4)
            .filter_map(|four| match four {
                [a, b, c, d] => Some(self.day(person, facts, [a, b, c, d])),
                _ => None,
            })
            .collect()
    }

    fn planned(&self, facts: &Facts, n: usize) -> Option<&DayPlan> {
        let date = self.plans.days.get(&None)?.get(n)?.date;
        let assigned = facts
            .assignments
            .iter()
            .find(|(from, to, _)| *from <= date && to.is_none_or(|last| date <= last))
            .map(|(.., schedule)| *schedule);
        self.plans
            .days
            .get(&assigned.or(self.plans.default))?
            .get(n)
    }

    fn day<'a>(&'a self, person: &Person, facts: &'a Facts, four: [&'a DayPlan; 4]) -> Day<'a> {
        let [_, _, plan, _] = four;
        let window = window(four);
        let start = facts.punches.partition_point(|p| p.at < window.0);
        let end = facts.punches.partition_point(|p| p.at < window.1);
        let punches = facts.punches.get(start..end).unwrap_or_default();
        let halves = match facts.halves.get(&plan.date) {
            Some([am, pm]) => [am.as_ref(), pm.as_ref()],
            None => [None, None],
        };
        let employed = person.employed(plan.date);
        let outcome = logic::day(&Inputs {
            plan,
            window,
            employed,
            punches,
            away: halves.map(|half| half.map(|h| h.away)),
            now: self.now,
        });
        let corrections = facts.corrections.get(&plan.date);
        Day {
            plan,
            employed,
            punches,
            halves,
            corrections: corrections.copied().unwrap_or_default(),
            window,
            outcome,
        }
    }
}
