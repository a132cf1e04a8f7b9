//! What a year of service gives (4.4.4): the type's steps applied to a hire date.

use chrono::{Datelike, Months, NaiveDate};
use contract::leave::EntitlementStep;

/// Months of service completed on a day. Somebody hired on the 29th of February completes a year on the 28th, or on the 29th
/// where there is one.
pub fn months_of_service(hired: NaiveDate, on: NaiveDate) -> u32 {
    if on < hired {
        return 0;
    }
    let guess = (on.year() - hired.year()) * 12 + on.month() as i32 - hired.month() as i32;
    let guess = guess.max(0) as u32;
    match hired.checked_add_months(Months::new(guess)) {
        Some(day) if day <= on => guess,
        _ => guess.saturating_sub(1),
    }
}

/// The last step that fits.
fn step(steps: &[EntitlementStep], months: u32) -> i64 {
    let reached = steps.iter().filter(|s| s.after_months <= months);
    reached
        .max_by_key(|s| s.after_months)
        .map_or(0, |s| s.days.half_days())
}

/// Half-days of a calendar year. Where the first step needs no service, a year is a calendar year: the last step that is reached
/// in it counts, also for who starts in it. Else years of service count: the first step gives its days when it is reached, and each
/// full year of service after that the days of its step — whatever falls into the year, so that nobody gets less than the law says.
pub fn of_year(steps: &[EntitlementStep], hired: NaiveDate, year: i32) -> i64 {
    let (Some(first_day), Some(last_day)) = (
        NaiveDate::from_ymd_opt(year, 1, 1),
        NaiveDate::from_ymd_opt(year, 12, 31),
    ) else {
        return 0;
    };
    let Some(first) = steps.iter().map(|s| s.after_months).min() else {
        return 0;
    };
    if hired > last_day {
        return 0;
    }
    if first == 0 {
        return step(steps, months_of_service(hired, last_day));
    }
    let falls = |months: u32| {
        hired
            .checked_add_months(Months::new(months))
            .is_some_and(|day| first_day <= day && day <= last_day)
    };
    let mut sum = if falls(first) { step(steps, first) } else { 0 };
    let served = months_of_service(hired, last_day) / 12;
    for years in served.saturating_sub(1)..=served {
        let months = years * 12;
        if months > first && falls(months) {
            sum += step(steps, months);
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use contract::Days;
    use proptest::prelude::*;

    use super::*;
    use crate::people::leave::types::seed::annual_steps;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn steps(list: &[(u32, i64)]) -> Vec<EntitlementStep> {
        let step = |&(after_months, days)| EntitlementStep {
            after_months,
            days: Days::whole(days),
        };
        list.iter().map(step).collect()
    }

    #[test]
    fn the_statutory_ladder_of_annual_leave() {
        let (ladder, hired) = (annual_steps(), day("2020-03-02"));
        for (year, days) in [
            (2019, 0),
            (2020, 3),
            (2021, 7),
            (2022, 10),
            (2023, 14),
            (2024, 14),
            (2025, 15),
            (2029, 15),
            (2030, 16),
            (2031, 17),
            (2044, 30),
            (2045, 30),
            (2060, 30),
        ] {
            assert_eq!(of_year(&ladder, hired, year), days * 2, "{year}");
        }
    }

    #[test]
    fn half_a_year_and_a_year_completed_in_one_calendar_year_give_both() {
        let hired = day("2020-09-01");
        assert_eq!(of_year(&annual_steps(), hired, 2020), 0);
        assert_eq!(of_year(&annual_steps(), hired, 2021), (3 + 7) * 2);
        assert_eq!(of_year(&annual_steps(), hired, 2022), 10 * 2);
    }

    #[test]
    fn somebody_hired_on_the_29th_of_february_has_every_year_of_service() {
        let hired = day("2020-02-29");
        for (on, months) in [
            ("2020-02-29", 0),
            ("2020-03-28", 0),
            ("2020-03-29", 1),
            ("2021-02-27", 11),
            ("2021-02-28", 12),
            ("2024-02-28", 47),
            ("2024-02-29", 48),
        ] {
            assert_eq!(months_of_service(hired, day(on)), months, "{on}");
        }
        assert_eq!(of_year(&annual_steps(), hired, 2021), 7 * 2);
        assert_eq!(of_year(&annual_steps(), hired, 2024), 14 * 2);
    }

    #[test]
    fn an_entitlement_without_service_is_there_from_the_first_day() {
        let sick = steps(&[(0, 30), (120, 40)]);
        assert_eq!(of_year(&sick, day("2026-12-31"), 2026), 60);
        assert_eq!(of_year(&sick, day("2027-01-01"), 2026), 0);
        assert_eq!(of_year(&sick, day("2016-06-01"), 2026), 80);
        assert_eq!(of_year(&[], day("2016-06-01"), 2026), 0);
    }

    proptest! {
        /// Over a life at work the years' sum is what the law gives at each anniversary: nothing is lost at a year's end.
        #[test]
        fn the_years_sum_to_the_anniversaries(hired in 0i64..20_000, served in 1i32..45) {
            let hired = day("1980-01-01") + chrono::Duration::days(hired);
            let last = hired.year() + served;
            let by_year: i64 = (hired.year()..=last).map(|y| of_year(&annual_steps(), hired, y)).sum();
            let end = NaiveDate::from_ymd_opt(last, 12, 31).unwrap();
            let months = months_of_service(hired, end);
            let half_year = if months >= 6 { step(&annual_steps(), 6) } else { 0 };
            let by_anniversary: i64 = half_year + (1..=months / 12).map(|y| step(&annual_steps(), y * 12)).sum::<i64>();
            prop_assert_eq!(by_year, by_anniversary);
        }

        #[test]
        fn service_only_grows(hired in 0i64..20_000, days in 0i64..20_000) {
            let hired = day("1980-01-01") + chrono::Duration::days(hired);
            let on = hired + chrono::Duration::days(days);
            let next = on.succ_opt().unwrap();
            let (now, then) = (months_of_service(hired, on), months_of_service(hired, next));
            prop_assert!(now <= then && then <= now + 1);
        }
    }
}
