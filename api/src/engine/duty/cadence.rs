//! On which days a duty is due: an RFC 5545 rule of whole days, and what the calendar makes of it.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime};
use contract::duty::DutyDayRule;
use rrule::{Frequency, RRule, RRuleSet, Tz, Unvalidated};

/// So far a day off may lie from the nearest working day.
const SHIFT: u64 = 31;

/// A rule of whole days, at most one a day, that neither counts nor ends by itself.
#[derive(Debug, Clone)]
pub struct Rule(RRule<Unvalidated>);

impl Rule {
    pub fn read(text: &str, starts_on: NaiveDate) -> Option<Rule> {
        let text = text.trim();
        let known = text.starts_with("FREQ=") && !text.contains(['\n', '\r', ' ']);
        let rule: RRule<Unvalidated> = known.then(|| text.parse().ok()).flatten()?;
        let whole = matches!(
            rule.get_freq(),
            Frequency::Daily | Frequency::Weekly | Frequency::Monthly | Frequency::Yearly
        );
        let clock = !rule.get_by_hour().is_empty()
            || !rule.get_by_minute().is_empty()
            || !rule.get_by_second().is_empty();
        let endless = rule.get_count().is_none() && rule.get_until().is_none();
        let moves = rule.get_interval() > 0;
        let fits = whole
            && moves
            && !clock
            && endless
            && rule.clone().validate(midnight(starts_on)).is_ok();
        let read = fits.then_some(Rule(rule))?;
        // A day that never comes, as 30 February, is none to wait for.
        let first = read.set(starts_on)?.into_iter().next();
        first.is_some().then_some(read)
    }

    /// Its days from one on. Bounded: a rule may name days that are centuries apart.
    fn set(&self, anchor: NaiveDate) -> Option<RRuleSet> {
        let rule = self.0.clone().validate(midnight(anchor)).ok()?;
        Some(RRuleSet::new(midnight(anchor)).rrule(rule).limit())
    }

    /// The days that the rule names, from one to another.
    fn between(&self, starts_on: NaiveDate, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
        let anchor = self.anchor(starts_on, from);
        let Some(set) = self.set(anchor) else {
            return Vec::new();
        };
        let day = |at: &DateTime<Tz>| at.date_naive();
        set.into_iter()
            .map(|at| day(&at))
            .skip_while(|day| *day < from)
            .take_while(|day| *day <= to)
            .collect()
    }

    /// Whole periods later than it began, so that years of days needn't be walked through.
    fn anchor(&self, starts_on: NaiveDate, from: NaiveDate) -> NaiveDate {
        let interval = i64::from(self.0.get_interval().max(1));
        let step = match self.0.get_freq() {
            Frequency::Daily => interval,
            Frequency::Weekly => 7 * interval,
            _ => return starts_on,
        };
        let passed = (from - starts_on).num_days().max(0) / step;
        // One less: a week begins before its first day is due.
        let days = (passed - 1).max(0) * step;
        let later = starts_on.checked_add_days(Days::new(days.unsigned_abs()));
        later.unwrap_or(starts_on)
    }
}

fn midnight(day: NaiveDate) -> DateTime<Tz> {
    day.and_time(NaiveTime::MIN)
        .and_utc()
        .with_timezone(&Tz::UTC)
}

/// When a duty begins and ends to be due.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
}

/// All days from one to another on which it is due, each once.
pub fn days(
    rule: &Rule,
    day_rule: DutyDayRule,
    span: Span,
    (from, to): (NaiveDate, NaiveDate),
    works: impl Fn(NaiveDate) -> bool,
) -> BTreeSet<NaiveDate> {
    let around = match day_rule {
        DutyDayRule::Before | DutyDayRule::After => SHIFT,
        DutyDayRule::Any | DutyDayRule::Skip => 0,
    };
    let first = from.checked_sub_days(Days::new(around)).unwrap_or(from);
    let last = to.checked_add_days(Days::new(around)).unwrap_or(to);
    let moved = |day: NaiveDate| match day_rule {
        DutyDayRule::Any => Some(day),
        DutyDayRule::Skip => works(day).then_some(day),
        DutyDayRule::Before => Some(nearest(day, &works, |day, n| day.checked_sub_days(n))),
        DutyDayRule::After => Some(nearest(day, &works, |day, n| day.checked_add_days(n))),
    };
    let inside = |day: &NaiveDate| {
        let begun = *day >= span.starts_on && *day >= from;
        begun && *day <= to && span.ends_on.is_none_or(|end| *day <= end)
    };
    let named = rule.between(span.starts_on, first.max(span.starts_on), last);
    named.into_iter().filter_map(moved).filter(inside).collect()
}

/// The nearest working day in one direction; the day itself where none is near.
fn nearest(
    day: NaiveDate,
    works: impl Fn(NaiveDate) -> bool,
    step: impl Fn(NaiveDate, Days) -> Option<NaiveDate>,
) -> NaiveDate {
    let mut tried = (0..=SHIFT).filter_map(|n| step(day, Days::new(n)));
    tried.find(|one| works(*one)).unwrap_or(day)
}

/// So far ahead it is said what comes due.
pub fn horizon(today: NaiveDate) -> NaiveDate {
    today.checked_add_months(Months::new(1)).unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use chrono::Datelike;
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn due(rule: &str, day_rule: DutyDayRule, starts: &str, from: &str, to: &str) -> Vec<String> {
        let starts_on = day(starts);
        let span = Span {
            starts_on,
            ends_on: None,
        };
        let rule = Rule::read(rule, starts_on).unwrap();
        let weekdays = |day: NaiveDate| day.weekday().number_from_monday() < 6;
        days(&rule, day_rule, span, (day(from), day(to)), weekdays)
            .into_iter()
            .map(|day| day.format("%m-%d").to_string())
            .collect()
    }

    #[test]
    fn month_ends_and_leap_days() {
        let last = "FREQ=MONTHLY;BYMONTHDAY=-1";
        assert_eq!(
            due(
                last,
                DutyDayRule::Any,
                "2028-01-01",
                "2028-01-01",
                "2028-04-30"
            ),
            ["01-31", "02-29", "03-31", "04-30"]
        );
        // 31 January 2026 is a Saturday, 28 February too.
        assert_eq!(
            due(
                last,
                DutyDayRule::Before,
                "2026-01-01",
                "2026-01-01",
                "2026-03-31"
            ),
            ["01-30", "02-27", "03-31"]
        );
        assert_eq!(
            due(
                last,
                DutyDayRule::After,
                "2026-01-01",
                "2026-01-01",
                "2026-03-31"
            ),
            ["02-02", "03-02", "03-31"]
        );
        assert_eq!(
            due(
                last,
                DutyDayRule::Skip,
                "2026-01-01",
                "2026-01-01",
                "2026-03-31"
            ),
            ["03-31"]
        );
        let thirty_first = "FREQ=MONTHLY;BYMONTHDAY=31";
        assert_eq!(
            due(
                thirty_first,
                DutyDayRule::Any,
                "2026-01-01",
                "2026-01-01",
                "2026-06-30"
            ),
            ["01-31", "03-31", "05-31"],
            "months without a 31st have none"
        );
        let leap = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29";
        let found = due(
            leap,
            DutyDayRule::Any,
            "2024-01-01",
            "2024-01-01",
            "2032-12-31",
        );
        assert_eq!(found, ["02-29", "02-29", "02-29"]);
    }

    #[test]
    fn weeks_keep_their_step_however_far_one_looks() {
        let other = "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE";
        let all = due(
            other,
            DutyDayRule::Any,
            "2026-01-05",
            "2026-01-01",
            "2026-03-31",
        );
        assert_eq!(all[..4], ["01-07", "01-21", "02-04", "02-18"]);
        let late = due(
            other,
            DutyDayRule::Any,
            "2026-01-05",
            "2026-02-19",
            "2026-03-31",
        );
        assert_eq!(late, all[4..]);
        // Two that fall on one working day are one.
        let weekend = "FREQ=WEEKLY;BYDAY=SA,SU";
        assert_eq!(
            due(
                weekend,
                DutyDayRule::After,
                "2026-01-01",
                "2026-01-01",
                "2026-01-12"
            ),
            ["01-05", "01-12"]
        );
    }

    #[test]
    fn a_rule_is_of_whole_days_and_has_no_end_of_its_own() {
        for wrong in [
            "",
            "DAILY",
            "FREQ=HOURLY",
            "FREQ=DAILY;COUNT=3",
            "FREQ=DAILY;UNTIL=20260101T000000Z",
            "FREQ=DAILY;BYHOUR=8",
            "FREQ=SOMETIMES",
            "FREQ=DAILY\nDTSTART:20260101T000000Z",
            "FREQ=MONTHLY;BYMONTHDAY=32",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        ] {
            assert!(Rule::read(wrong, day("2026-01-01")).is_none(), "{wrong}");
        }
        assert!(Rule::read("FREQ=MONTHLY;BYDAY=1MO", day("2026-01-01")).is_some());
    }

    proptest! {
        /// Whatever the rule, and wherever it is cut in two: what is due before and after the cut is what is due, each day once.
        #[test]
        fn it_may_be_generated_piece_by_piece(
            rule in prop::sample::select(vec!["FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU,TU",
                "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYDAY=-1FR",
                "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=31", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"]),
            day_rule in prop::sample::select(DutyDayRule::ALL.to_vec()),
            start in 0i64..2000, cut in 0i64..900, end in 0i64..900, off in prop::collection::btree_set(0u32..7, 0..6),
        ) {
            let starts_on = day("2023-01-01") + chrono::Duration::days(start);
            let to = starts_on + chrono::Duration::days(end);
            let cut = starts_on + chrono::Duration::days(cut.min(end));
            let span = Span { starts_on, ends_on: None };
            let works = |day: NaiveDate| !off.contains(&day.weekday().num_days_from_monday());
            let read = Rule::read(rule, starts_on).unwrap();
            let of = |from: NaiveDate, to: NaiveDate| days(&read, day_rule, span, (from, to), works);
            let whole = of(starts_on, to);
            let (first, second) = (of(starts_on, cut), of(cut + chrono::Duration::days(1), to));
            let mut both = first.clone();
            both.extend(second.iter().copied());
            prop_assert_eq!(&both, &whole);
            prop_assert_eq!(first.len() + second.len(), whole.len());
            if day_rule != DutyDayRule::Any && off.len() < 7 {
                prop_assert!(whole.iter().all(|day| works(*day)), "nobody does it on a day off");
            }
        }
    }
}
