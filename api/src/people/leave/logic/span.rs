//! A stretch of leave: its half-days, and which of them count.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use contract::leave::{DayCount, Half};

use crate::people::calendar::WorkCalendar;

/// A leave isn't longer than this, so that a slip of the finger isn't a century.
pub const LONGEST: i64 = 366;

/// From the first half-day to the last, both away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub starts_on: NaiveDate,
    pub starts_half: Half,
    pub ends_on: NaiveDate,
    pub ends_half: Half,
}

/// One half-day of a leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HalfDay {
    pub date: NaiveDate,
    pub half: Half,
    /// Counts against balance and length.
    pub counted: bool,
}

impl Span {
    pub fn first(&self) -> (NaiveDate, Half) {
        (self.starts_on, self.starts_half)
    }

    pub fn last(&self) -> (NaiveDate, Half) {
        (self.ends_on, self.ends_half)
    }

    pub fn in_order(&self) -> bool {
        self.first() <= self.last()
    }

    /// Days from first to last, both counted.
    pub fn days(&self) -> i64 {
        (self.ends_on - self.starts_on).num_days() + 1
    }

    /// Every half-day in between, in order. Empty where the ends are the wrong way round or too far apart.
    pub fn halves(&self, counts: DayCount, calendar: &WorkCalendar) -> Vec<HalfDay> {
        if !self.in_order() || self.days() > LONGEST {
            return Vec::new();
        }
        let both = |date| [(date, Half::Am), (date, Half::Pm)];
        self.starts_on
            .iter_days()
            .take(self.days() as usize)
            .flat_map(both)
            .filter(|half| self.first() <= *half && *half <= self.last())
            .map(|(date, half)| HalfDay {
                date,
                half,
                counted: counts == DayCount::CalendarDays || calendar.works(date),
            })
            .collect()
    }
}

/// Half-days that count.
pub fn counted(halves: &[HalfDay]) -> i64 {
    halves.iter().filter(|h| h.counted).count() as i64
}

/// What each year's account has to give.
pub fn by_year(halves: &[HalfDay]) -> BTreeMap<i32, Vec<NaiveDate>> {
    let mut years = BTreeMap::<i32, Vec<NaiveDate>>::new();
    for half in halves.iter().filter(|h| h.counted) {
        years.entry(half.date.year()).or_default().push(half.date);
    }
    years
}

/// The half-day before the first one at work again: where a leave that was cut short ends.
pub fn before(resumes_on: NaiveDate, resumes_half: Half) -> (NaiveDate, Half) {
    match resumes_half {
        Half::Pm => (resumes_on, Half::Am),
        Half::Am => (resumes_on.pred_opt().unwrap_or(resumes_on), Half::Pm),
    }
}

#[cfg(test)]
mod tests {
    use contract::calendar::CalendarDayKind;
    use proptest::prelude::*;

    use super::*;
    use crate::people::calendar::{Marks, Week};

    pub fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(from: &str, first: Half, to: &str, last: Half) -> Span {
        Span {
            starts_on: day(from),
            starts_half: first,
            ends_on: day(to),
            ends_half: last,
        }
    }

    fn office() -> WorkCalendar {
        let marks = Marks::from([
            (day("2026-02-16"), CalendarDayKind::Holiday),
            (day("2026-02-14"), CalendarDayKind::Workday),
        ]);
        WorkCalendar::new(marks, Week::office())
    }

    #[test]
    fn working_days_leave_weekends_and_holidays_out_and_take_make_up_days_in() {
        let of = |s: Span, counts| counted(&s.halves(counts, &office()));
        // Friday to Tuesday, the Saturday made up and the Monday a holiday: three days.
        let long = span("2026-02-13", Half::Am, "2026-02-17", Half::Pm);
        assert_eq!(of(long, DayCount::WorkingDays), 6);
        assert_eq!(of(long, DayCount::CalendarDays), 10);
        let from_noon = span("2026-02-13", Half::Pm, "2026-02-17", Half::Am);
        assert_eq!(of(from_noon, DayCount::WorkingDays), 4);
        assert_eq!(
            of(
                span("2028-02-29", Half::Pm, "2028-02-29", Half::Pm),
                DayCount::WorkingDays
            ),
            1
        );
        assert_eq!(
            of(
                span("2026-02-16", Half::Am, "2026-02-16", Half::Pm),
                DayCount::WorkingDays
            ),
            0
        );
    }

    #[test]
    fn ends_the_wrong_way_round_have_no_days() {
        for s in [
            span("2026-02-13", Half::Pm, "2026-02-13", Half::Am),
            span("2026-02-13", Half::Am, "2026-02-12", Half::Pm),
            span("2026-02-13", Half::Am, "2028-02-13", Half::Pm),
        ] {
            assert!(s.halves(DayCount::CalendarDays, &office()).is_empty());
        }
    }

    #[test]
    fn over_the_years_end_each_year_gives_its_own() {
        let s = span("2026-12-31", Half::Pm, "2027-01-04", Half::Am);
        let years = by_year(&s.halves(DayCount::WorkingDays, &office()));
        assert_eq!((years[&2026].len(), years[&2027].len()), (1, 3));
    }

    #[test]
    fn a_leave_cut_short_ends_on_the_half_day_before() {
        assert_eq!(
            before(day("2028-03-01"), Half::Am),
            (day("2028-02-29"), Half::Pm)
        );
        assert_eq!(
            before(day("2028-03-01"), Half::Pm),
            (day("2028-03-01"), Half::Am)
        );
    }

    prop_compose! {
        fn any_span()(start in 0i64..3000, length in 0i64..400, a in any::<bool>(), b in any::<bool>()) -> Span {
            let starts_on = day("2024-01-01") + chrono::Duration::days(start);
            let half = |pm| if pm { Half::Pm } else { Half::Am };
            Span { starts_on, starts_half: half(a), ends_on: starts_on + chrono::Duration::days(length), ends_half: half(b) }
        }
    }

    prop_compose! {
        fn any_calendar()(marked in prop::collection::btree_map(0i64..3400, any::<bool>(), 0..80), week in any::<[bool; 7]>(), follows in any::<bool>()) -> WorkCalendar {
            let kind = |worked| if worked { CalendarDayKind::Workday } else { CalendarDayKind::Holiday };
            let marks = marked.into_iter().map(|(n, w)| (day("2024-01-01") + chrono::Duration::days(n), kind(w))).collect();
            let shifts = week.map(|works| works.then(uuid::Uuid::nil));
            WorkCalendar::new(marks, Week::of(&shifts, follows))
        }
    }

    proptest! {
        #[test]
        fn what_counts_never_exceeds_the_span_and_the_years_sum_to_it(s in any_span(), calendar in any_calendar()) {
            let working = s.halves(DayCount::WorkingDays, &calendar);
            let all = s.halves(DayCount::CalendarDays, &calendar);
            prop_assert!(counted(&working) <= counted(&all));
            prop_assert!(counted(&all) <= s.days() * 2);
            if s.in_order() && s.days() <= LONGEST {
                prop_assert!(counted(&all) >= s.days() * 2 - 2);
                prop_assert_eq!(all.first().map(|h| (h.date, h.half)), Some(s.first()));
                prop_assert_eq!(all.last().map(|h| (h.date, h.half)), Some(s.last()));
            }
            let sum: usize = by_year(&working).values().map(Vec::len).sum();
            prop_assert_eq!(sum as i64, counted(&working));
            // No half-day twice: two leaves that share one can't both be kept.
            let mut seen: Vec<_> = all.iter().map(|h| (h.date, h.half)).collect();
            seen.dedup();
            prop_assert_eq!(seen.len(), all.len());
        }

        #[test]
        fn cutting_a_leave_splits_what_counts(s in any_span(), calendar in any_calendar(), cut in 0i64..400, noon in any::<bool>()) {
            let halves = s.halves(DayCount::WorkingDays, &calendar);
            let at = (s.starts_on + chrono::Duration::days(cut), if noon { Half::Pm } else { Half::Am });
            let (kept, back): (Vec<_>, Vec<_>) = halves.iter().copied().partition(|h| (h.date, h.half) < at);
            prop_assert_eq!(counted(&kept) + counted(&back), counted(&halves));
            if let Some(last) = kept.last() && !back.is_empty() {
                prop_assert_eq!((last.date, last.half), before(at.0, at.1));
            }
        }
    }
}
