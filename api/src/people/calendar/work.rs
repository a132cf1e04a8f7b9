//! Which days a person works: a pure function of the week's pattern, holidays and make-up days.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use contract::calendar::CalendarDayKind;
use uuid::Uuid;

/// Days of the holiday calendar.
pub type Marks = BTreeMap<NaiveDate, CalendarDayKind>;

/// A day that is worked, and by which shift; none where no schedule says one. Both halves of it are worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkDay {
    pub shift: Option<Uuid>,
}

/// The pattern of a week.
#[derive(Debug, Clone, PartialEq)]
pub struct Week {
    /// Monday first; none is a rest day.
    pub days: [Option<WorkDay>; 7],
    /// Holidays are off and make-up days are worked.
    pub follows_calendar: bool,
}

impl Week {
    /// Monday to Friday by the calendar: what holds where nothing is scheduled.
    pub fn office() -> Week {
        let work = Some(WorkDay { shift: None });
        Week {
            days: [work, work, work, work, work, None, None],
            follows_calendar: true,
        }
    }

    /// From a schedule: seven shifts, Monday first.
    pub fn of(shifts: &[Option<Uuid>], follows_calendar: bool) -> Week {
        let mut days = [None; 7];
        for (day, shift) in days.iter_mut().zip(shifts) {
            *day = shift.map(|s| WorkDay { shift: Some(s) });
        }
        Week {
            days,
            follows_calendar,
        }
    }

    fn on(&self, day: NaiveDate, marks: &Marks) -> Option<WorkDay> {
        let usual = self.days[day.weekday().num_days_from_monday() as usize];
        match marks.get(&day).filter(|_| self.follows_calendar) {
            Some(CalendarDayKind::Holiday) => None,
            // A make-up day on a day of rest is worked like the first working day of the week.
            Some(CalendarDayKind::Workday) => usual.or(self.days.iter().flatten().next().copied()),
            None => usual,
        }
    }
}

/// One person's working days. Cheap to clone.
#[derive(Debug, Clone)]
pub struct WorkCalendar {
    pub(super) marks: Arc<Marks>,
    /// Assigned weeks with first and last day; they don't overlap.
    pub(super) assigned: Vec<(NaiveDate, Option<NaiveDate>, Arc<Week>)>,
    pub(super) otherwise: Arc<Week>,
}

impl WorkCalendar {
    /// The same week all the time.
    pub fn new(marks: Marks, week: Week) -> WorkCalendar {
        WorkCalendar {
            marks: Arc::new(marks),
            assigned: Vec::new(),
            otherwise: Arc::new(week),
        }
    }

    /// The week's pattern that holds on a day.
    pub fn week(&self, day: NaiveDate) -> &Week {
        self.assigned
            .iter()
            .find(|(from, to, _)| *from <= day && to.is_none_or(|to| day <= to))
            .map_or(&self.otherwise, |(.., week)| week)
    }

    /// What is worked on that day; none: it is off.
    pub fn on(&self, day: NaiveDate) -> Option<WorkDay> {
        self.week(day).on(day, &self.marks)
    }

    pub fn works(&self, day: NaiveDate) -> bool {
        self.on(day).is_some()
    }

    /// What the holiday calendar says of that day.
    pub fn mark(&self, day: NaiveDate) -> Option<CalendarDayKind> {
        self.marks.get(&day).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn marks() -> Marks {
        [
            (day("2026-02-16"), CalendarDayKind::Holiday),
            (day("2026-02-14"), CalendarDayKind::Workday),
            (day("2026-02-22"), CalendarDayKind::Holiday),
        ]
        .into()
    }

    #[test]
    fn holidays_are_off_and_make_up_days_are_worked() {
        let office = WorkCalendar::new(marks(), Week::office());
        // Saturday made up, Monday off, a holiday on a Sunday changes nothing.
        for (d, works) in [
            ("2026-02-13", true),
            ("2026-02-14", true),
            ("2026-02-15", false),
            ("2026-02-16", false),
            ("2026-02-17", true),
            ("2026-02-21", false),
            ("2026-02-22", false),
        ] {
            assert_eq!(office.works(day(d)), works, "{d}");
        }
    }

    #[test]
    fn a_schedule_that_ignores_the_calendar_knows_its_week_only() {
        let mut week = Week::office();
        week.follows_calendar = false;
        let shop = WorkCalendar::new(marks(), week);
        assert!(shop.works(day("2026-02-16")) && !shop.works(day("2026-02-14")));
    }

    #[test]
    fn a_make_up_day_is_worked_by_the_first_shift_of_the_week() {
        let (late, early) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let week = Week::of(&[None, Some(late), Some(early)], true);
        let calendar = WorkCalendar::new(marks(), week);
        assert_eq!(
            calendar.on(day("2026-02-14")),
            Some(WorkDay { shift: Some(late) })
        );
        assert_eq!(calendar.on(day("2026-02-13")), None);
        // Nothing is made up where nobody works at all.
        assert!(!WorkCalendar::new(marks(), Week::of(&[], true)).works(day("2026-02-14")));
    }

    #[test]
    fn an_assigned_week_holds_between_its_days_only() {
        let mut calendar = WorkCalendar::new(Marks::new(), Week::office());
        let weekend = Week::of(&[None, None, None, None, None, Some(Uuid::nil())], true);
        calendar.assigned = vec![(
            day("2026-03-02"),
            Some(day("2026-03-08")),
            Arc::new(weekend),
        )];
        for (d, works) in [
            ("2026-02-28", false),
            ("2026-03-02", false),
            ("2026-03-07", true),
            ("2026-03-09", true),
        ] {
            assert_eq!(calendar.works(day(d)), works, "{d}");
        }
    }

    #[test]
    fn the_29th_of_february_is_a_day_like_any_other() {
        let office = WorkCalendar::new(Marks::new(), Week::office());
        assert!(!office.works(day("2032-02-29")) && office.works(day("2028-02-29")));
    }
}
