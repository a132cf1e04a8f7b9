//! Pure figures of attainment: rates, what should be there, what it comes to, ranks, the steps of a period.

use chrono::{Datelike, Days, Months, NaiveDate};
use contract::attainment::ProgressStep;

/// All of it, in basis points.
pub const WHOLE: i64 = 10_000;

fn narrow(value: i128) -> i64 {
    value.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64
}

/// Actual by amount in basis points, rounded down; none where the target is nothing.
pub fn rate(actual: i64, amount: i64) -> Option<i64> {
    let share = i128::from(actual) * i128::from(WHOLE);
    (amount > 0).then(|| narrow(share.div_euclid(i128::from(amount))))
}

/// What should be there after so many of the period's working days; a period without any is due as a whole.
pub fn expected(amount: i64, passed: i64, total: i64) -> i64 {
    match total {
        ..=0 => amount,
        _ => narrow(i128::from(amount) * i128::from(passed) / i128::from(total)),
    }
}

/// What it comes to by the period's end at the same pace, rounded to the nearest; none before the first working day is over.
pub fn forecast(actual: i64, passed: i64, total: i64) -> Option<i64> {
    let (passed, total) = (i128::from(passed), i128::from(total));
    let twice = i128::from(actual) * total * 2 + passed;
    (passed > 0).then(|| narrow(twice.div_euclid(passed * 2)))
}

/// Places by rate, the highest first; equal rates share a place and the next ones are skipped. Without a rate there is no place.
pub fn ranks(rates: &[Option<i64>]) -> Vec<Option<i64>> {
    let mut sorted: Vec<i64> = rates.iter().flatten().copied().collect();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    let place = |rate: i64| sorted.partition_point(|other| *other > rate) as i64 + 1;
    rates.iter().map(|rate| rate.map(place)).collect()
}

/// The period in months or weeks, without gap or overlap; weeks begin on Monday.
pub fn steps(first: NaiveDate, last: NaiveDate, by: ProgressStep) -> Vec<(NaiveDate, NaiveDate)> {
    let mut steps = Vec::new();
    let mut from = first;
    while from <= last {
        let next = match by {
            ProgressStep::Month => from
                .with_day(1)
                .and_then(|d| d.checked_add_months(Months::new(1))),
            ProgressStep::Week => {
                let left = 7 - u64::from(from.weekday().num_days_from_monday());
                from.checked_add_days(Days::new(left))
            }
        };
        let Some(next) = next else { break };
        let to = next.pred_opt().unwrap_or(last).min(last);
        steps.push((from, to));
        from = next;
    }
    steps
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn rates_are_rounded_down_and_nothing_has_no_rate() {
        assert_eq!(rate(2, 3), Some(6_666));
        assert_eq!(rate(-1, 3), Some(-3_334));
        assert_eq!(rate(5, 0), None);
        assert_eq!(
            rate(i64::MAX, 1),
            Some(i64::MAX),
            "what doesn't fit stays at the edge"
        );
    }

    #[test]
    fn a_pace_is_carried_on_to_the_end_of_the_period() {
        assert_eq!(forecast(100, 5, 20), Some(400));
        assert_eq!(forecast(1, 3, 5), Some(2), "1.67 is nearer to 2");
        assert_eq!(forecast(-1, 3, 5), Some(-2));
        assert_eq!(forecast(100, 0, 20), None);
        assert_eq!(expected(1000, 5, 20), 250);
        assert_eq!(expected(1000, 0, 0), 1000);
    }

    #[test]
    fn equal_rates_share_a_place() {
        let rates = [Some(5), None, Some(9), Some(5), Some(1)];
        assert_eq!(ranks(&rates), [Some(2), None, Some(1), Some(2), Some(4)]);
    }

    #[test]
    fn weeks_begin_on_monday_and_are_cut_at_the_period() {
        let weeks = steps(day("2026-04-01"), day("2026-04-30"), ProgressStep::Week);
        assert_eq!(weeks.len(), 5);
        assert_eq!(weeks[0], (day("2026-04-01"), day("2026-04-05")));
        assert_eq!(weeks[4], (day("2026-04-27"), day("2026-04-30")));
        let months = steps(day("2028-01-01"), day("2028-12-31"), ProgressStep::Month);
        assert_eq!(months.len(), 12);
        assert_eq!(months[1].1, day("2028-02-29"));
    }

    proptest! {
        #[test]
        fn steps_cover_every_day_of_the_period_once(start in 0u64..4000, long in 0u64..800, weeks in any::<bool>()) {
            let first = day("2020-01-01") + Days::new(start);
            let last = first + Days::new(long);
            let by = if weeks { ProgressStep::Week } else { ProgressStep::Month };
            let mut next = first;
            for (from, to) in steps(first, last, by) {
                prop_assert_eq!(from, next);
                prop_assert!(from <= to);
                next = to.succ_opt().unwrap();
            }
            prop_assert_eq!(next, last.succ_opt().unwrap());
        }

        #[test]
        fn at_the_end_the_forecast_is_what_is_there(actual in -1_000_000_000_000i64..1_000_000_000_000, total in 1i64..400) {
            prop_assert_eq!(forecast(actual, total, total), Some(actual));
            prop_assert_eq!(expected(actual, total, total), actual);
        }

        #[test]
        fn whoever_has_more_is_never_placed_behind(rates in proptest::collection::vec(proptest::option::of(-50i64..50), 0..30)) {
            let places = ranks(&rates);
            for (a, b) in rates.iter().zip(&places).flat_map(|x| rates.iter().zip(&places).map(move |y| (x, y))) {
                if let ((Some(ra), Some(pa)), (Some(rb), Some(pb))) = (a, b) {
                    prop_assert_eq!(ra.cmp(rb), pb.cmp(pa));
                }
            }
        }
    }
}
