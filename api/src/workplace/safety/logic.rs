//! When a piece of safety equipment wants attention next: pure.

use chrono::{Months, NaiveDate};

/// Whichever comes first: the next inspection or the last day before it expires. What was never inspected is due on the day it was
/// registered.
pub fn due_on(
    registered: NaiveDate,
    inspected: Option<NaiveDate>,
    months: i64,
    expires: Option<NaiveDate>,
) -> NaiveDate {
    let months = Months::new(u32::try_from(months).unwrap_or_default());
    let next = inspected.map_or(registered, |day| {
        day.checked_add_months(months).unwrap_or(NaiveDate::MAX)
    });
    expires.map_or(next, |expires| next.min(expires))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_next_inspection_or_its_expiry_whichever_comes_first() {
        let registered = day("2026-11-27");
        assert_eq!(due_on(registered, None, 6, None), registered);
        assert_eq!(
            due_on(registered, Some(day("2026-08-31")), 6, None),
            day("2027-02-28")
        );
        assert_eq!(
            due_on(registered, Some(day("2027-08-31")), 6, None),
            day("2028-02-29")
        );
        assert_eq!(
            due_on(registered, Some(day("2028-02-29")), 12, None),
            day("2029-02-28")
        );
        let expires = Some(day("2027-01-15"));
        assert_eq!(
            due_on(registered, Some(day("2026-11-01")), 6, expires),
            day("2027-01-15")
        );
        assert_eq!(
            due_on(registered, Some(day("2026-11-01")), 1, expires),
            day("2026-12-01")
        );
        assert_eq!(due_on(registered, None, 6, expires), registered);
    }
}
