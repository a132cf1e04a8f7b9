//! Pure sums of a month, and the digest of what they were made from.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use contract::attendance::{Breach, DayStatus, LeaveSum};
use contract::{Code, Days};
use uuid::Uuid;

use crate::people::attendance::day::plan::Planned;
use crate::people::attendance::day::store::{Day, Person};
use crate::problem::{Answer, Refusal};

/// One person's month.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    pub work_days: i64,
    pub present_days: i64,
    pub absent_halves: i64,
    pub leave_halves: i64,
    pub business_halves: i64,
    pub late_count: i64,
    pub late_minutes: i64,
    pub early_count: i64,
    pub early_minutes: i64,
    pub missing_punches: i64,
    pub worked_minutes: i64,
    pub corrections: i64,
    pub breaches: Vec<Breach>,
    pub leave_by_type: Vec<LeaveSum>,
    pub inputs_version: String,
}

pub fn first(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

pub fn last(day: NaiveDate) -> NaiveDate {
    let next = first(day).checked_add_months(Months::new(1));
    next.and_then(|d| d.pred_opt()).unwrap_or(day)
}

/// `2026-11`.
pub fn month_of(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}

/// First and last day of `2026-11`.
pub fn days_of(month: &str) -> Answer<(NaiveDate, NaiveDate)> {
    let day: NaiveDate = format!("{month}-01")
        .parse()
        .map_err(|_| Refusal::new(Code::Invalid).field("/month", "month", month))?;
    Ok((day, last(day)))
}

/// Sums a month. Days that haven't come count for nothing; a day that isn't over counts as a working day only.
pub fn line(person: &Person, days: &[Day]) -> Line {
    use DayStatus::*;
    let mut line = Line::default();
    let mut by_type: BTreeMap<&str, i64> = BTreeMap::new();
    for day in days {
        let out = &day.outcome;
        line.corrections += day.corrections.approved;
        if out.status == None {
            continue;
        }
        let works = matches!(day.plan.planned, Planned::Work(_));
        line.work_days += i64::from(works);
        line.leave_halves += out.leave_halves;
        line.business_halves += out.business_halves;
        line.worked_minutes += out.worked;
        for half in day.halves.iter().flatten() {
            if !half.away.business && (works || half.away.counted) {
                *by_type.entry(&half.code).or_default() += 1;
            }
        }
        let present = matches!(
            out.status,
            Present | Late | Early | LateAndEarly | MissingPunch | Business
        );
        line.present_days += i64::from(present);
        if !out.status.abnormal() {
            continue;
        }
        match out.status {
            MissingPunch => line.missing_punches += 1,
            Absent => line.absent_halves += 2 - out.leave_halves - out.business_halves,
            _ => {}
        }
        line.late_count += i64::from(out.late > 0);
        line.late_minutes += out.late;
        line.early_count += i64::from(out.early > 0);
        line.early_minutes += out.early;
        line.breaches.push(Breach {
            date: day.plan.date,
            status: out.status,
            minutes: out.late + out.early,
        });
    }
    line.leave_by_type = by_type
        .into_iter()
        .map(|(code, halves)| LeaveSum {
            code: code.to_owned(),
            days: Days(halves),
        })
        .collect();
    line.inputs_version = inputs(person, days);
    line
}

/// Collects what a line was computed from.
struct Digest(blake3::Hasher);

impl Digest {
    fn text(&mut self, text: &str) {
        self.number(text.len() as i64);
        self.0.update(text.as_bytes());
    }

    fn number(&mut self, n: i64) {
        self.0.update(&n.to_le_bytes());
    }

    fn at(&mut self, at: DateTime<Utc>) {
        self.number(at.timestamp_micros());
    }

    fn date(&mut self, date: Option<NaiveDate>) {
        self.number(date.map_or(-1, |d| i64::from(d.num_days_from_ce())));
    }

    fn done(self) -> String {
        self.0.finalize().to_hex().as_str()[..32].to_owned()
    }
}

/// Two months computed from the same facts have the same version; any other fact gives another.
fn inputs(person: &Person, days: &[Day]) -> String {
    let mut d = Digest(blake3::Hasher::new());
    d.0.update(person.id.as_bytes());
    d.date(Some(person.hire_date));
    d.date(person.leave_date);
    for day in days {
        d.date(Some(day.plan.date));
        d.number(i64::from(day.employed));
        d.number(match &day.plan.planned {
            Planned::Nothing => 0,
            Planned::Rest => 1,
            Planned::Holiday => 2,
            Planned::Work(_) => 3,
        });
        if let Planned::Work(work) = &day.plan.planned {
            let t = &work.shift.times;
            for at in [
                work.start,
                work.middle,
                work.end,
                work.break_start,
                work.break_end,
            ] {
                d.at(at);
            }
            for n in [t.kind as i64, t.flex, t.late_grace, t.early_grace] {
                d.number(n);
            }
        }
        d.number(day.punches.len() as i64);
        for punch in day.punches {
            d.at(punch.at);
            d.number(punch.kind as i64);
        }
        for half in day.halves {
            d.number(half.map_or(0, |h| {
                1 + 2 * i64::from(h.away.business) + 4 * i64::from(h.away.counted)
            }));
            d.text(half.map_or("", |h| &h.code));
        }
        d.number(day.corrections.approved);
        // Whether the day was over when it was read.
        d.number(day.outcome.status as i64);
    }
    d.done()
}

/// The version of a whole statement, from those of its lines in order of their people.
pub fn combined(lines: &mut [(Uuid, String)]) -> String {
    lines.sort_unstable();
    let mut d = Digest(blake3::Hasher::new());
    for (person, version) in lines.iter() {
        d.0.update(person.as_bytes());
        d.text(version);
    }
    d.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_have_their_days() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (month, from, to) in [
            ("2026-11", "2026-11-01", "2026-11-30"),
            ("2028-02", "2028-02-01", "2028-02-29"),
            ("2026-12", "2026-12-01", "2026-12-31"),
        ] {
            assert_eq!(days_of(month).unwrap(), (day(from), day(to)));
        }
        assert!(days_of("2026-13").is_err());
        assert_eq!(month_of(day("2026-02-03")), "2026-02");
    }

    #[test]
    fn a_combined_version_knows_every_line_but_no_order() {
        let line = |n: u128, v: &str| (Uuid::from_u128(n), v.to_owned());
        let one = combined(&mut [line(1, "a"), line(2, "b")]);
        assert_eq!(one, combined(&mut [line(2, "b"), line(1, "a")]));
        assert_ne!(one, combined(&mut [line(1, "b"), line(2, "a")]));
        assert_ne!(one, combined(&mut [line(1, "a")]));
        assert_eq!(one.len(), 32);
    }
}
