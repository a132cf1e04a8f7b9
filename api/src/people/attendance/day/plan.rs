//! What a day asks for before anybody has clocked in: the shift, a rest day, a holiday; and which punches belong to it.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use contract::calendar::CalendarDayKind;
use uuid::Uuid;

use super::zone::instant;
use crate::people::attendance::shift::Times;
use crate::people::calendar::{Marks, Week, WorkCalendar};

/// A named shift.
#[derive(Debug, Clone, PartialEq)]
pub struct Shift {
    pub name: String,
    pub times: Times,
}

/// A schedule: the week's pattern, and its shifts by id.
#[derive(Debug, Clone)]
pub struct Pattern {
    pub week: Week,
    pub shifts: Arc<HashMap<Uuid, Arc<Shift>>>,
}

/// A day of the holiday calendar.
#[derive(Debug, Clone, PartialEq)]
pub struct CalendarDay {
    pub kind: CalendarDayKind,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Planned {
    /// No schedule: nothing is asked.
    Nothing,
    Rest,
    Holiday,
    Work(Work),
}

/// A shift on its day, as instants.
#[derive(Debug, Clone, PartialEq)]
pub struct Work {
    pub shift: Arc<Shift>,
    pub start: DateTime<Utc>,
    pub middle: DateTime<Utc>,
    pub end: DateTime<Utc>,
    /// The break lies around the middle.
    pub break_start: DateTime<Utc>,
    pub break_end: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct DayPlan {
    pub date: NaiveDate,
    pub midnight: DateTime<Utc>,
    pub next_midnight: DateTime<Utc>,
    pub planned: Planned,
    pub holiday_name: Option<String>,
}

/// How long after a shift into a rest day, and before a shift out of one, punches still belong to the shift.
const AROUND: Duration = Duration::hours(4);

impl Pattern {
    /// The shift of a day, by the same rule that says which days count as leave.
    fn shift(&self, date: NaiveDate, calendar: Option<&CalendarDay>) -> Option<Arc<Shift>> {
        let marks: Marks = calendar.map(|day| (date, day.kind)).into_iter().collect();
        let worked = WorkCalendar::new(marks, self.week.clone()).on(date)?;
        self.shifts.get(&worked.shift?).cloned()
    }
}

/// What a day asks for. No pattern: nothing.
pub fn plan(
    pattern: Option<&Pattern>,
    date: NaiveDate,
    calendar: Option<&CalendarDay>,
    zone: Tz,
) -> DayPlan {
    let (midnight, next_midnight) = (instant(zone, date, 0), instant(zone, date, 1440));
    let holiday = calendar.filter(|c| {
        c.kind == CalendarDayKind::Holiday && pattern.is_some_and(|p| p.week.follows_calendar)
    });
    let planned = match pattern {
        None => Planned::Nothing,
        Some(pattern) => match pattern.shift(date, calendar) {
            Some(shift) => Planned::Work(work(shift, date, zone)),
            None if holiday.is_some() => Planned::Holiday,
            None => Planned::Rest,
        },
    };
    DayPlan {
        date,
        midnight,
        next_midnight,
        planned,
        holiday_name: holiday.map(|c| c.name.clone()),
    }
}

fn work(shift: Arc<Shift>, date: NaiveDate, zone: Tz) -> Work {
    let t = shift.times;
    let at = |minute| instant(zone, date, minute);
    let latest = (t.end - t.break_minutes).max(t.start);
    let break_start = (t.middle - t.break_minutes / 2).clamp(t.start, latest);
    let (end, break_start) = (at(t.end), at(break_start));
    Work {
        start: at(t.start),
        middle: at(t.middle),
        end,
        break_start,
        // As long as it is, whatever the clock on the wall does meanwhile.
        break_end: (break_start + Duration::minutes(t.break_minutes)).min(end),
        shift,
    }
}

/// Where a day ends and the next begins, seen from these two alone.
fn between(day: &DayPlan, next: &DayPlan) -> DateTime<Utc> {
    match (&day.planned, &next.planned) {
        // Halfway between one shift's end and the next one's start, and never outside their starts, should they overlap.
        (Planned::Work(a), Planned::Work(b)) => {
            (a.end + (b.start - a.end) / 2).clamp(a.start, b.start.max(a.start))
        }
        (Planned::Work(a), _) => (a.end.max(next.midnight) + AROUND).min(next.next_midnight),
        (_, Planned::Work(b)) => (b.start - AROUND).min(next.midnight),
        _ => next.midnight,
    }
}

/// From when until before when punches belong to the third of four days in a row. The windows of all days are the whole of time,
/// each instant in exactly one.
pub fn window(days: [&DayPlan; 4]) -> (DateTime<Utc>, DateTime<Utc>) {
    let [a, b, c, d] = days;
    let (first, second, third) = (between(a, b), between(b, c), between(c, d));
    // A very late end of the day before last may lie behind the one after it.
    let start = first.max(second);
    (start, start.max(second.max(third)))
}
