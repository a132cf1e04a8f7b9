//! Quarters: pure.

use chrono::{Datelike, Days, Months, NaiveDate};

/// So many days after its quarter a review may be written yet.
pub const GRACE: Days = Days::new(15);

/// The first day of the quarter that a day is in.
pub fn quarter(day: NaiveDate) -> NaiveDate {
    let month = (day.month() - 1) / 3 * 3 + 1;
    NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day)
}

/// The last day of a quarter.
pub fn end(starts_on: NaiveDate) -> NaiveDate {
    let next = starts_on.checked_add_months(Months::new(3));
    next.and_then(|day| day.pred_opt()).unwrap_or(starts_on)
}

/// The quarter that ended last.
pub fn last(today: NaiveDate) -> NaiveDate {
    let this = quarter(today);
    this.checked_sub_months(Months::new(3)).unwrap_or(this)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_in_its_quarter_and_the_last_one_is_over() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(quarter(day("2026-11-27")), day("2026-10-01"));
        assert_eq!(quarter(day("2028-02-29")), day("2028-01-01"));
        assert_eq!(end(day("2028-01-01")), day("2028-03-31"));
        assert_eq!(end(day("2026-10-01")), day("2026-12-31"));
        assert_eq!(last(day("2026-11-27")), day("2026-07-01"));
        assert_eq!(last(day("2026-01-01")), day("2025-10-01"));
    }
}
