//! A day as it is told: computed from what it was, or as a final statement keeps it.

use chrono::NaiveDate;
use contract::Action;
use contract::access::Field;
use contract::attendance::AttendanceDay;
use contract::employee::PersonRef;
use serde::{Deserialize, Serialize};

use super::logic::Times;
use super::store::{Day, Person};
use crate::access::Grant;

/// Kept as JSON: a field that is added later needs a default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    pub date: NaiveDate,
    #[serde(flatten)]
    pub times: Times,
    pub shift: Option<String>,
    /// Half-days away, on leave or business, and the codes of the leave types.
    pub away: i64,
    pub codes: Vec<String>,
    pub holiday: Option<String>,
    pub corrected: bool,
}

impl Told {
    pub fn of(day: &Day) -> Told {
        let out = &day.outcome;
        let away = out.leave_halves + out.business_halves;
        let mut codes = Vec::new();
        if away > 0 {
            let halves = day.halves.iter().flatten();
            codes = halves.map(|half| half.code.clone()).collect();
            codes.dedup();
        }
        Told {
            date: day.plan.date,
            times: out.times,
            shift: day.shift_name().filter(|_| day.employed).map(str::to_owned),
            away,
            codes,
            holiday: day.plan.holiday_name.clone(),
            corrected: day.corrections.approved > 0,
        }
    }

    /// The day as the caller may see it.
    pub fn contract(self, grant: &Grant, person: &Person, correction_open: bool) -> AttendanceDay {
        let reads_leave = grant.permits(Action::LeaveRead)
            && grant.reach_of(Action::LeaveRead).covers(
                person.team_id,
                Some(person.id),
                Field::People,
            );
        let times = self.times;
        AttendanceDay {
            employee: PersonRef {
                id: person.id,
                name: person.name.clone(),
                number: person.number.clone(),
            },
            date: self.date,
            status: times.status,
            abnormal: times.status.abnormal(),
            shift_name: self.shift,
            planned_start: times.planned.map(|p| p.0),
            planned_end: times.planned.map(|p| p.1),
            first_in: times.first_in,
            last_out: times.last_out,
            late_minutes: times.late,
            early_minutes: times.early,
            worked_minutes: times.worked,
            leave_days: contract::Days(self.away),
            leave_codes: if reads_leave { self.codes } else { Vec::new() },
            holiday_name: self.holiday,
            corrected: self.corrected,
            correction_open,
        }
    }
}
